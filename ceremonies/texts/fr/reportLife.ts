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
    'Désormais, seule la version active scelle. Une version désactivée ouvre ce qui fut scellé pour elle, et rien de plus ; conservez son jeu de parts jusqu’à ce que ce qui repose sous elle ait été transféré et qu’elle ait été détruite.',
  dataUnder: 'Repose sous elle, à ce que l’on sait',
  nothingTold: 'rien dont un inventaire ait parlé',
  wasGivenUp: '{{what}}, renoncé',
  holds: {
    'data-keys_one': '{{name}} : {{count}} clé de données',
    'data-keys_other': '{{name}} : {{count}} clés de données',
    backups_one: '{{name}} : {{count}} sauvegarde scellée',
    backups_other: '{{name}} : {{count}} sauvegardes scellées',
  },

  rewrapSays:
    'Ce qui reposait sous d’anciennes versions a été transféré sous {{key}}. L’ancien et le nouvel inventaire ont été lus côte à côte : chaque identifiant figure une fois exactement dans le nouveau, ou sur la liste de ce qui n’a pas été transféré, et chaque clé de données a été rouverte avec la nouvelle version et comparée.',
  leftSays:
    'N’ont pu être transférés et restent où ils étaient : {{number}}. L’ancienne version ne doit pas être détruite avant qu’ils le soient.',
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
    'Considérez tout ce qui fut jamais scellé pour cette version comme ouvert à qui détient la clé. Transférer des clés de données sous une nouvelle version ne reprend pas ce qui a été lu avant.',
  since: 'Depuis (UTC)',
  next: 'Ce qui est demandé',
  rotateNow: 'un remplacement, sur-le-champ : aucune autre version n’est en service',
  moveTo: 'le transfert de ce qui repose sous elle vers la version {{version}}, et sa destruction',

  oldSharesSay:
    'Ces jeux sont caducs, et aucune cérémonie n’accepte leurs parts. Mais quiconque en réunit le nombre nécessaire et possède l’un des paquets nommés ici reconstitue à la main les clés nommées ici. Ces paquets contiennent aussi chaque part, scellée pour sa carte : une carte dont seule la part fut détruite l’ouvre encore. Cela prend fin quand les cartes et les feuilles elles-mêmes sont détruites, ou quand une nouvelle version a pris la place de la clé et que ses données ont été transférées.',
  sharesLeft: 'Parts encore utilisables ainsi',
  leftOf: '{{left}} ; il en faut {{threshold}}',
  opens: 'Elles ouvrent',
  endedAt: 'Caduc depuis (UTC)',
  withBundles: 'Avec l’un quelconque de ces paquets',
  andThisOne: 'Et avec ce paquet-ci : son premier événement contient le registre précédent.',
  holders: 'Détenues par',

  custodySays:
    'Qui a jamais eu en main quelle part de quelle clé de recouvrement, comme dépositaire ou en apportant celle d’un autre, pour autant que cela fut consigné. Nul ne doit arriver au nombre qui la reconstitue.',
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
    'La clé n’a disparu que de ce HSM. Elle n’est pas détruite : les HSM nommés ci-dessous l’ont, sa copie enveloppée reste au registre, et son état est ce qu’il était. Elle prend fin quand elle y est détruite aussi.',
  foundHsm: 'Consigné auparavant comme perdu, et retrouvé',
  lostHsms: 'HSM qui n’existent plus, selon la parole des deux dirigeants ; rien ici ne le montre',
  givenUp: 'Renoncé',
  givenUpSays:
    'Ceci reposait sous la clé et n’a jamais été transféré. Les deux dirigeants y ont renoncé, chacun par sa carte : quand il ne reste aucune copie de la clé, plus personne ne l’ouvre.',
  count: 'Nombre',
  listDigest: 'Liste, SHA-256',
  searched: 'Recherchée à nouveau',
  gone: 'rien n’a été trouvé',
  used: 'Utilisée à nouveau ensuite',
  use: {
    refused: 'refusé par le HSM ; auparavant, cela fonctionnait',
    untried:
      'non essayé : quand le programme a regardé, il ne restait aucune clé à utiliser, ou elle ne fonctionnait pas auparavant non plus',
  },
  confirmedAgain: 'Confirmé encore une fois par carte',
  dead: 'Ce qui ne peut plus la rendre',
  deadWrapping:
    'Le registre après cette cérémonie n’en a plus de copie enveloppée, et aucune cérémonie ne reconstitue la clé d’aucune part.',
  tooFewLeft: 'il reste trop peu de ses parts',
  notDead: 'Ce qui peut encore la rendre',
  noneKnown: 'Rien que ce registre connaisse.',
  notDeadSays:
    'La clé n’est détruite que là où ce certificat le dit. D’anciens paquets ont sa copie enveloppée, et personne ne peut les détruire pour tous : elle n’a disparu que lorsque les parts nommées ici et les copies sur d’autres HSM sont détruites. Un jeu de parts en vigueur garde d’autres clés : renouvelez ses parts avant de le détruire.',
  sharesNotDead:
    'Les parts ont été retirées des cartes, mais les anciens paquets contiennent chaque part scellée à sa carte : tant que les cartes elles-mêmes ne sont pas détruites, qui en a assez, avec leurs codes PIN et l’un des paquets nommés ici, reconstitue les clés.',
  stillOn: 'HSM qui l’ont encore',
  way: 'Comment',
  ways: { erased: 'effacée, et recherchée à nouveau', physically: 'brisée, devant les présents' },
  stillInBag: 'encore dans le sachet {{bag}}',
  media: {
    'card-object': 'sur la carte',
    sheet: 'sur papier',
    card: 'avec la carte entière',
  },
  notHandedIn: 'NON REMISE',
  signature: 'Signature',
};
