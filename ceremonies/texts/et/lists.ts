import type { lists as english } from '../en/lists.ts';

export const lists: typeof english = {
  between: '; ',
  named: '{{name}}: {{what}}',
};
