import type { SameKeys } from '../strings.ts';
import type { verifier as english } from '../en/verifier.ts';

export const verifier: SameKeys<typeof english> = {
  lead: 'Déposez ici des paquets, ou un dossier de paquets, ou choisissez-les. Tout ce qui peut être recalculé l’est dans cette page, sur cette machine. Rien n’est envoyé nulle part : la page s’interdit toute connexion.',
  choose: 'Choisir des paquets',
  progress: 'Recalcul de chaque empreinte et signature : paquet {{number}} sur {{total}}…',
  stop: 'Arrêter',
  stopped: 'Arrêté avant la fin : il n’y a pas de verdict.',
  'several-files': 'Fichiers choisis',
  stamped: 'SHA-256 du fichier, avec ses horodatages',
  trust: 'Personnes connues et autorités de confiance',
  'trust-hint':
    'Rien de ceci n’est nécessaire. Sans ces fichiers, les noms sont ce que dit le paquet, et un horodatage est ce que dit son autorité.',
  trusted: {
    people: 'Personnes que vous connaissez, avec les empreintes de leurs certificats (JSON)',
    trustAnchors: 'Autorités auxquelles vous vous fiez pour délivrer des cartes aux personnes (PEM)',
    timeAnchors: 'Autorités auxquelles vous vous fiez pour les horodatages (PEM)',
  },
  'trust-refused':
    'Ce fichier ne peut servir : il n’y a donc pas de verdict. Choisissez-en un autre, ou aucun.',
  signers: 'Qui a signé, pour autant que vous le sachiez',
  print: 'Imprimer',
  save: 'Enregistrer le verdict (JSON)',
  'save-comparison': 'Enregistrer les changements (JSON)',
  'one-by-one': 'Un paquet en entier',
  record: 'Ce qui s’est passé selon le paquet',
  'record-lead':
    'Déroulement, personnes, clés, parts et écarts, établis à nouveau dans cette page à partir des événements du procès-verbal.',
  'record-doubt':
    'Ce paquet n’a pas résisté à la vérification. Ce qui suit est ce que son auteur veut vous faire lire ; ne vous y fiez en rien.',
  'record-working': 'Lecture du procès-verbal…',
  folded:
    'Les longues listes sont repliées. La recherche du navigateur trouve ce qui est ouvert ; l’impression contient tout.',
  unfold: 'Tout ouvrir',
  fold: 'Replier',
  alone: 'Pour vérifier sans ce programme',
  'alone-meaning':
    'Le fichier verifier.html, construit avec ce programme, vérifie des paquets dans tout navigateur actuel, sans réseau. Donnez-le aux auditeurs, et communiquez-leur cette empreinte par une autre voie :',
  'save-copy': 'Enregistrer une copie de verifier.html',
  saved: 'Enregistré : {{file}}',
};
