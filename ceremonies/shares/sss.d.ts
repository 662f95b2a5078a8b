/** The package has no types. Only what is used here is declared. */
declare module 'shamirs-secret-sharing' {
  export type SplitOptions = {
    readonly shares: number;
    readonly threshold: number;
    /** Asked once for every coefficient, one byte at a time; read through `toString('hex')`. */
    readonly random: (sizeBytes: number) => { toString: (encoding: 'hex') => string };
  };

  export function split(secret: Uint8Array, options: SplitOptions): Uint8Array[];

  /** Never throws: too few, altered or foreign shares give a silent wrong answer. */
  export function combine(shares: readonly Uint8Array[]): Uint8Array;
}
