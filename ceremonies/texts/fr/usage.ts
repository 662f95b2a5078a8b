import type { SameKeys } from '../strings.ts';
import type { usage as english } from '../en/usage.ts';

export const usage: SameKeys<typeof english> = {
  does: {
    rehearse:
      'joue des cérémonies sans participants, chacune à partir du paquet d’avant, et écrit DIR/01-generate.asice, … ; KIND : generate (comme nommé d’abord, s’il ne l’est pas et que rien ne précède), check, rotate, reshare, reconstitute, destroy',
    verify:
      'tout ce qu’un auditeur contrôle : un verdict par affirmation, puis une ligne ; d’un dossier, chaque paquet et la chaîne qu’ils forment',
    show: 'le procès-verbal tel qu’on le lit ; ne vérifie pas',
    diff: 'si B fait suite à A, et ce qui a changé ; dit de chacun comment finit sa propre vérification',
    timestamp:
      'écrit la demande à une autorité d’horodatage (RFC 3161), ou contrôle sa réponse et écrit le paquet avec elle',
    seal: 'scelle un fichier pour une clé de l’ambassade',
    open: 'ouvre une sauvegarde scellée avec la clé du HSM : authentique, ou rien sous le nom final',
    tokens: 'emplacements et jetons d’un module PKCS#11, et à quoi chacun peut servir',
  },
  options: {
    rehearse: {
      out: 'où vont les paquets ; rien n’y est écrasé',
      threshold: 'combien de dépositaires reconstituent une clé : 3 sauf indication',
      custodians: 'combien ils sont : 5 sauf indication',
      key: 'ce qui est créé : ecp384 sauf indication',
      'data-keys':
        'un inventaire que chaque rotate transfère ; créé, avec 1000 clés de données, s’il n’est pas là',
      backups: 'un dossier de sauvegardes scellées que chaque rotate transfère',
      module: 'un module PKCS#11 : SoftHSM2 sauf indication, ses jetons disparus ensuite',
      previous: 'fait suite à ce paquet ; ses jetons doivent être dans le module',
    },
    verify: {
      json: 'le verdict en JSON',
      previous: 'le paquet auquel FILE fait suite',
      people: 'une liste (JSON) des personnes que vous connaissez, par certificat',
      'trust-anchors': 'certificats de ceux à qui vous vous fiez pour délivrer des cartes',
      'tsa-anchor': 'certificats de ceux à qui vous vous fiez pour horodater',
    },
    show: {
      json: 'les événements en JSON',
    },
    diff: {
      json: 'ce qui a changé en JSON',
    },
    timestamp: {
      request: 'où écrire la demande',
      attach: 'la réponse de l’autorité',
      out: 'où va le paquet horodaté : FILE.stamp1.asice sauf indication',
    },
    seal: {
      bundle: 'le paquet le plus récent, qui a le certificat de la clé',
      in: 'ce qui est scellé',
      out: 'où cela va',
      key: 'quelle clé, s’il y en a plusieurs',
    },
    open: {
      module: 'le module PKCS#11 : SoftHSM2 sauf indication',
      parameters: 'avec quoi démarrer le module, s’il le faut (NSS)',
      in: 'ce qui est ouvert',
      out: 'où va son contenu',
      token: 'quel HSM, s’il y en a plusieurs',
      key: 'quelle clé sur lui',
      bundle: 'dit à quelle clé appartient un certificat, si le HSM ne le dit pas',
      'pin-file': 'sa première ligne est le code PIN ; sinon CEREMONY_PIN, le terminal, ou l’entrée standard',
    },
    tokens: {
      module: 'SoftHSM2 sauf indication',
      parameters: 'avec quoi démarrer le module, s’il le faut (NSS)',
    },
  },
  exits: {
    good: 'bon : fait, ou chaque affirmation tient',
    bad: 'mauvais : une affirmation ne tient pas, ou la cérémonie a échoué',
    unreadable: 'non lu : un fichier ou un jeton n’a pu servir, ou la commande n’a pas été comprise',
  },
  failure: 'Un échec est une ligne sur la sortie d’erreur : code : phrase.',
};
