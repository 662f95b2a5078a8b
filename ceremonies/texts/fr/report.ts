import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  title: 'Rapport de la cérémonie des clés',
  rehearsal: 'RÉPÉTITION',
  kinds: {
    generate: 'Création et partage d’une nouvelle clé',
    reconstitute: 'Reconstitution de clés à partir des parts des dépositaires',
    check: 'Contrôle des parts des dépositaires',
    rotate: 'Remplacement d’une clé par sa version suivante',
    reshare: 'Remplacement des parts des dépositaires',
    destroy: 'Destruction d’une clé, de parts ou d’une carte',
  },
  acts: {
    opening: 'Ouverture',
    'roll-call': 'Appel',
    key: 'Clé',
    recovery: 'Reconstitution',
    shares: 'Parts',
    health: 'Présentation des parts',
    rewrap: 'Transfert des données',
    'hand-in': 'Remise des anciennes parts',
    destruction: 'Destruction',
    closing: 'Clôture',
  },
  roles: {
    administrator: 'Maître de cérémonie',
    witness: 'Témoin',
    custodian: 'Dépositaire',
    auditor: 'Auditeur',
  },
  duties: {
    administrator: 'Dirige la cérémonie, lit le script à haute voix, signe chaque acte.',
    witness: 'Observe chaque étape, compare ce qui est lu à haute voix, signe chaque acte.',
    custodian: 'Garde une part ; signe à sa réception, et chaque fois qu’elle est apportée ou présentée.',
    auditor: 'Observe toute la cérémonie et signe le procès-verbal clos.',
  },
  origin: { initialised: 'initialisée ici', adopted: 'apportée' },
  states: {
    'pre-activation': 'créée',
    active: 'active',
    deactivated: 'désactivée',
    compromised: 'compromise',
    destroyed: 'détruite',
  },
  setStates: { live: 'Jeu de parts en service', void: 'Jeu de parts caduc' },
  directions: { in: 'entrée', out: 'sortie' },
  runtimes: {
    official: 'environnement d’exécution officiel',
    unofficial: 'ENVIRONNEMENT D’EXÉCUTION NON OFFICIEL',
    none: 'sans écran',
  },

  embassy: 'Ambassade',
  place: 'Lieu',
  kind: 'Cérémonie',
  ceremony: 'Numéro',
  opened: 'Ouverte',
  closed: 'Close',
  key: 'Clé',
  quorum: 'Quorum',
  quorumOf: '{{threshold}} dépositaires sur {{custodians}}, n’importe lesquels',
  exceptions: 'Écarts',
  disagreements: 'Déclarations de désaccord',
  previous: 'Fait suite au paquet',
  previousMade: 'Établi',
  unread: 'Fichiers à côté de ce paquet, illisibles, dont l’un est peut-être plus récent',
  doubts: 'Doutes sur ce paquet, dont deux personnes répondent',
  brought: 'Parts nécessaires',
  newQuorum: 'Quorum du nouveau jeu',
  none: 'aucun',
  head: 'Mots de comparaison du procès-verbal',
  headSays:
    'Ces mots représentent l’empreinte du procès-verbal entier. Si ce sont les mots que la salle a entendus à la fin, ce document est celui de cette cérémonie.',

  people: 'Personnes et rôles',
  name: 'Nom',
  role: 'Rôle',
  card: 'Carte',
  certificate: 'Certificat, SHA-256',
  absent: 'absence',
  left: 'départ avant la fin',

  actEvents: 'Événements',
  folded: {
    events_one: '{{count}} événement, #{{first}}',
    events_other: '{{count}} événements, #{{first}}–#{{last}}',
    exceptions_one: '{{count}} écart, #{{first}}',
    exceptions_other: '{{count}} écarts, #{{first}}–#{{last}}',
  },
  linesLeftOut:
    'Les événements sont trop nombreux pour être tous montrés ici. Chacun figure dans transcript.jsonl et dans report.html, dans le paquet.',
  wordsLeftOut:
    'Autres écarts, trop longs pour être montrés ici : {{number}}, entre les événements #{{first}} et #{{last}}. Leur texte figure dans transcript.jsonl et dans report.html, dans le paquet.',
  timeline: 'Déroulement',
  time: 'Heure (UTC)',
  event: 'Événement',
  who: 'Qui',
  actSigned: 'Signé par {{people}} sur ces mots :',

  inventory: 'Inventaire des clés',
  algorithm: 'Algorithme',
  state: 'État, depuis',
  checkValue: 'Valeur de contrôle',
  checkValueSays:
    'La valeur de contrôle d’une paire de clés est l’empreinte SHA-256 de sa clé publique (SubjectPublicKeyInfo) ; celle d’une clé AES est formée des cinq premiers octets d’AES-CMAC sur un bloc de zéros.',
  hsm: 'HSM',
  set: 'Jeu de parts',

  rebuilt: 'Ce qui a été reconstitué',
  restoredAt: 'Restaurée (UTC)',
  rebuiltSays:
    'Chaque clé provient du paquet précédent, a la valeur de contrôle avec laquelle elle a été créée, et a ouvert sur ce HSM le message d’essai qui a alors été scellé pour elle.',

  contributions: 'Qui a apporté quelle part',
  share: 'Part',
  broughtBy: 'Apportée par',
  anotherCard: 'avec une autre carte que celle du registre',
  source: 'Où elle se trouvait',
  sources: {
    'card-object': 'sur la carte',
    'bundle-copy': 'scellée dans le paquet, ouverte par la carte',
    sheet: 'sur papier',
  },

  health: 'Quelles parts sont bonnes',
  stands:
    'Le quorum est atteint. Parts présentées et bonnes : {{shown}} sur {{count}} ; il en faut {{threshold}}. En réserve : {{margin}}.',
  standsNot:
    'IL N’A PAS ÉTÉ DÉMONTRÉ QUE LE QUORUM EST ATTEINT. Parts présentées et bonnes : {{shown}} sur {{count}} ; il en faut {{threshold}}. Recherchez celles qui manquent, ou créez un nouveau jeu de parts tant que les clés sont encore dans un HSM.',
  inThisCheck: 'Lors de ce contrôle',
  isShown: 'présentée, bonne',
  isMissing: 'NON PRÉSENTÉE',
  proven: 'Dernière preuve (UTC)',
  never: 'jamais',
  lostCards: 'Sur d’anciennes cartes',
  lostCardEnds: { destroyed: 'détruite', shown: 'retrouvée' },

  shareSets: 'Jeux de parts',
  superseded:
    'Remplacé lors de cette cérémonie : aucune cérémonie n’accepte plus ces parts. Mais les clés sont les mêmes. Quiconque détient {{threshold}} de ces parts peut encore les reconstituer à la main, avec le paquet {{bundle}}, avec les précédents, et avec le procès-verbal de celui-ci. Détruisez ces parts.',
  neverUsed:
    'Abandonné avant d’être prouvé : aucune cérémonie n’accepte ces parts. Si {{threshold}} d’entre elles ont déjà été remises, la clé peut encore en être reconstituée à la main. Détruisez ce qu’il en reste, sur papier aussi.',
  voidBefore:
    'Caduc depuis une cérémonie antérieure : aucune cérémonie n’accepte ces parts. Avec un paquet de cette époque, des clés peuvent peut-être encore être reconstituées à la main à partir de {{threshold}} d’entre elles. Détruisez ce qu’il en reste.',
  onPaper: 'Sur papier',
  printer: 'Imprimante',
  proof: 'Prouvé avant la clôture',
  proofSays: '{{quorums}} quorums, par {{recombinations}} recombinaisons de parts relues',
  mixed: 'Mêlé à la clé de recouvrement',
  mixedSays:
    '{{hsmBytes}} octets du HSM, {{osBytes}} octets du système d’exploitation, {{diceRolls}} lancers de dés',
  recoveryKeyCommitment: 'Engagement sur la clé de recouvrement',
  holder: 'Dépositaire',
  nobody: 'jamais remise',
  commitment: 'Engagement',

  devices: 'Matériel',
  label: 'Nom',
  maker: 'Fabricant et modèle',
  serial: 'Numéro de série',
  hardware: 'Matériel',
  firmware: 'Micrologiciel',
  isSoftware: 'Logiciel',
  yes: 'oui',
  no: 'non',
  module: 'Module PKCS#11',
  version: 'Version',

  room: 'La salle',
  airGap: 'Isolement réseau',
  airGapClean: 'aucun réseau trouvé',
  hostClock: 'Horloge de la machine',
  bag: 'Sachet',
  holds: 'Contenu',
  direction: 'Sens',

  expected: 'Prévu',
  happened: 'Survenu',
  decided: 'Décidé',
  departed: 'Départ avant la fin, sans signature : {{name}}. Motif : {{reason}}',
  noExceptions: 'Aucun écart n’a été déclaré.',
  interruptions:
    'Redémarrages du programme : {{resumed}}. Jeux de parts abandonnés pour cela ou par décision : {{voided}}. Nombre de fois où les parts ont été redemandées : {{again}}.',

  declarations: 'Déclarations',
  declares: 'Déclare',
  agrees: 'd’accord',
  agreesNot: 'PAS D’ACCORD',
  remark: 'Remarque',

  signatures: 'Signatures',
  signaturesSay:
    'Ont signé le paquet, et avec lui ce rapport, par une clé qui se trouve dans le HSM ou sur la carte. La signature manuscrite est pour ceux dont les règles l’exigent ; rien ici n’en dépend.',
  inInk: 'Manuscrite',
  hsmLost:
    'PAS signé par le HSM, qui n’existe plus, comme l’ont consigné le maître de cérémonie et le témoin',
  custodyExceeded:
    '{{name}} a eu en main {{shares}} parts d’une même clé de recouvrement, dont {{threshold}} la reconstituent, lors de cérémonies abandonnées : les clés qu’elle protège sont peut-être connues, et sont à remplacer',
  hsmLostBefore: 'Perdu, comme il a été consigné lors d’une cérémonie abandonnée',
  cardReplaced:
    '{{name}} a pris une autre carte à la place de la sienne. Motif : {{because}} Garants : {{people}}',
  cardMayHold:
    'Une part peut se trouver sur l’ancienne carte, qui l’ouvre avec son code PIN : gardez cette carte dans un sachet, ou détruisez-la.',

  software: 'Logiciel',
  appHash: 'Empreinte du programme',
  verifierSha256: 'Empreinte de la page de l’auditeur',
  runtime: 'Environnement d’exécution',
  platform: 'Plateforme',

  verify: 'Comment vérifier ce document',
  verifySays:
    'Ce rapport est un fichier d’un paquet signé. Ne vous y fiez qu’une fois le paquet vérifié : « ceremony verify FICHIER » vérifie tout, et README.txt, dans le paquet, dit comment le faire avec unzip, sha256sum, openssl et jq seuls.',
  notes: 'Toutes les heures sont celles de la machine, comparées à l’horloge ci-dessus.',

  sheet: {
    title: 'Script de la cérémonie des clés',
    number: 'N°',
    step: 'Étape',
    who: 'Qui',
    time: 'Heure',
    initials: 'Paraphe',
    date: 'Date',
    how: 'Avant la cérémonie, tous signent ci-dessous. À chaque étape, le maître de cérémonie lit le premier paragraphe à haute voix ; les personnes nommées font ce que dit le second. L’étape faite, notez l’heure et paraphez. L’empreinte au pied de cette page est celle de script.json, que le paquet contiendra : si elle est la même, c’est bien ce papier qui a été suivi.',
    exceptionsSay:
      'Notez ici ce qui s’est écarté du script, et saisissez-le aussi dans le programme : seul ce qui y est saisi est signé.',
  },

  foot: {
    page: 'Page',
    report: 'SHA-256 de report.html dans le paquet',
    script: 'SHA-256 de script.json dans le paquet',
    translation: 'Traduction ; fait foi report.html, signé en {{signed}}. SHA-256 du paquet',
    otherProgram: 'Établi à nouveau ; fait foi report.html, signé dans le paquet. SHA-256 du paquet',
    certificate: 'Signé dans report.html du paquet. SHA-256 du paquet',
    journal: 'Pas de paquet. SHA-256 du dernier événement de journal.jsonl',
    comparison: 'SHA-256 du paquet A, puis du paquet B',
    verdict: 'Vérifié à nouveau. SHA-256 du paquet',
  },
  languages: { en: 'anglais', et: 'estonien', fr: 'français' },
};
