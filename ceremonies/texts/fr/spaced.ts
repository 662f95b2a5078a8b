import type { SameKeys } from '../strings.ts';

type Texts = { readonly [Key in string]: string | Texts };

/** French sets a space that does not break before `: ; ! ? » %` and after `«`. The texts have common ones, which one can see. */
const spacedText = (text: string): string => text.replace(/ (?=[:;!?»%])|(?<=«) /gu, '\u00a0');

const spacedNode = (node: string | Texts): string | Texts =>
  typeof node === 'string'
    ? spacedText(node)
    : Object.fromEntries(Object.entries(node).map(([key, child]) => [key, spacedNode(child)]));

export const spaced = <Section extends Texts>(section: Section): SameKeys<Section> =>
  spacedNode(section) as SameKeys<Section>;
