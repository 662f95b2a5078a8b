import type { SameKeys } from '../strings.ts';
import type { shareEntry as english } from '../en/shareEntry.ts';

export const shareEntry: SameKeys<typeof english> = {
  words: {
    row: 'Ligne {{row}} sur {{rows}}',
    share: 'Part {{index}}',
    label: 'Ligne {{row}}, mot {{position}}',
    hint: 'Tapez le mot, ou ses quatre premières lettres, puis la barre d’espace. ← → autre mot, ↑ ligne précédente.',
    more: 'Il faut d’autres lettres.',
    enough: 'Cela suffit : continuez par la barre d’espace.',
    none: 'Aucun mot ne commence ainsi.',
    show: 'Maintenir pour montrer ce qui est tapé ({{key}})',
    previous: 'Revenir à la ligne précédente',
    slots: {
      empty: 'Mot {{position}} : pas encore tapé',
      typed: 'Mot {{position}} : tapé',
      doubtful: 'Mot {{position}} : à retaper',
    },
  },
  scan: {
    hold: 'Maintenir pour lire le code',
    aim: 'Tenez la feuille devant la caméra jusqu’à ce qu’elle soit reconnue.',
    dark: 'La caméra est éteinte. Elle n’est allumée que tant que le bouton est maintenu.',
    file: 'Choisir une image…',
  },
};
