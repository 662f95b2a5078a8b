import type { reportLife as english } from '../en/reportLife.ts';

export const reportLife: typeof english = {
  titles: {
    certificate: 'Certificat de destruction',
    compromised: 'Clés qu’un tiers détient peut-être',
    rotation: 'Quelle version est en service',
    rewrap: 'Ce qui a été transféré sous la nouvelle version',
    'old-shares': 'Ce que des parts caduques ouvrent encore',
    custody: 'Registre de garde',
  },

  rotationSays:
    'Désormais, seule la version active scelle. Une version désactivée ouvre ce qui a été scellé pour elle, et rien de plus ; conservez son jeu de parts jusqu’à ce que ce qui est chiffré sous elle ait été transféré et qu’elle ait été détruite.',
  dataUnder: 'Chiffré sous elle, à ce que l’on sait',
  nothingTold: 'rien dont un inventaire ait parlé',
  wasGivenUp: '{{what}} (on y a renoncé)',
  holds: {
    'data-keys_one': '{{name}} : {{count}} clé de données',
    'data-keys_other': '{{name}} : {{count}} clés de données',
    backups_one: '{{name}} : {{count}} sauvegarde scellée',
    backups_other: '{{name}} : {{count}} sauvegardes scellées',
  },

  rewrapSays:
    'Ce qui était chiffré sous d’anciennes versions a été transféré sous {{key}}. L’ancien et le nouvel inventaire ont été lus côte à côte : chaque identifiant figure une fois exactement dans le nouveau, ou sur la liste de ce qui n’a pas été transféré, et chaque clé de données a été rouverte avec la nouvelle version et comparée.',
  leftSays:
    'Éléments non transférés, restés où ils étaient : {{number}}. L’ancienne version ne doit pas être détruite avant leur transfert.',
  dataKeys: 'Clés de données',
  oldInventory: 'Inventaire lu, SHA-256',
  lines: 'Lignes',
  inToken: 'Transférées dans le HSM, jamais en clair au-dehors',
  inEngine: 'Transférées par la mémoire verrouillée du programme',
  notMoved: 'Non transférées',
  newInventory: 'Nouvel inventaire, SHA-256',
  notMovedList: 'Liste de ce qui n’a pas été transféré, SHA-256',
  dataSet: 'Ensemble de données',
  under: 'Était sous',
  unread: 'illisible',
  another: 'une autre clé',
  moved: 'Transférées',
  line: 'Ligne',
  id: 'Identifiant',
  why: 'Motif',
  moreListed: 'Sur la liste jointe au nouvel inventaire figurent en outre : {{number}}.',
  backups: 'Sauvegardes scellées',
  folder: 'Dossier',
  file: 'Fichier',
  before: 'Avant, SHA-256',
  after: 'Après, SHA-256',
  content: 'Contenu, SHA-256',

  exposed:
    'Considérez que quiconque détient la clé peut lire tout ce qui a jamais été scellé pour cette version. Transférer des clés de données sous une nouvelle version n’annule pas ce qui a déjà été lu.',
  since: 'Depuis (UTC)',
  next: 'Ce qui est demandé',
  rotateNow: 'un remplacement, sur-le-champ : aucune autre version n’est en service',
  moveTo: 'le transfert de ce qui est chiffré sous elle vers la version {{version}}, et sa destruction',

  oldSharesSay:
    'Ces jeux sont caducs, et aucune cérémonie n’accepte leurs parts. Mais quiconque en réunit le nombre nécessaire et possède l’un des paquets nommés ici reconstitue à la main les clés nommées ici. Ces paquets contiennent aussi chaque part, scellée pour sa carte : une carte dont seule la part a été détruite l’ouvre encore. Cela prend fin quand les cartes et les feuilles elles-mêmes sont détruites, ou quand une nouvelle version a pris la place de la clé et que ses données ont été transférées.',
  sharesLeft: 'Parts encore utilisables ainsi',
  leftOf: '{{left}} ; il en faut {{threshold}}',
  opens: 'Elles ouvrent',
  endedAt: 'Caduc depuis (UTC)',
  withBundles: 'Avec l’un quelconque de ces paquets',
  andThisOne: 'Et avec ce paquet-ci : son premier événement contient le registre précédent.',
  holders: 'Détenues par',

  custodySays:
    'Qui a eu en main, à un moment quelconque, quelle part de quelle clé de recouvrement, comme dépositaire ou en apportant celle d’une autre personne, pour autant que cela a été consigné. Nul ne doit arriver au nombre qui la reconstitue.',
  hasHad: 'Parts eues, par numéro',
  ofNeeded: 'Combien d’un quorum',
  ofThreshold: '{{number}} sur {{threshold}}',
  destroyed: 'Détruites',

  target: {
    title: 'Détruit',
    key: 'Clé {{key}}',
    set: 'Parts de {{keys}} ({{threshold}} sur {{count}})',
    card: 'Carte de {{name}} ({{card}})',
  },
  onHsms: 'HSM, depuis (UTC)',
  removed: { destroyed: 'y a été détruite', lost: 'perdu' },

  certifies: {
    key: 'Ce document certifie que la clé nommée ici a été détruite sur le HSM nommé ici, et dit ce que l’on sait qu’il en reste.',
    set: 'Ce document certifie quelles parts du jeu nommé ici ont été détruites, et lesquelles n’ont pas été remises.',
    card: 'Ce document certifie que la carte nommée ici a été détruite, avec les parts qu’elle portait.',
  },
  by: 'Détruite par',
  seenBy: 'En présence de',
  when: 'Quand (UTC)',
  objects: 'Objets détruits',
  partly:
    'La clé n’a disparu que de ce HSM. Elle n’est pas détruite : les HSM nommés ci-dessous l’ont, sa copie enveloppée reste au registre, et son état est ce qu’il était. Elle ne cessera d’exister qu’une fois détruite là aussi.',
  foundHsm: 'Consigné auparavant comme perdu, et retrouvé',
  lostHsms:
    'HSM qui n’existent plus, sur la parole du maître de cérémonie et du témoin ; rien ici ne le montre',
  givenUp: 'Données auxquelles on a renoncé',
  givenUpSays:
    'Ceci était chiffré sous la clé et n’a jamais été transféré. Le maître de cérémonie et le témoin y ont renoncé, chacun par sa carte : quand il ne reste aucune copie de la clé, plus personne ne l’ouvre.',
  count: 'Nombre',
  listDigest: 'Liste, SHA-256',
  searched: 'Recherchée à nouveau',
  gone: 'rien n’a été trouvé',
  used: 'Nouvel usage ensuite',
  use: {
    refused: 'refusé par le HSM ; auparavant, cela fonctionnait',
    untried:
      'non essayé : quand le programme a regardé, il ne restait aucune clé à utiliser, ou elle ne fonctionnait pas auparavant non plus',
  },
  confirmedAgain: 'Confirmé encore une fois par carte',
  dead: 'Ce qui ne permet plus de la retrouver',
  deadWrapping:
    'Le registre après cette cérémonie n’en a plus de copie enveloppée, et aucune cérémonie ne reconstitue la clé à partir de parts.',
  tooFewLeft: 'il reste trop peu de ses parts',
  notDead: 'Ce qui permet encore de la retrouver',
  noneKnown: 'Rien que ce registre connaisse.',
  notDeadSays:
    'La clé n’est détruite que là où ce certificat le dit. D’anciens paquets ont sa copie enveloppée, et personne ne peut les détruire pour tous : elle n’a disparu que lorsque les parts nommées ici et les copies sur d’autres HSM sont détruites. Un jeu de parts en service garde d’autres clés : renouvelez ses parts avant de le détruire.',
  sharesNotDead:
    'Les parts ont été retirées des cartes, mais les anciens paquets contiennent chaque part scellée pour sa carte : tant que les cartes elles-mêmes ne sont pas détruites, quiconque en a assez, avec leurs codes PIN et l’un des paquets nommés ici, reconstitue les clés.',
  stillOn: 'HSM qui l’ont encore',
  way: 'Comment',
  ways: { erased: 'effacée, et recherchée à nouveau', physically: 'brisée, devant les personnes présentes' },
  stillInBag: 'encore dans le sachet {{bag}}',
  media: {
    'card-object': 'sur la carte',
    sheet: 'sur papier',
    card: 'avec la carte entière',
  },
  notHandedIn: 'NON REMISE',
  mayLieOn: 'peut se trouver sur l’ancienne carte {{card}}',
  signature: 'Signature',
};
