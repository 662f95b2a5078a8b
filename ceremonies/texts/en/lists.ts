/** How several things stand in one line. */
export const lists = {
  /** Where they may have commas of their own. */
  between: '; ',
};
