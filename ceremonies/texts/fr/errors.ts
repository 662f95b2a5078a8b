import type { ErrorCode } from '../../model/error.ts';

export const errors: Record<ErrorCode, string> = {
  // parameters
  'threshold-too-small':
    'Le seuil doit être d’au moins 2, pour que personne ne puisse reconstituer la clé seul. Augmentez le seuil.',
  'threshold-above-custodians':
    'Le seuil dépasse le nombre de dépositaires : la clé ne pourrait jamais être reconstituée. Baissez le seuil ou ajoutez des dépositaires.',
  'too-many-custodians':
    'Il y a plus de dépositaires qu’une clé ne peut avoir de parts : 255 au plus. Retirez des dépositaires.',
  'participant-twice':
    'Une personne est nommée deux fois. Chacun n’a qu’un rôle : donnez le second à quelqu’un d’autre.',
  'role-missing':
    'Un rôle n’est pas pourvu. Une cérémonie demande un maître de cérémonie, un témoin et des dépositaires : ajoutez la personne manquante.',
  'label-invalid':
    'Le nom de la clé peut contenir des minuscules a–z, des chiffres et des traits d’union, 40 caractères au plus, et ne peut ni commencer ni finir par un trait d’union. Changez le nom.',
  'parameters-invalid': 'Un champ est vide ou contient ce qu’il ne peut contenir. Corrigez le champ marqué.',
  'no-spare-share':
    'Tous les dépositaires seraient nécessaires : la perte d’une seule carte ferait perdre définitivement la clé. Baissez le seuil, ou confirmez que cela est accepté.',
  // events and scripts
  'event-out-of-order':
    'Cela ne suit pas le script à cet endroit. Rien n’a été consigné. Continuez par l’étape affichée.',
  'event-not-allowed':
    'Le script ne permet pas cela ici. Rien n’a été consigné. Continuez par l’étape affichée.',
  'event-malformed':
    'Un enregistrement n’a pas la forme requise. Rien n’a été consigné. Ne continuez pas ; demandez une aide technique.',
  'witness-missing':
    'Tous ceux que cette étape demande n’ont pas participé. Que chacune des personnes nommées confirme elle-même.',
  'person-twice':
    'La même personne a été comptée deux fois. Une autre personne doit faire la seconde partie.',
  'card-twice':
    'Cette carte, ou une clé qu’elle porte, appartient déjà à quelqu’un ici. Retirez-la et insérez une carte que personne n’utilise encore.',
  'share-set-incomplete':
    'Il manque encore des parts : toutes celles qu’il faut n’ont pas été déposées, ou apportées. Celles qui manquent viennent d’abord.',
  'share-set-void':
    'Ces parts sont caduques : un jeu plus récent les remplace. Utilisez les parts du jeu plus récent ; au milieu d’une cérémonie, le programme en crée un.',
  'ceremony-closed': 'La cérémonie est close ; rien ne peut y être ajouté. Exportez-la, ou quittez-la.',
  'abandon-too-late':
    'Quelque chose que le dernier paquet contient encore a été détruit ici, et seul le paquet de cette cérémonie peut le dire ; ou bien tous ont signé ce paquet, et il se trouve peut-être quelque part. Menez la cérémonie à son terme ; elle peut être suspendue et reprise plus tard.',
  'abandon-begun':
    'L’abandon a déjà commencé, et les clés créées par cette cérémonie sont en cours de destruction. Rien d’autre ne peut suivre : choisissez de nouveau « Abandonner ».',
  'ceremony-paused':
    'La cérémonie est suspendue. Le maître de cérémonie et le témoin doivent d’abord la reprendre.',
  'bag-twice':
    'Un numéro de sachet a été saisi deux fois. Chaque sachet a le sien : comparez avec les sachets et corrigez la saisie.',
  'bag-missing':
    'Un dépositaire n’a pas de sachet. Saisissez pour chaque dépositaire le numéro d’un sachet inviolable.',
  'recipient-needed':
    'Cette personne doit recevoir une part, et nul autre ne peut la prendre. Elle doit rester jusqu’à ce que chaque quorum soit prouvé. Si elle ne le peut, abandonnez la cérémonie.',
  'vouchers-missing':
    'Personne ici ne peut se porter garant d’une autre carte : outre le maître de cérémonie et le témoin, il faut quelqu’un d’autre dont la carte a été enregistrée. Suspendez la cérémonie jusqu’à sa venue, ou abandonnez-la.',
  'exception-needed':
    'Cela ne peut continuer que comme écart consigné. Déclarez un écart : deux personnes disent pourquoi, et le signent.',
  'statement-differs':
    'La carte a signé autre chose que ce que la cérémonie demandait. N’utilisez pas cette carte ; déclarez un écart.',
  'remark-missing':
    'Qui n’est pas d’accord dit pourquoi : cela est consigné avec la réponse. Tapez la remarque et le code PIN.',
  // lifetimes of keys, sets and cards
  'key-state-unlawful':
    'La clé {{label}} v{{version}} ne peut prendre cet état : une clé ne revient jamais à un état antérieur, et ce qui est détruit demeure détruit. Rien n’a été consigné. Choisissez une autre version.',
  'key-absent':
    'Le HSM ne détient pas {{label}} v{{version}}, qui est nécessaire ici. Rien n’est perdu : branchez le HSM qui la détient, ou reconstituez d’abord les clés dans celui-ci.',
  'data-remains':
    'Des données sont encore chiffrées sous {{label}} v{{version}}, d’après le dernier inventaire : avec la clé, elles seraient définitivement perdues. Remplacez d’abord la clé et transférez les données, puis détruisez-la.',
  'set-in-use':
    'Ces parts protègent encore {{label}} v{{version}} : sans elles, personne ne pourrait la reconstituer. Remplacez d’abord les parts, puis détruisez les anciennes.',
  'quorum-lost':
    'Sans cette carte, celles qui restent portent moins que les {{threshold}} parts nécessaires. Remplacez d’abord les parts, puis détruisez la carte.',
  'custody-was-exceeded':
    '{{name}} a eu en main {{shares}} parts d’une même clé de recouvrement, lors de cérémonies abandonnées, et {{threshold}} la reconstituent : qui en a eu autant connaît peut-être les clés. Pour continuer malgré tout avec ces parts, déclarez un écart : deux personnes disent pourquoi. Remplacez les clés dès que possible.',
  'custody-exceeded':
    'Avec cette part, {{name}} aurait eu en main {{shares}} parts d’une même clé de recouvrement, et {{threshold}} la reconstituent. Nul ne peut jamais en avoir autant, même l’une après l’autre. Que quelqu’un d’autre prenne ou apporte cette part.',
  // tokens
  'module-not-found':
    'Le module PKCS#11 n’a pas été trouvé là où les réglages le disent. Vérifiez le chemin, et que le pilote est installé.',
  'module-not-pkcs11': 'Le fichier n’est pas un module PKCS#11. Vérifiez le chemin dans les réglages.',
  'modules-malformed':
    'Les réglages qui nomment les modules PKCS#11 sont illisibles. Corrigez le fichier {{path}} : le manuel montre à quoi il ressemble.',
  'token-write-failed':
    'L’appareil n’a pu faire ce qui lui était demandé. Laissez-le en place, réessayez ; si cela échoue encore, déclarez un écart.',
  'card-in-use':
    'Cette carte porte déjà un certificat de ce programme : elle appartient à une autre cérémonie ou à une autre personne. Prenez une autre carte.',
  'certificate-unfit':
    'Le certificat de cette carte, ou celui qui vient d’être créé, ne convient pas : expiré, ou destiné à autre chose. Prenez une autre carte.',
  'clock-behind-bundle':
    'L’horloge de la machine montre {{now}}, mais le dernier paquet a été clos le {{closedAt}}. Mettez l’horloge à l’heure, puis commencez.',
  'clock-set-back':
    'L’horloge de la machine a été retardée : elle montre une heure antérieure au dernier événement. Mettez-la à l’heure, ou déclarez un écart qui dit pourquoi la nouvelle heure est la bonne ; puis réessayez.',
  'clock-differs':
    'L’horloge de la machine et l’horloge murale diffèrent trop. Relisez l’horloge murale ; si elles diffèrent encore, mettez la machine à l’heure.',
  'module-failed':
    'Le pilote de l’appareil a échoué. Retirez l’appareil, remettez-le et réessayez ; si cela échoue encore, déclarez un écart.',
  'token-absent': 'L’appareil n’est pas dans un lecteur. Insérez-le, puis cherchez à nouveau.',
  'token-wrong': 'Ce n’est pas l’appareil demandé à présent. Retirez-le et insérez celui qui est nommé.',
  'token-removed':
    'L’appareil a été retiré en plein travail. Remettez le même ; le programme regarde ce qu’il contient avant de continuer.',
  'token-ambiguous':
    'Deux appareils se ressemblent, et le programme ne peut les distinguer. N’en laissez qu’un dans un lecteur.',
  'token-full':
    'Il n’y a plus de place sur l’appareil. Prenez-en un autre, ou retirez ce dont il n’a pas besoin.',
  'token-read-only': 'L’appareil n’autorise aucune écriture. Prenez-en un autre.',
  'token-not-initialised':
    'L’appareil est vierge : il n’a jamais été initialisé. Initialisez-le, ou prenez-en un autre.',
  'mechanism-missing':
    'L’appareil ne sait pas faire tout ce que demande cette cérémonie. Choisissez un autre appareil, ou un autre algorithme.',
  'hsm-unfit':
    'Un essai montre que ce HSM ne sait pas faire ce que cette cérémonie va lui demander. Rien n’y est resté. Configurez le HSM pour qu’il le puisse, ou choisissez un autre HSM ou un autre type de clé.',
  'initialise-refused':
    'Cette carte ne peut être préparée ici. Créez-y des clés et un certificat avec l’outil du fabricant et apportez-la comme carte munie de son propre certificat, ou prenez-en une autre.',
  'label-present':
    'Une clé de ce nom existe déjà, et le programme n’en écrase jamais. Choisissez un autre nom, ou un autre HSM.',
  'object-absent':
    'Quelque chose qui devrait être sur l’appareil n’y est pas. Vérifiez que c’est le bon, puis réessayez.',
  'pin-wrong': 'Code PIN erroné. Regardez les essais qui restent, puis retapez-le.',
  'pin-locked': 'Code PIN bloqué : trop d’erreurs. Il faut d’abord le débloquer.',
  'pin-invalid':
    'L’appareil n’accepte pas ceci comme code PIN : trop court, trop long, ou avec des caractères qu’il ne prend pas. Choisissez un autre code.',
  'pin-required': 'L’appareil demande de nouveau son code PIN. Tapez-le.',
  'key-not-extractable':
    'L’appareil ne permet pas d’envelopper cette clé pour la sauvegarde. Prenez-en un qui le permet, ou déclarez un écart.',
  'ciphertext-invalid':
    'Ce qui a été chiffré ne peut être déchiffré avec cette clé : c’est endommagé, ou destiné à une autre clé. Vérifiez que c’est la bonne carte.',
  'check-value-differs':
    'La valeur de contrôle diffère : ce n’est pas la même clé. Arrêtez ici et déclarez un écart.',
  // shares
  'share-altered':
    'Une part a été modifiée depuis sa création. Utilisez sa copie sur papier, ou la part d’un autre dépositaire, et déclarez un écart.',
  'share-foreign':
    'Cette part appartient à une autre carte, un autre jeu de parts ou une autre ambassade. Insérez la carte nommée, ou apportez la part de ce jeu.',
  'share-twice': 'La même part a été donnée deux fois. Il faut la part d’un autre dépositaire.',
  'share-malformed':
    'Une part est endommagée ou n’en est pas une. Utilisez son autre copie, ou la part d’un autre dépositaire.',
  'quorum-differs':
    'Les parts ne donnent pas toutes la même clé. Ce jeu est caduc ; le programme en crée un nouveau.',
  'recovery-key-differs':
    'Ensemble, les parts ne donnent pas la clé de recouvrement qui a été partagée. Rien n’a été restauré. Les parts sont redemandées : qu’un autre dépositaire vienne à la place de l’un d’eux.',
  'canary-differs':
    'La clé n’ouvre pas le message d’essai qui a été scellé pour elle. N’utilisez pas cette clé. Réessayez ; si cela se répète, déclarez un écart.',
  'card-of-another': 'Cette carte appartient à {{name}}. Retirez-la et insérez la vôtre.',
  'share-not-here':
    'Aucune part de cette personne n’est ici, ni sur la carte ni dans le paquet. Utilisez la feuille de papier, ou laissez venir un autre dépositaire.',
  'share-of-another':
    'Cette part a été remise à {{name}}, qui devrait l’apporter. Si ce n’est pas possible, qui l’apporte et une autre personne déclarent un écart qui dit pourquoi.',
  'share-sealed-elsewhere':
    'Cette part est scellée pour une autre carte. Insérez la carte sur laquelle elle a été remise, ou utilisez la feuille de papier.',
  'sheet-unproved':
    'Ce ne sont pas les mots de contrôle de cette feuille. Comparez-les avec son pied, et retapez-les.',
  'entropy-poor':
    'Ceci ne ressemble pas à de vrais lancers de dés : toujours la même face, ou trop peu. Lancez de nouveau et tapez chaque lancer.',
  // secrets and keys
  'secret-wiped':
    'Un secret nécessaire est déjà effacé de la mémoire. Le programme revient à l’étape où il est créé.',
  'memory-not-locked':
    'Le système d’exploitation ne verrouille pas la mémoire pour les secrets. Relevez la limite de mémoire verrouillée et redémarrez le programme.',
  'unwrap-refused':
    'Le HSM n’accepte pas l’importation par désenveloppement d’une clé de ce type. Rien n’est perdu. Configurez le HSM pour qu’il le permette, puis réessayez ; ou recommencez avec un autre HSM.',
  'unwrap-failed':
    'La clé enveloppée n’a pu être ouverte : elle est endommagée, ou la clé de recouvrement n’est pas la bonne. Réessayez.',
  // journal and files
  'journal-truncated':
    'La dernière ligne du journal n’a pas été écrite jusqu’au bout, comme après une coupure de courant. Seule cette ligne a été écartée ; tout ce qui précède demeure.',
  'journal-changed':
    'Le journal sur le disque a été modifié. Le programme ne continuera pas à partir de lui : laissez la machine telle quelle, et commencez une nouvelle cérémonie.',
  'journal-locked':
    'Cette cérémonie est déjà ouverte dans une autre fenêtre du programme. Continuez là, ou fermez-la d’abord.',
  'journal-absent':
    'Il n’y a pas de journal de cette cérémonie sur cette machine. Choisissez une autre cérémonie.',
  'disk-full': 'Le disque est plein. Faites de la place, ou choisissez un autre endroit, puis réessayez.',
  'not-writable':
    'Rien ne peut être écrit là. Choisissez un autre dossier, ou vérifiez que le support n’est pas verrouillé.',
  'file-exists':
    'Un fichier de ce nom est déjà là, et le programme n’en écrase jamais. Choisissez un autre dossier.',
  'file-absent': 'Le fichier n’est pas là. Choisissez-le à nouveau.',
  'file-unreadable':
    'Le fichier n’a pu être lu. Vérifiez le support, et que vous avez le droit de lire le fichier, puis choisissez-le à nouveau.',
  'not-a-file':
    'C’est un dossier, un lien ou un périphérique, non un fichier ordinaire. On n’y a pas touché. Mettez le fichier lui-même à sa place.',
  // bundles
  'bundle-not-zip':
    'Le fichier n’est pas un paquet de cérémonie. Choisissez un fichier dont le nom finit en .asice.',
  'bundle-entry-twice':
    'Deux entrées du paquet ont le même nom. Ne vous fiez pas à ce paquet ; demandez-en une autre copie.',
  'bundle-entry-missing':
    'Une entrée du paquet manque. Ne vous fiez pas à ce paquet ; demandez-en une autre copie.',
  'bundle-entry-extra':
    'Le paquet contient une entrée que personne n’a signée. Ne vous fiez pas à ce paquet ; demandez-en une autre copie.',
  'bundle-entry-path':
    'Une entrée du paquet désigne un endroit hors du paquet. Ne vous fiez pas à ce paquet ; gardez-le comme preuve.',
  'bundle-entry-changed':
    'Une entrée du paquet a été modifiée après sa signature. Ne vous fiez pas à ce paquet ; gardez-le comme preuve.',
  'bundle-entry-damaged':
    'Une entrée du paquet n’est pas ce que l’archive en dit : elle a été endommagée en chemin, ou quelqu’un l’a modifiée. Ce ne sont pas les octets qui ont été signés. Copiez à nouveau le fichier depuis son origine ; si rien n’y fait, demandez une autre copie et gardez celle-ci.',
  'bundle-too-large':
    'Le paquet est plus gros qu’aucune cérémonie n’en produit. Ne l’ouvrez pas avec d’autres programmes ; demandez-en une autre copie.',
  'bundle-malformed': 'Le paquet n’a pas la forme requise. Demandez-en une autre copie.',
  'bundle-not-good':
    'Le paquet précédent n’est pas bon : aucune cérémonie ne peut y faire suite. Vérifiez-le, et prenez-en une autre copie.',
  'format-newer':
    'Ceci a été écrit par une version ultérieure du programme. Utilisez cette version, ou une plus récente.',
  'certificate-malformed':
    'Un certificat ne peut être lu. Ne vous y fiez pas ; demandez une autre copie ou une autre carte.',
  'signature-malformed': 'Une signature ne peut être lue. Ne vous fiez pas à ce dont elle devrait répondre.',
  'signature-invalid':
    'Une signature ne correspond pas à ce qui a été signé. Ne vous fiez pas à ce dont elle devrait répondre.',
  'signer-unknown':
    'Quelque chose a été signé par une clé qui n’appartient à personne de cette cérémonie. Ne vous y fiez pas.',
  'chain-broken':
    'Les enregistrements ne se suivent pas : l’un a été modifié, ajouté ou retiré. Ne vous fiez pas à ce procès-verbal.',
  'chain-bundle-bad':
    'Ces paquets ne sont pas bons par eux-mêmes : {{files}}. Vérifiez chacun seul pour voir pourquoi, et demandez-en une autre copie.',
  'chain-beginning-missing': 'Aucun de ces paquets n’est le premier. Apportez les paquets d’avant {{file}}.',
  'chain-beginning-twice':
    'Plusieurs paquets se disent le premier : {{files}}. Gardez les paquets de chaque chaîne dans un dossier à part, et trouvez quel commencement compte.',
  'chain-gap':
    'Un paquet manque : {{files}} fait suite à un paquet qui n’est pas ici. Apportez-le ; son SHA-256 est {{missing}}.',
  'chain-forked':
    'Plusieurs cérémonies font suite au même paquet : {{files}}. Une seule peut compter. Trouvez laquelle, avant que quiconque ne continue à partir de l’une d’elles.',
  'chain-foreign':
    'Ces paquets ne vont pas avec {{first}} (autre ambassade, ou répétition mêlée à des cérémonies réelles) : {{files}}. Tenez-les à part.',
  'state-backwards':
    '{{file}} contredit ce que {{before}} dit d’une clé ou d’un jeu de parts, et revient en arrière. Ne continuez pas à partir de {{file}} ; interrogez ceux qui ont tenu la cérémonie.',
  'ceremony-too-early':
    'La cérémonie de {{file}} a été ouverte avant la clôture de celle de {{before}}. Demandez à ceux qui étaient là quelle horloge était fausse.',
  'ceremony-twice':
    'Une cérémonie a des paquets de contenu différent : {{files}}. Comparez leurs empreintes avec le papier de la cérémonie, et gardez le bon.',
  'previous-none': 'C’est une première cérémonie : elle ne fait suite à aucun paquet. Vérifiez-la seule.',
  'previous-other':
    'Le paquet présenté est peut-être bon, mais n’est pas celui auquel cette cérémonie fait suite. Apportez celui dont le SHA-256 est {{sha256}}.',
  'bundle-beside-unread':
    'À côté du paquet se trouvent des fichiers illisibles : {{files}}. L’un d’eux est peut-être plus récent. Cherchez une copie lisible, ou retirez ce qui n’est pas un paquet de cette ambassade. Pour continuer malgré tout, deux personnes déclarent un écart et disent pourquoi.',
  'bundle-not-newest':
    'Un paquet plus récent fait suite à {{file}} : {{newer}}. Choisissez le paquet le plus récent du dossier. Si l’autre n’y a pas sa place, retirez-le.',
  'timestamp-malformed': 'L’horodatage ne peut être lu. Demandez-en un autre à l’autorité.',
  'timestamp-refused':
    'L’autorité n’a pas donné d’horodatage. Voyez ce qu’elle a dit, et redemandez ou adressez-vous à une autre.',
  'timestamp-invalid':
    'L’horodatage ne vaut pas pour ce paquet. Il ne prouve aucune date ; demandez-en un autre pour ce fichier même.',
  'timestamp-untrusted':
    'L’horodatage ne vient pas d’une autorité que vous avez nommée. Trouvez de qui il est, ou nommez cette autorité.',
  'verifier-changed':
    'La copie de verifier.html placée près de ce programme n’est pas celle qui a été construite avec lui. Ne la transmettez pas ; prenez la page là où vous avez pris le programme.',
  'people-malformed':
    'La liste des personnes n’a pas la forme requise : une liste JSON, chaque entrée avec name et certificateSha256 (64 chiffres hexadécimaux en minuscules), chaque certificat une fois.',
  'signer-listed-otherwise':
    'D’après votre liste, ce certificat appartient à quelqu’un d’autre que celui au nom de qui il a signé. Demandez aux deux qui avait la carte.',
  // formats
  'encoding-malformed': 'Des données n’ont pas le codage requis. Demandez-en une autre copie.',
  'key-unsuitable': 'Cette clé ne peut servir à cela. Prenez une autre carte, ou une autre clé.',
  'envelope-malformed': 'Une enveloppe scellée ne peut être lue. Demandez-en une autre copie.',
  'envelope-invalid':
    'Une enveloppe scellée ne s’ouvre pas avec cette carte : elle est destinée à une autre, ou a été modifiée.',
  // shares on paper
  'word-not-listed':
    'Ligne {{row}}, mot {{position}} : aucun mot de la liste ne s’écrit ainsi. Comparez-le avec le papier et retapez-le.',
  'word-wrong':
    'Ligne {{row}}, le mot {{position}} ne va pas avec les autres. Comparez-le avec le papier et retapez-le ; s’il est juste, comparez toute la ligne.',
  'words-swapped':
    'Ligne {{row}} : les mots {{position}} et {{other}} semblent intervertis. Comparez-les avec le papier.',
  'row-length': 'La ligne {{row}} a {{words}} mots, non {{wanted}}. Comparez-la avec le papier.',
  'row-wrong':
    'La ligne {{row}} a plus d’une erreur, ou un mot manque ou est en trop. Comparez toute la ligne avec le papier.',
  'row-misplaced':
    'Ceci est la ligne {{found}} de la feuille ; c’est la ligne {{row}} qu’il faut. Suivez les numéros sur le papier.',
  'row-foreign': 'La ligne {{row}} est d’une autre feuille que la ligne 1. Écartez les autres feuilles.',
  'rows-wrong':
    'Chaque ligne est juste par elle-même, mais ensemble elles ne font pas une part. Elles sont peut-être de plusieurs feuilles : recommencez avec une seule.',
  'no-code-found':
    'Il n’y a pas de code lisible dans cette image. Tenez la feuille à plat, bien éclairée et nette, le code entier avec son bord blanc dans l’image ; ou tapez les mots.',
  'camera-unavailable':
    'La caméra ne répond pas. Branchez-la, fermez les autres programmes qui s’en servent, puis réessayez ; ou choisissez une image, ou tapez les mots.',
  // backups
  'backup-not-sealed':
    'Le fichier n’est pas une sauvegarde scellée : il ne contient pas d’enveloppe CMS. Choisissez le fichier scellé.',
  'backup-unsupported':
    'Le fichier est scellé d’une manière que ce programme n’ouvre pas. Demandez-le scellé en AES-256-GCM ou AES-256-CBC, par certificat.',
  'backup-malformed':
    'Le fichier scellé est endommagé, ou quelque chose y a été ajouté. Rien n’a été ouvert. Demandez-en une autre copie.',
  'backup-truncated':
    'Le fichier scellé finit trop tôt : une partie manque. Rien n’a été ouvert. Recopiez-le, ou demandez-en une autre copie.',
  'backup-altered':
    'Le fichier scellé a été modifié depuis son scellement, ou ce n’est pas sa clé. Rien n’en a été gardé. Demandez-en une autre copie.',
  'backup-changed':
    'Le fichier a été modifié pendant sa lecture. Rien n’a été gardé. Que personne n’y écrive, puis réessayez.',
  'backup-too-large':
    'Le fichier est plus gros que ce qu’une clé peut protéger : 64 Gio. Divisez-le, et scellez chaque partie.',
  'backup-key-absent':
    'L’appareil ne détient pas la clé pour laquelle ce fichier est scellé. Utilisez celui qui a la clé nommée.',
  'backup-key-unclear':
    'Plusieurs clés de l’appareil pourraient être celle pour laquelle ce fichier est scellé. Désignez la clé par son nom.',
  'backup-already-moved':
    'Cette sauvegarde est déjà scellée pour la nouvelle version de la clé. Il n’y a rien à faire.',
  'backup-unproved':
    'La copie transférée de cette sauvegarde ne s’ouvre pas comme elle le devrait avec la nouvelle version de la clé. N’utilisez pas la copie ; la sauvegarde elle-même est restée telle quelle. Réessayez.',
  'backup-unfinished':
    'D’après son nom (.partial), c’est ce qu’une exécution interrompue a laissé, non une sauvegarde. Ce fichier n’a pas été transféré. Supprimez-le, ou donnez-lui son vrai nom.',
  'seal-key-absent':
    'Le paquet ne contient aucune clé active de ce nom. Choisissez-en une active, ou un paquet plus récent.',
  'seal-key-unclear':
    'Le paquet contient plusieurs clés actives. Désignez par son nom celle pour laquelle sceller.',
  'seal-key-symmetric':
    'Une clé AES n’a pas de certificat : rien ne peut être scellé pour elle hors de son HSM. Choisissez une paire de clés.',
  'same-file': 'L’entrée et la sortie sont le même fichier. Choisissez un autre nom pour la sortie.',
  'backups-too-many':
    'Le dossier a plus de fichiers qu’une cérémonie ne peut en lister. Répartissez-les en plusieurs dossiers, et transférez-les un à la fois.',
  'file-busy': 'Une autre exécution du programme écrit ce fichier. Attendez-la, ou choisissez un autre nom.',
  cancelled: 'Cela a été arrêté avant la fin. Rien n’a été gardé.',
  // inventories
  'inventory-malformed':
    'Ce fichier n’est pas un inventaire de clés de données : aucune de ses lignes n’en décrit une. Choisissez l’inventaire, avec une clé de données par ligne.',
  'inventory-line-malformed':
    'Cette ligne de l’inventaire ne décrit pas une clé de données. Son propriétaire doit la corriger.',
  'inventory-duplicate':
    'L’inventaire a plus haut une autre clé de données de ce nom. Son propriétaire doit dire laquelle est la bonne.',
  'inventory-key-unknown':
    'Cette clé de données est enveloppée sous une clé qui n’est pas remplacée ici. Cherchez la cérémonie, ou l’ambassade, à laquelle appartient sa clé.',
  'inventory-key-current':
    'Cette clé de données est déjà enveloppée sous la nouvelle version de la clé. Il n’y a rien à faire.',
  'inventory-algorithm':
    'L’algorithme que nomme l’inventaire ne convient pas à la clé qu’il nomme. Son propriétaire doit corriger la ligne.',
  'inventory-key-size':
    'Cette clé de données ne compte pas de 16 à 64 octets, par pas de 8. Son propriétaire doit l’examiner.',
  'inventory-altered':
    'La clé n’ouvre pas cette clé de données : ses octets enveloppés ont été modifiés, ou elle a été enveloppée sous une autre clé. Cherchez-en une autre copie.',
  'inventory-differs':
    'Ces fichiers ne sont pas ceux du début : l’inventaire a été modifié, ou ce qui en est issu l’a été. Apportez les bons fichiers, ou recommencez à partir de l’inventaire.',
  // the program
  'runtime-unofficial':
    'Cette copie du programme tourne sur un environnement que le projet Electron n’a pas publié. Elle peut servir à une répétition, mais non à une cérémonie réelle.',
  'program-damaged':
    'Cette copie du programme est endommagée : ses fichiers ne sont pas ceux dont elle a été faite. Elle peut servir à une répétition, mais non à une cérémonie réelle. Prenez une autre copie.',
  'network-up':
    'La machine n’est pas coupée des réseaux. Débranchez les câbles, éteignez le Wi-Fi et le Bluetooth, puis vérifiez à nouveau.',
  'software-token':
    'Cet appareil n’est qu’un logiciel. Une cérémonie réelle demande du matériel ; les jetons logiciels sont réservés aux répétitions.',
  'print-failed': 'L’impression n’a pu être faite. Contrôlez l’imprimante, puis réessayez.',
  'printer-missing':
    'Aucune imprimante n’est installée sur cette machine. Branchez-en une et installez-la, puis réessayez.',
  'print-cancelled': 'Rien n’a été imprimé : l’impression a été annulée. Réessayez.',
  usage: 'La commande n’a pas été comprise. « ceremony help » dit lesquelles existent.',
  'message-malformed':
    'Ce qui a été saisi a une forme que le programme n’accepte pas. Contrôlez chaque champ et réessayez.',
  'room-in-use':
    'Autre chose est en cours dans cette salle : une cérémonie, ou un fichier que l’on scelle ou ouvre. Terminez-le ou arrêtez-le, puis réessayez.',
  'engine-lost':
    'La partie du programme qui travaille avec les cartes et le HSM s’est arrêtée, et a été redémarrée. Tout ce qui a été consigné est sur le disque.',
  internal:
    'Le programme a fait une erreur. Ce qui a été consigné est en sûreté sur le disque. Réessayez ; si cela se répète, redémarrez le programme.',
};
