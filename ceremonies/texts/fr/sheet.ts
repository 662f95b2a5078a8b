import type { sheet as english } from '../en/sheet.ts';

export const sheet: typeof english = {
  title: 'Part {{index}} sur {{count}}',
  control: 'Mots de contrôle',
  any: '{{threshold}} suffisent à reconstituer la clé',
  rehearsal: 'RÉPÉTITION : cette feuille ne protège rien',
  facts: {
    embassy: 'Ambassade',
    keys: 'Clés',
    custodian: 'Dépositaire',
    made: 'Établie',
    ceremony: 'Cérémonie',
    set: 'Jeu de parts',
    commitment: 'Engagement',
  },
  more: '{{labels}} et {{count}} autres, énumérées dans le paquet',
  what: 'Ce que c’est',
  whatSays:
    'Une partie de la clé de recouvrement de l’ambassade ci-dessus. Seule, elle n’ouvre rien. {{threshold}} parts sur {{count}} et le paquet de la cérémonie (un fichier en .asice) rendent toutes les clés ci-dessus : à ceux à qui elles reviennent, comme à un voleur.',
  keep: 'Ce qu’il faut en faire',
  steps: {
    bag: 'Écrivez dans la case ci-dessous le numéro d’un sachet inviolable opaque, et signez. Pliez le bord inférieur jusqu’au trait, la part à l’intérieur. Scellez la feuille dans ce sachet.',
    store:
      'Gardez le sachet hors de portée de tout autre. Ne copiez, ne photographiez ni n’envoyez jamais la feuille. Si le sachet est ouvert ou perdu, prévenez aussitôt le maître de cérémonie : un nouveau jeu de parts rend cette feuille sans valeur.',
    use: 'Quand on vous appelle : apportez le sachet fermé. Le programme lit le code avec une caméra, ou les mots que vous tapez.',
    alone: 'Sans le programme : “Rebuilding by hand” (OPERATIONS.md) et “A share on paper” (FORMAT.md).',
  },
  bag: 'Numéro du sachet',
  signature: 'Signature du dépositaire',
  date: 'Date',
  secret: 'SECRET ci-dessous : pliez le bord inférieur jusqu’à ce trait',
  fold: 'plier ici, la part à l’intérieur',
  code: 'Le code',
  codeSays:
    'Tout lecteur de codes QR en montre le texte : jeu, numéro, k, n, sel et part, entre barres obliques. Prenez-en un qui ne garde et n’envoie rien.',
  words: 'Les mots',
  wordsSays:
    'La même part, au cas où le code serait abîmé. Tapez ligne par ligne, de gauche à droite ; les quatre premières lettres d’un mot suffisent. Les colonnes 9 et 10 contrôlent la ligne : une erreur se voit aussitôt.',
};
