import type { shareEntry as english } from '../en/shareEntry.ts';

/** Osaku sisestamine paberilt. */
export const shareEntry: typeof english = {
  words: {
    row: 'Rida {{row}}, kokku {{rows}}',
    share: 'Osak {{index}}',
    label: 'Rida {{row}}, sõna {{position}}',
    hint: 'Sisestage sõna või selle neli esimest tähte ja tühik. ← → teine sõna, ↑ eelmine rida.',
    more: 'Vaja on veel tähti.',
    enough: 'Sellest piisab: jätkake tühikuga.',
    none: 'Ükski sõna ei alga nii.',
    show: 'Hoia all, et sisestatut näha ({{key}})',
    previous: 'Tagasi eelmisele reale',
    slots: {
      empty: 'Sõna {{position}}: veel sisestamata',
      typed: 'Sõna {{position}}: sisestatud',
      doubtful: 'Sõna {{position}}: sisestage uuesti',
    },
  },
  scan: {
    hold: 'Hoia all, et koodi lugeda',
    aim: 'Hoidke lehte kaamera ees, kuni kood on loetud.',
    dark: 'Kaamera on välja lülitatud. See töötab ainult siis, kui nuppu hoitakse all.',
    file: 'Vali pilt…',
  },
};
