import type { because as english } from '../en/because.ts';
import type { SameKeys } from '../strings.ts';

export const because = {
  'bundle-not-zip': {
    'cut-short': 'Le fichier commence comme un paquet et s’interrompt : copiez-le à nouveau.',
  },
  'bundle-malformed': {
    manifest:
      'Un manifeste n’est pas écrit comme le format l’exige : autre empreinte, commentaire ou entité, ou octet modifié.',
    mimetype: 'Le fichier qui dit de quoi il s’agit doit venir en premier, sans compression.',
    archive: 'Le fichier contient plus ou moins que ce que dit l’archive.',
  },
  'certificate-unfit': {
    expired: 'Il avait expiré avant le début de la cérémonie.',
    'key-usage-missing': 'Il ne permet pas de signer.',
  },
  'event-out-of-order': {
    'not-closed': 'Le procès-verbal n’a jamais été clos : sa fin manque.',
    time: 'Un événement serait antérieur à celui qui le précède.',
  },
  'signature-invalid': {
    certificate: 'Son certificat ne permet pas de signer, ou contient une clé d’un autre type.',
    'certificate-hash': 'Le certificat qu’elle contient n’est pas celui avec lequel on a signé.',
    content: 'Ce qui a été signé n’est pas ce qui se trouve ici.',
    signature: 'La clé de son certificat ne l’a pas produite.',
    signer: 'Elle désigne un autre certificat que celui qu’elle apporte.',
  },
  'signature-malformed': {
    digest: 'Elle repose sur une empreinte ou un type de signature trop faible, ou inconnu.',
    'signature-algorithm': 'Elle repose sur une empreinte ou un type de signature trop faible, ou inconnu.',
  },
} satisfies SameKeys<typeof english>;
