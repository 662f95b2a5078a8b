import type { SameKeys } from '../strings.ts';
import type { leaving as english } from '../en/leaving.ts';
import { spaced } from './spaced.ts';

export const leaving: SameKeys<typeof english> = spaced({
  message: 'Quitter la cérémonie ?',
  detail:
    'Elle peut être reprise à partir de son journal. Un jeu de parts qui n’est pas encore prouvé devient caduc : ses parts sont refaites avec une nouvelle clé de recouvrement. Les parts apportées pour reconstituer des clés devront être apportées à nouveau.',
  stay: 'Rester',
  leave: 'Quitter',
  whichPrinter: 'Quelle imprimante imprime la feuille ?',
  whichPrinterMore:
    'Choisissez-en une qui se trouve dans cette salle, est reliée par câble et ne garde pas de copies.',
  noPrinter: 'Aucune de celles-ci',
  hungMessage: 'La carte ou le HSM ne répond pas.',
  hungDetail:
    'L’appareil attend peut-être un contact ou un appui : regardez-le, ainsi que son lecteur, ou retirez-le et remettez-le. Si cela ne suffit pas, cessez d’attendre : la cérémonie reprend à partir de son journal, et ce qui était commencé est réglé d’abord. Un jeu de parts qui n’est pas encore prouvé devient caduc : ses parts sont refaites.',
  wait: 'Attendre',
  restart: 'Cesser d’attendre',
});
