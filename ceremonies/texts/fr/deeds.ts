import type { SameKeys } from '../strings.ts';
import type { deeds as english } from '../en/deeds.ts';

export const deeds: SameKeys<typeof english> = {
  rows: { destroyed: 'Détruit', remains: 'Subsiste', moved: 'Transféré', 'not-moved': 'Non transféré' },

  key: {
    refused:
      '{{key}} sur {{hsm}} : objets {{objects}}, recherchés à nouveau et disparus ; un usage a ensuite été refusé',
    untried:
      '{{key}} sur {{hsm}} : objets {{objects}}, recherchés à nouveau et disparus ; aucun usage n’a été essayé',
  },
  shares: '{{destroyed}} parts sur {{count}} de {{keys}}, jeu {{set}}',
  card: {
    erased: 'carte effacée, {{holder}} : objets {{objects}}, dont parts {{shares}}',
    physically: 'carte brisée devant les personnes présentes, {{holder}} : parts qu’elle portait {{shares}}',
  },

  stillOn: 'PAS DÉTRUITE PARTOUT : encore dans {{hsms}}',
  lost: 'rien ne montre qu’elle a disparu de {{hsms}} : que ce HSM n’existe plus ne repose que sur la parole du maître de cérémonie et du témoin',
  set: 'jeu de parts {{set}} : il reste {{sharesLeft}} parts, il en faut {{threshold}} ; avec un ancien paquet, elles permettent de retrouver la clé',
  cards:
    'jeu de parts {{set}} : les cartes de {{sharesLeft}} parts les ouvrent encore dans d’anciens paquets, il en faut {{threshold}} pour retrouver les clés',
  missing: 'parts non remises : {{names}}',
  astray: 'parts qui peuvent se trouver sur une ancienne carte : {{names}}',
  none: 'rien que le registre connaisse',

  moved: 'sous {{key}} : {{what}}',
  dataKeys:
    'clés de données {{number}} (dans le HSM {{inToken}}, par la mémoire verrouillée du programme {{inEngine}})',
  backups: 'sauvegardes {{number}}',
  not: {
    dataKeys: 'clés de données {{number}} ({{reasons}})',
    backups: 'sauvegardes {{number}} ({{reasons}})',
  },
  all: 'rien',
  nothing:
    'cette cérémonie n’a transféré aucune donnée : ce qui est chiffré sous d’anciennes versions y reste',
  more: '{{number}} de plus sur la liste jointe au nouvel inventaire',
  reasons: {
    'inventory-line-malformed': 'pas une clé de données',
    'inventory-duplicate': 'nommées deux fois',
    'inventory-key-unknown': 'sous une autre clé',
    'inventory-key-current': 'déjà là',
    'inventory-algorithm': 'd’un mauvais algorithme',
    'inventory-key-size': 'd’une mauvaise taille',
    'inventory-altered': 'altérées, ou enveloppées sous une autre clé',
    'backup-not-sealed': 'non scellées',
    'backup-key-absent': 'scellées pour une autre clé',
    'backup-already-moved': 'déjà là',
  },
};
