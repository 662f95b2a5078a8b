import { toUtf8 } from '../../ceremonies/formats/bytes.ts';

/** What both processes must know alike: what inputs are about, beside their bytes. */
export const content = toUtf8('All that a bundle held.');

export const kek = new Uint8Array(32).fill(5);

export const shareContext = {
  setId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  threshold: 2,
  count: 3,
  embassy: 'Eesti andmesaatkond',
  keyLabels: ['land-register'],
};
