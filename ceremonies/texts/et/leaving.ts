import type { leaving as english } from '../en/leaving.ts';

export const leaving: typeof english = {
  message: 'Kas lahkuda tseremoonialt?',
  detail:
    'Tseremooniat saab jätkata selle protokollist. Veel tõendamata osakukomplekt muutub kehtetuks: osakud tehakse uuesti, uue taastevõtmega.',
  stay: 'Jää',
  leave: 'Lahku',
};
