/** How several things stand in one line. */
export const lists = {
  /** Where they may have commas of their own. */
  between: '; ',
  /** What a thing is, or is called, and what there is to say of it. */
  named: '{{name}}: {{what}}',
};
