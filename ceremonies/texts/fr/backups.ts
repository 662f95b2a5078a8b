import type { SameKeys } from '../strings.ts';
import type { backups as english } from '../en/backups.ts';
import { spaced } from './spaced.ts';

/** Main asks with some of these before its window closes, apart from the rest of the catalogue. */
export const backups: SameKeys<typeof english> = spaced({
  bar: 'Fichiers scellés',
  'way-title': 'Fichiers scellés',
  way: 'Ouvre une sauvegarde scellée, ou scelle un fichier pour la clé de l’ambassade.',
  'way-open': 'Ouvrir ou sceller une sauvegarde',
  which: 'Ce qu’il faut faire',
  works: { open: 'Ouvrir un fichier scellé', seal: 'Sceller un fichier' },
  title: {
    open: 'Ouvrir une sauvegarde scellée',
    seal: 'Sceller un fichier pour la clé de l’ambassade',
  },
  lead: {
    open: 'La clé reste dans son HSM. Rien d’à moitié ouvert ne reçoit jamais le nom que vous choisissez.',
    seal: 'Personne ne peut ouvrir le fichier scellé sans le HSM qui détient la clé. Le fichier lui-même reste tel quel.',
  },
  file: 'Fichier',
  size: 'Taille',
  'choose-other': 'En choisir un autre',

  sealed: {
    title: 'Le fichier scellé',
    choose: 'Choisir le fichier scellé',
    reading: 'Lecture de la manière dont il est scellé…',
    cipher: 'Chiffrement',
    to: 'Scellé pour',
  },
  ciphers: {
    'aes-256-gcm': 'AES-256-GCM, authentifié',
    'aes-256-cbc': 'AES-256-CBC, non authentifié',
  },
  'cbc-before':
    'Scellé en AES-256-CBC : rien dans ce fichier ne dit s’il a été modifié. Il peut être ouvert, mais non prouvé.',

  hsm: {
    title: 'Le HSM qui détient la clé',
    which: 'Quel HSM ?',
    first: 'Choisissez d’abord le fichier scellé.',
    none: 'Aucun HSM n’est là. Branchez-le, puis cherchez à nouveau.',
    again: 'Chercher à nouveau',
    holds: {
      named: 'détient {{keys}}, pour laquelle le fichier est scellé',
      possible: 'détient {{keys}}, qui pourrait être la clé',
      no: 'ne montre pas cette clé',
    },
    'holds-unnamed': {
      named: 'détient la clé pour laquelle le fichier est scellé',
      possible: 'détient plusieurs clés qui pourraient être la bonne',
      no: 'ne montre pas cette clé',
    },
    label: 'Nom de la clé sur le HSM',
    'label-hint': 'Plusieurs clés conviennent. Nommez celle pour laquelle le fichier a été scellé.',
    bundle: 'Montrer aussi le paquet',
    'bundle-hint': 'Là où le fichier nomme un certificat, le paquet sait à qui il est.',
    'bundle-shown': 'Paquet',
  },

  content: {
    title: { open: 'Où va le contenu', seal: 'Le fichier à sceller' },
    choose: 'Choisir le fichier',
  },
  bundle: {
    title: 'Le paquet, et sa clé',
    choose: 'Choisir le paquet',
    reading: 'Vérification de tout ce que contient le paquet…',
    embassy: 'Ambassade',
    key: 'Clé',
    which: 'Quelle clé ?',
    rehearsal: 'C’est une clé de répétition. Elle ne protège rien.',
  },
  output: {
    title: { open: 'Où va le contenu', seal: 'Où va le fichier scellé' },
    first: 'Rien n’est jamais écrasé : choisissez un nom qui n’est pas pris.',
    choose: 'Choisir un endroit et un nom',
    to: 'Sera enregistré sous',
  },
  large:
    'OpenSSL 3.0 n’ouvre aucun fichier de 2 Gio ou plus ; seul ce programme le fera. Divisez d’abord le fichier s’il doit un jour être ouvert sans ce programme.',

  begin: { open: 'Ouvrir', seal: 'Sceller' },
  missing: {
    file: 'Choisissez d’abord le fichier.',
    sealed: 'Choisissez un fichier qui peut être ouvert.',
    bundle: 'Choisissez le paquet.',
    hsm: 'Choisissez le HSM.',
    output: 'Choisissez où l’enregistrer.',
  },

  working: {
    title: { open: 'Le fichier est en cours d’ouverture', seal: 'Le fichier est en cours de scellement' },
    lead: 'Cela peut être arrêté à tout moment ; rien n’en est alors gardé.',
    beginning: { open: 'Demande de la clé au HSM…', seal: 'Vérification du paquet…' },
    finishing: 'Tout est lu. Attente du disque…',
    done: '{{done}} sur {{total}}',
    percent: '{{percent}} %',
    rate: '{{rate}}/s',
    left: {
      moment: 'reste moins d’une minute',
      minutes_one: 'reste environ {{count}} minute',
      minutes_other: 'reste environ {{count}} minutes',
    },
    stop: 'Arrêter',
    stopping: 'Arrêt…',
  },

  done: {
    authentic: 'Ouvert : exactement ce qui a été scellé',
    'authentic-meaning': 'Chaque octet a été contrôlé avant que le fichier ne reçoive son nom.',
    unproved: 'Ouvert, mais rien ne prouve le contenu',
    'unproved-meaning':
      'Il a été scellé en AES-256-CBC, où rien ne dit s’il a été modifié. Ne vous y fiez pas avant de l’avoir comparé avec l’empreinte que donne son propriétaire.',
    sealed: 'Scellé',
    'sealed-meaning': 'Il s’ouvre avec la clé du HSM, et avec elle seule.',
    saved: 'Enregistré sous',
    'opened-with': 'Ouvert avec',
    'sealed-to': 'Scellé pour',
    again: { open: 'Ouvrir un autre fichier', seal: 'Sceller un autre fichier' },
  },
  refused: {
    open: 'Le fichier n’a pas été ouvert',
    seal: 'Le fichier n’a pas été scellé',
    stopped: 'Opération arrêtée',
  },
  nothing:
    'Rien n’a le nom que vous avez choisi. Ce qui était écrit jusque-là est supprimé, au plus tard quand vous réessayez.',

  leaving: {
    message: 'Arrêter et fermer ?',
    detail:
      'Un fichier est en cours de scellement ou d’ouverture. Si vous fermez la fenêtre, cela s’arrête et rien n’en est gardé.',
    stay: 'Rester',
    leave: 'Arrêter et fermer',
  },
});
