import type { claims as english } from '../en/claims.ts';

export const claims: typeof english = {
  'container-strict': 'Le conteneur est bien formé et se lit de même avec tout outil',
  'manifests-cover-files': 'Chaque manifeste nomme chaque fichier par son empreinte, et rien d’autre',
  'time-stamped': 'Une autorité extérieure a certifié quand le paquet existait tel quel',
  'events-well-formed': 'Chaque ligne du procès-verbal est un événement connu, sous forme canonique',
  'chain-unbroken': 'Chaque événement porte l’empreinte du précédent',
  'times-in-order':
    'Les heures des événements se suivent, ou deux personnes ont consigné pourquoi ce n’est pas le cas',
  'script-standard': 'Le script est le script type pour ses paramètres',
  'script-followed': 'Chaque événement est permis par le script à sa place',
  'transcript-closed': 'Le procès-verbal a été clos',
  'files-regenerated': 'Chaque fichier, hormis les rapports, découle du procès-verbal, octet par octet',
  'signatures-complete':
    'Tous ceux qui sont restés jusqu’à la fin ont signé le procès-verbal clos, et le HSM aussi, s’il était encore là',
  'hsm-signed': 'Le HSM a signé le procès-verbal clos',
  'certificates-sound': 'Les certificats des signataires sont bien formés, entiers et aux bons noms',
  'certificates-fit': 'Les certificats des signataires leur permettent de signer',
  'domain-marked': 'Répétition et cérémonie réelle sont marquées et tenues à part',
  'keys-distinct': 'Chaque personne a sa carte et sa clé, et aucune n’est la clé de l’ambassade',
  'signers-known': 'Tous ceux qui ont signé sont connus de l’auditeur',
  'enrolments-signed': 'Chaque carte a signé pour son titulaire, son certificat et sa clé de scellement',
  'replacements-vouched':
    'Les autres se sont portés garants de quiconque a pris une autre carte, la sienne étant perdue',
  'acts-countersigned': 'Deux personnes ont contresigné chaque acte',
  'receipts-signed': 'Chaque dépositaire a signé la réception de sa part',
  'presentations-signed': 'Quiconque a apporté une part l’a signé',
  'hand-ins-signed': 'Quiconque a remis une part caduque l’a signé',
  'destruction-confirmed':
    'Le maître de cérémonie et le témoin ont confirmé par leurs cartes que la version en service devait être détruite',
  'data-given-up':
    'Ce qui était chiffré sous la clé et n’a pas été transféré est nommé, et le maître de cérémonie et le témoin y ont renoncé',
  'declarations-signed': 'Tous ceux qui étaient là, et ne sont pas partis avant, ont signé une déclaration',
  'presentations-fit':
    'Chaque part apportée est une de celles du dernier paquet, apportée une fois, par son dépositaire',
  'commitments-distinct': 'Chaque part a son propre engagement',
  'shares-sealed': 'Chaque part est scellée pour la carte de son dépositaire et pour personne d’autre',
  'nobody-holds-quorum': 'Nul n’a jamais détenu deux parts d’une même clé de recouvrement',
  'custody-kept':
    'D’après tout ce qui a été consigné, nul n’a jamais eu assez de parts d’une clé de recouvrement pour la reconstituer',
  'key-states-lawful':
    'Chaque clé est passée d’état en état comme SP 800-57 le permet, et comme ces événements le disent',
  'version-follows': 'La nouvelle version suit la précédente, qui a pris fin quand la nouvelle a commencé',
  'key-certified': 'Le certificat de la clé et sa valeur de contrôle vont ensemble',
  'canaries-sealed': 'Le message d’essai de chaque clé est scellé pour cette clé et pour aucune autre',
  'wrapped-key-fits': 'La clé enveloppée a la forme d’une clé de son type',
  'sets-superseded':
    'Le nouveau jeu de parts remplace ceux qui ont été apportés (à partir desquels les clés peuvent encore, tant qu’ils ne sont pas détruits, être reconstituées à la main)',
  'rewrap-counted': 'Ce qui a été transféré, ce qui ne l’a pas été et ce qui a été lu concordent',
  'register-consistent': 'Le registre des clés est ce que ces événements font du précédent',
  'previous-bundle': 'Le paquet auquel celui-ci fait suite est celui qui est présenté, et il est bon',
  'bundle-confirmed':
    'Deux personnes ont confirmé le paquet précédent, et répondent de ce qui y était douteux',
  'shares-proven': 'Les parts présentées se sont ouvertes et sont celles qui ont été créées',
  'recovery-key-matched': 'Les parts ont donné la clé de recouvrement qui a été partagée',
  'keys-restored': 'Chaque clé a été restaurée, avec la valeur de contrôle de sa création',
  'canaries-opened': 'Chaque clé restaurée a ouvert son message d’essai',
  'restored-keys-locked': 'Les clés restaurées ne peuvent quitter le HSM',
  'rebuilt-key-wiped': 'La clé de recouvrement reconstituée a été effacée',
  'rewrap-complete':
    'Chaque clé de données figure une fois au nouvel inventaire, ou sur la liste de ce qui n’a pas été transféré ; chacune a été rouverte',
  'rewrap-in-token':
    'Il a été consigné combien de clés de données n’ont jamais quitté le HSM en clair, et combien l’ont fait',
  'shares-destroyed':
    'Les parts remises ont été détruites ; ceux dont les parts ne l’ont pas été sont nommés',
  'keys-destroyed': 'La clé a été détruite sur ce HSM ; ce qui permet encore de la retrouver est nommé',
  'cards-destroyed': 'La carte a été détruite, avec les parts qu’elle portait',
  'compromise-recorded': 'Les clés qu’un tiers détient peut-être sont nommées',
  'quorums-proved': 'Il a été prouvé que chaque quorum de dépositaires reconstitue la clé de recouvrement',
  'sheets-bagged': 'Chaque part sur papier a été mise dans un sachet numéroté',
  'made-on-hsm': 'La clé a été créée sur le HSM',
  'recovery-key-mixed': 'La clé de recouvrement combine plusieurs sources de hasard',
  'working-copy-locked': 'La copie que le HSM garde ne peut le quitter',
  'recovery-key-wiped': 'La clé de recouvrement a été effacée',
  'original-destroyed': 'L’original qui pouvait quitter le HSM a été détruit',
  'software-confirmed': 'Deux personnes ont confirmé le programme',
  'air-gap-checked':
    'Deux personnes ont contrôlé que la machine était coupée ; les changements ultérieurs sont consignés',
  'clock-compared': 'Deux personnes ont comparé l’horloge',
  'bags-recorded': 'Les numéros des sachets ont été consignés',
  'exceptions-recorded': 'Les écarts par rapport au script sont consignés',
  'departures-recorded': 'Quiconque est parti avant la fin est nommé, avec le motif',
  'interruptions-recorded': 'Les interruptions sont consignées',
  'everyone-agrees': 'Chacun a déclaré si c’est bien ce qu’il a vu',
  'reports-signed': 'Les rapports destinés à la lecture sont signés',

  'bundles-good': 'Chaque paquet est bon par lui-même, et avec celui qui le précède',
  'chain-beginning': 'Un seul paquet, et un seul, est le commencement',
  'chain-whole': 'Chaque paquet auquel un autre fait suite est ici',
  'chain-unforked': 'Jamais deux cérémonies n’ont fait suite au même paquet',
  'chain-one-embassy': 'Tous les paquets sont d’une même ambassade, et tous de répétition ou tous réels',
  'states-forward': 'Aucune clé et aucun jeu de parts n’a disparu, changé ou repris un état antérieur',
  'times-forward': 'Chaque cérémonie a été ouverte après la clôture de la précédente',
  'no-duplicate': 'Aucune cérémonie n’a de paquets de contenu différent',

  status: { proved: 'prouvé', attested: 'attesté', failed: 'ÉCHEC', 'not-shown': 'non montré' },

  statusMeans: {
    proved: 'recalculé à partir de ce seul fichier',
    attested: 'repose sur la parole signée des personnes nommées',
    failed: 'contredit',
    'not-shown': 'rien dans ce fichier ne le montre',
  },
};
