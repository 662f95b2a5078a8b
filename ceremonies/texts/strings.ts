/**
 * The shape of a section in another language: the same keys, any text. A missing key does not compile, nor does one too many.
 * `satisfies SameKeys<typeof english>`
 */
export type SameKeys<Section> = {
  readonly [Key in keyof Section]: Section[Key] extends string ? string : SameKeys<Section[Key]>;
};
