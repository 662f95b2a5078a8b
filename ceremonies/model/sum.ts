export const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
