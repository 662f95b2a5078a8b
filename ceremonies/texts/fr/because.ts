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
    rehearsal: 'Il a été fait lors d’une répétition.',
    'key-usage-missing': 'Il ne permet pas de signer.',
    'key-usage-absent': 'Il ne dit pas à quoi sert sa clé : personne n’admettrait sa signature.',
    'key-unsuitable': 'Sa clé est trop faible, ou d’un type qui n’est pas employé ici.',
    ca: 'Il permet d’émettre des certificats pour d’autres : ce n’est pas celui d’une personne.',
    'critical-extension-unknown': 'Il fixe des limites que ce programme ne connaît pas.',
    'subject-empty': 'Il ne nomme personne.',
    'subject-unfit':
      'Le nom qu’il porte contient des caractères invisibles : il pourrait passer pour un autre.',
  },
  'hsm-unfit': {
    sign: 'Il ne signe pas avec une clé à lui sur P-384.',
    origin: 'Il n’atteste pas que ses clés ont été créées en lui et n’en sont jamais sorties.',
    make: 'Il ne crée aucune clé de ce type qui puisse en sortir enveloppée.',
    wrap: 'Il n’enveloppe pas une clé de ce type selon la norme : personne d’autre ne pourrait ouvrir la copie.',
    unwrap: 'Il n’admet pas une clé de ce type enveloppée ailleurs.',
    use: 'Une clé qu’il a admise n’y fait pas ce qu’elle fait ailleurs.',
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
  'file-absent': {
    'no-bundle': 'Le dossier est là, mais aucun nom de fichier n’y finit en .asice.',
  },
  usage: {
    'command-missing': 'Aucune commande n’a été nommée.',
    'command-unknown': 'Il n’y a pas de commande {{command}}.',
    'operand-missing': '{{command}} demande {{operand}}.',
    'operand-extra': 'Pour {{command}}, {{operand}} est de trop.',
    'operand-unknown': '{{command}} ne connaît pas {{operand}}, mais seulement {{allowed}}.',
    'option-unknown': '{{command}} n’a pas d’option {{option}}.',
    'option-twice': '{{option}} figure deux fois.',
    'option-valued': '{{option}} ne prend pas de valeur.',
    'option-valueless': '{{option}} demande une valeur à sa suite.',
    'option-missing': '{{command}} demande {{option}}.',
    'option-either': '{{command}} demande une seule de {{options}}.',
    'option-value': '{{option}} prend {{allowed}}, et non {{value}}.',
    'option-needs': '{{option}} n’est rien sans {{needs}}.',
    'previous-of-folder':
      'Tous les paquets d’un dossier sont vérifiés avec ceux d’avant : --previous est pour un seul fichier.',
  },
} satisfies SameKeys<typeof english>;
