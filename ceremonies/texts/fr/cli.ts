import type { SameKeys } from '../strings.ts';
import type { cli as english } from '../en/cli.ts';

export const cli: SameKeys<typeof english> = {
  good: 'bon : chaque affirmation tient',
  bad_one: 'mauvais : {{count}} affirmation ne tient pas',
  bad_other: 'mauvais : {{count}} affirmations ne tiennent pas',
  unreadable: 'illisible',
  quorum: '{{threshold}} sur {{custodians}}',
  words: 'Mots de comparaison :',
  notVerified: 'Affiché, non vérifié : « ceremony verify » le fait.',
  continues: 'Fait suite à un paquet qui n’a pas été présenté : {{sha256}}',
  stamped: 'Sans ses horodatages, le paquet a pour SHA-256 {{sha256}}',
  stands:
    'jeu de parts {{set}} : le quorum est atteint ; {{shown}} présentées sur {{count}}, {{threshold}} nécessaires, en réserve : {{margin}}',
  standsNot:
    'jeu de parts {{set}} : LE QUORUM N’A PAS ÉTÉ DÉMONTRÉ ; {{shown}} présentées sur {{count}}, {{threshold}} nécessaires',
  notSeen: 'non présentées : {{names}}',
  exceptions: 'écarts : {{exceptions}}, déclarations de désaccord : {{disagreements}}',
  deed: '{{name}} : {{text}}',

  chain: {
    bundle: '{{order}}  {{name}}  {{kind}}  {{closedAt}}  {{digest}}…  {{verdict}}',
    good: 'bon',
    bad: 'MAUVAIS : {{claims}}',
    unreadable: 'illisible : {{code}}',
    copies: '   les mêmes octets : {{names}}',
    newest: 'le plus récent : {{name}}  SHA-256 {{sha256}}',
    newestUnknown:
      'le plus récent : INCONNU, car ceux-ci sont illisibles et peut-être plus récents : {{names}}',
    noNewest:
      'le plus récent : aucun, car plusieurs paquets n’en ont pas après eux, ou aucun ne peut être lu',
  },

  signers: {
    listed: '{{name}} : personne connue, sur votre liste avec ce certificat',
    'listed-otherwise': '{{name}} : VOTRE LISTE ATTRIBUE CE CERTIFICAT À {{knownAs}}',
    anchored: '{{name}} : personne connue, par une autorité à laquelle vous vous fiez, comme {{knownAs}}',
    'anchored-otherwise':
      '{{name}} : une autorité à laquelle vous vous fiez a délivré le certificat à {{knownAs}}',
    'other-certificate':
      '{{name}} : le nom est sur votre liste, avec un autre certificat ; celui-ci est {{certificateSha256}}',
    unknown: '{{name}} : personne inconnue de vous ; certificat {{certificateSha256}}',
  },

  rehearse: { bundle: '{{path}}  SHA-256 {{sha256}}', written: 'écrit : {{path}}' },

  progress: '{{percent}} % de {{total}}, {{rate}}/s',

  seal: {
    sealed: '{{path}}  {{sizeBytes}} octets, scellé pour {{label}} v{{version}} ({{algorithm}})',
    large:
      'note : OpenSSL 3.0 ne peut ouvrir un fichier de 2 Gio ou plus, seul ce programme le peut ; divisez le contenu s’il doit être ouvert sans lui',
    rehearsal: 'attention : c’est la clé d’une répétition ; elle ne protège rien',
  },

  open: {
    pin: 'Code PIN de {{token}} ({{serial}}) : ',
    authentic: '{{path}}  {{sizeBytes}} octets, ouverts avec {{label}}, exactement tels que scellés',
    unauthenticated: '{{path}}  {{sizeBytes}} octets, ouverts avec {{label}}, non authentifiés',
    warning:
      'attention : scellé en AES-CBC, où rien ne dit si le contenu a été modifié ; comparez-le avec l’empreinte que donne son propriétaire',
  },

  timestamp: {
    request: '{{path}}  demande d’horodatage {{number}}, sur SHA-256 {{sha256}}',
    attached: '{{path}}  avec l’horodatage {{number}} : {{at}}, par {{authority}}',
  },

  tokens: {
    none: 'aucun jeton présent : insérez une carte, ou branchez le HSM, et cherchez à nouveau',
    blank: '(vierge)',
    unanswering: 'ce qu’il peut faire, il ne le dit pas',
    software: 'jeton logiciel : répétitions seulement',
    hsm: 'comme HSM, {{algorithm}} : oui',
    noHsm: 'comme HSM, {{algorithm}} : non, il manque {{missing}}',
    enrolment: 'comme carte, préparée ici : oui',
    'no-enrolment': 'comme carte, préparée ici : non, il manque {{missing}}',
    makes: {
      signing: 'comme carte, clés qu’elle crée pour signer : {{algorithms}}',
      sealing: 'comme carte, clés qu’elle crée pour garder une part : {{algorithms}}',
    },
    signing: 'comme carte avec sa propre clé, pour signer : oui',
    'no-signing': 'comme carte avec sa propre clé, pour signer : non, il manque {{missing}}',
    sealing: 'comme carte avec sa propre clé, pour garder une part : oui',
    'no-sealing': 'comme carte avec sa propre clé, pour garder une part : non, il manque {{missing}}',
  },
};
