import type { ShownStep, StepText } from '../en/steps.ts';

const alone = 'Le programme le fait seul. Regardez l’écran, et laissez le HSM où il est.';

export const steps: Record<ShownStep, StepText> = {
  'confirm-software': {
    title: 'Confirmer le programme',
    say: 'Ceci est la cérémonie des clés de l’ambassade {{embassy}}, tenue à {{place}}. Nous confirmons que ce programme est celui qui nous a été remis.',
    do: 'Comparez la version et l’empreinte avec le papier remis. Chacun de vous confirme.',
  },
  'check-air-gap': {
    title: 'Contrôler l’isolement réseau',
    say: 'Cette machine doit rester coupée de tout réseau jusqu’à la fin de la cérémonie.',
    do: 'Regardez la machine : pas de câble, pas de Wi-Fi, pas de Bluetooth, pas de modem. Comparez avec ce que le programme a trouvé. Chacun de vous confirme.',
  },
  'confirm-bundle': {
    title: 'Confirmer le paquet',
    say: 'Le programme a vérifié ce paquet. Assurons-nous que c’est le bon : le dernier de l’ambassade {{embassy}}.',
    do: 'Comparez le lieu, la date et l’empreinte du paquet avec vos papiers. S’il existe un paquet plus récent, arrêtez et prenez celui-là. Chacun de vous confirme.',
  },
  'identify-hsm': {
    title: 'Identifier le HSM',
    say: 'Nous confirmons le module matériel de sécurité qui abritera la clé.',
    do: 'Comparez le numéro de série avec celui qui est imprimé sur l’appareil. Choisissez-le et tapez son code PIN.',
  },
  'compare-clock': {
    title: 'Comparer l’horloge',
    say: 'Deux personnes lisent une horloge que cette machine ne règle pas.',
    do: 'Chacun de vous tape ce que montre l’horloge murale ou sa propre montre, indépendamment de l’autre.',
  },
  'record-bags-in': {
    title: 'Relever les sachets entrants',
    say: 'Nous lisons à haute voix le numéro de chaque sachet inviolable avant de l’ouvrir.',
    do: 'Contrôlez chaque scellé, lisez son numéro à haute voix et tapez-le. Ouvrez ensuite le sachet.',
  },
  'enrol-card': {
    title: 'Enregistrer une carte',
    say: '{{name}} fait enregistrer sa carte pour la cérémonie.',
    do: 'Insérez votre carte dans le lecteur. Personne d’autre ne regarde pendant que vous tapez le code PIN.',
  },
  'make-ceremony-key': {
    title: 'Créer la clé de cérémonie',
    say: 'Le HSM crée la clé qui signe pour lui dans cette cérémonie.',
    do: alone,
  },
  'generate-embassy-key': {
    title: 'Générer la clé de l’ambassade',
    say: 'Le HSM génère maintenant la clé d’ambassade {{keyLabel}}.',
    do: 'Regardez encore une fois le nom et l’algorithme : ils ne pourront plus être changés. Chacun de vous confirme.',
  },
  'seal-canary': {
    title: 'Sceller un message d’essai',
    say: 'Un message d’essai est scellé pour la clé {{keyLabel}}. Quiconque reconstitue la clé l’ouvre, et sait ainsi qu’elle fonctionne.',
    do: alone,
  },
  'make-recovery-key': {
    title: 'Créer la clé de recouvrement',
    say: 'Une nouvelle clé de recouvrement est créée : elle protège la sauvegarde de {{keyLabel}}. Elle combine plusieurs sources de hasard, et n’existe entière que pendant cet acte.',
    do: 'D’ici à la fin de l’acte, personne ne quitte la salle. Chacun de vous confirme.',
  },
  'wrap-key': {
    title: 'Envelopper la clé de l’ambassade pour la sauvegarde',
    say: 'Le HSM enveloppe la clé d’ambassade {{keyLabel}} sous la clé de recouvrement.',
    do: alone,
  },
  'make-working-copy': {
    title: 'Créer la copie de travail',
    say: 'Le HSM crée la copie de travail de la clé d’ambassade {{keyLabel}}. Cette copie ne peut jamais quitter le HSM.',
    do: alone,
  },
  'split-recovery-key': {
    title: 'Partager la clé de recouvrement',
    say: 'La clé de recouvrement est partagée en {{custodians}} parts. {{threshold}} d’entre elles, n’importe lesquelles, la reconstituent ; un nombre inférieur ne révèle rien.',
    do: 'Comparez les deux nombres avec le script. Le programme fait le reste seul.',
  },
  'store-share': {
    title: 'Déposer une part',
    say: '{{name}} reçoit une part. Elle est scellée pour la carte, relue, et la carte en signe la réception.',
    do: 'Insérez votre carte dans le lecteur et tapez son code PIN. Laissez la carte jusqu’à ce que l’écran dise de la retirer.',
  },
  'print-sheet': {
    title: 'Imprimer une part',
    say: 'La part destinée à {{name}} est imprimée sur une feuille de papier, mise aussitôt dans un sachet.',
    do: 'Personne d’autre ne regarde votre feuille. Tapez les mots de contrôle au pied de la feuille et le numéro de votre sachet. Pliez la feuille, mettez-la dans le sachet, scellez-le.',
  },
  'prove-quorums': {
    title: 'Prouver chaque quorum',
    say: 'Nous prouvons que {{threshold}} parts sur {{custodians}}, n’importe lesquelles, reconstituent la clé, avant que quiconque ne parte.',
    do: 'Le programme le fait seul. Personne ne part avant la fin.',
  },
  'wipe-recovery-key': {
    title: 'Effacer la clé de recouvrement',
    say: 'La clé de recouvrement entière est effacée de la mémoire. Elle n’existe plus désormais que sous forme de parts.',
    do: 'Le programme le fait seul.',
  },
  'destroy-original': {
    title: 'Détruire l’original exportable',
    say: 'Le HSM détruit l’original de la clé d’ambassade {{keyLabel}}, qui pouvait le quitter. Cela ne peut être annulé ; la copie de travail et la sauvegarde demeurent.',
    do: 'Comparez la valeur de contrôle. Chacun de vous confirme.',
  },
  'collect-shares': {
    title: 'Apporter les parts',
    say: 'Il faut {{threshold}} des {{custodians}} dépositaires. Venez l’un après l’autre, dans n’importe quel ordre. Rien ne presse.',
    do: 'Choisissez votre nom. Insérez votre carte et tapez son code PIN. Si votre carte est perdue ou cassée, prenez une carte neuve et votre feuille de papier.',
  },
  'rebuild-recovery-key': {
    title: 'Reconstituer la clé de recouvrement',
    say: 'Les parts sont réunies. Le programme reconstitue la clé de recouvrement, dans sa mémoire seulement, et vérifie que c’est la bonne.',
    do: 'Comparez les noms et le HSM. Jusqu’à l’effacement de la clé de recouvrement, personne ne quitte la salle. Chacun de vous confirme.',
  },
  'restore-key': {
    title: 'Restaurer une clé',
    say: 'La clé {{keyLabel}} entre dans le HSM. Le programme vérifie que c’est la bonne, et qu’elle fonctionne.',
    do: alone,
  },
  'wipe-rebuilt-key': {
    title: 'Effacer la clé de recouvrement',
    say: 'Les clés sont dans le HSM. La clé de recouvrement n’est plus nécessaire : elle est effacée de la mémoire.',
    do: 'Le programme le fait seul.',
  },
  'show-shares': {
    title: 'Présenter les parts',
    say: 'Chaque dépositaire montre que sa part est intacte. Rien n’est reconstitué, et aucune part n’apparaît à l’écran.',
    do: 'Choisissez votre nom. Insérez votre carte et tapez son code PIN. Ou présentez votre feuille de papier.',
  },
  'hand-in-shares': {
    title: 'Remettre les anciennes parts',
    say: 'Les anciennes parts sont caduques. Elles sont détruites sur les cartes et sur papier, pour que personne ne s’en serve avec un paquet plus ancien. Ces paquets contiennent aussi chaque part, scellée pour sa carte : seule la destruction de la carte y met fin.',
    do: 'Choisissez votre nom. Détruisez votre feuille de papier sous les yeux de tous. Insérez votre carte et tapez son code PIN : la part qui s’y trouve est détruite.',
  },
  'read-inventory': {
    title: 'Lire l’inventaire',
    say: 'Nous lisons ce qui est encore chiffré sous d’anciennes versions de la clé {{keyLabel}} : clés de données et sauvegardes scellées. Rien n’est encore modifié.',
    do: 'Insérez le support. Choisissez l’inventaire, le dossier des sauvegardes, ou les deux, et un dossier pour ce qui est transféré. Comparez les nombres avec vos papiers.',
  },
  rewrap: {
    title: 'Transférer les données sous la nouvelle clé',
    say: 'Ce qui est chiffré sous d’anciennes versions est transféré sous la clé {{keyLabel}} : les clés de données sont enveloppées à nouveau, et les sauvegardes reçoivent un nouvel en-tête. On ne touche pas aux données elles-mêmes, et les anciens fichiers restent tels quels.',
    do: 'Le programme le fait seul. Cela peut durer, et peut être suspendu. Laissez le HSM et le support où ils sont.',
  },
  'prove-rewrap': {
    title: 'Prouver que rien ne s’est perdu',
    say: 'Nous prouvons que rien ne s’est perdu : chaque clé de données de l’ancien inventaire est transférée une fois exactement et s’ouvre avec la nouvelle version, ou figure sur la liste avec le motif.',
    do: 'Le programme le fait seul. Comparez ensuite les nombres, et lisez ce qui n’a pu être transféré : cela reste sous l’ancienne version, qui doit être conservée pour cela.',
  },
  'give-up-data': {
    title: 'Renoncer à ce qui est chiffré sous la clé',
    say: 'Sous la clé {{keyLabel}}, il reste des données non transférées. Une fois la clé détruite, plus personne ne pourra les lire. {{name}} confirme par sa carte que l’on y renonce.',
    do: 'Comparez avec l’ordre écrit chaque ensemble de données, son nombre, l’empreinte de sa liste et le motif. Si tout est identique, insérez votre carte et tapez son code PIN.',
  },
  'confirm-destruction': {
    title: 'Confirmer la destruction',
    say: 'La clé {{keyLabel}} est encore active. Une fois qu’elle est détruite, plus rien ne peut être scellé pour elle, et ce HSM n’ouvre plus rien de ce qui l’était. {{name}} le confirme encore une fois, par sa carte.',
    do: 'Comparez le nom, la version et la valeur de contrôle avec l’ordre écrit. S’ils sont identiques, insérez votre carte dans le lecteur et tapez son code PIN.',
  },
  'destroy-key': {
    title: 'Détruire la clé',
    say: 'Ce HSM détruit maintenant la clé {{keyLabel}}. Cela ne peut être annulé. Si aucun autre HSM ne l’a, le nouveau paquet n’en contient aucune copie ; avec un paquet plus ancien, assez de ses parts peuvent encore la reconstituer tant qu’elles ne sont pas détruites aussi.',
    do: 'Comparez le nom, la version, la valeur de contrôle et les HSM avec l’ordre écrit. Chacun de vous confirme.',
  },
  'destroy-card': {
    title: 'Détruire une carte',
    say: 'Cette carte est détruite avec tout ce qu’elle porte : ses clés et ses parts. Cela ne peut être annulé.',
    do: 'Comparez le nom et le numéro de série. Insérez la carte dans le lecteur et tapez son code PIN : elle est effacée. Si ce n’est pas possible, on la découpe.',
  },
  'record-bags-out': {
    title: 'Relever les sachets sortants',
    say: 'Chaque dépositaire prend un nouveau sachet inviolable pour sa carte, et nous en lisons le numéro à haute voix.',
    do: 'Tapez le numéro imprimé sur chaque sachet. La carte y entre, et le sachet est scellé, après que la carte a signé le paquet.',
  },
  declare: {
    title: 'Déclarer',
    say: 'Moi, {{name}}, j’ai assisté à la cérémonie du début à la fin. Ce que j’ai vu suivait le script, et les écarts consignés sont tous ceux que je connais.',
    do: 'Lisez la déclaration à haute voix. Donnez votre accord, ou refusez-le et dites pourquoi : les deux sont consignés. Votre carte signe votre réponse.',
  },
  'complete-act': {
    title: 'Signer cet acte',
    say: 'Le maître de cérémonie lit les mots de comparaison à l’écran ; le témoin les compare et dit s’ils sont identiques.',
    do: 'Si les mots sont identiques, insérez votre carte dans le lecteur et tapez son code PIN.',
  },
  'close-transcript': {
    title: 'Clore le procès-verbal',
    say: 'Après cela, rien ne peut plus être ajouté au procès-verbal.',
    do: 'Assurez-vous qu’il ne reste rien à consigner. Chacun de vous confirme.',
  },
  'replace-card': {
    title: 'Prendre une autre carte',
    say: '{{name}} ne peut plus se servir de sa carte. Une autre prend sa place, et toutes les personnes présentes s’en portent garantes.',
    do: 'Insérez dans le lecteur une carte que personne n’a utilisée ici. Personne d’autre ne regarde pendant que vous tapez son code PIN.',
  },
  'vouch-card': {
    title: 'Se porter garant de la nouvelle carte',
    say: '{{holder}} a une autre carte. Toutes les autres personnes présentes s’en portent garantes.',
    do: 'Avez-vous vu {{holder}} insérer cette carte dans le lecteur et en taper le code PIN ? Si oui, insérez votre propre carte et tapez votre propre code PIN. Sinon, ne tapez rien, et dites-le.',
  },
  sign: {
    title: 'Signer le paquet',
    say: 'Toutes les personnes présentes signent le procès-verbal clos, l’une après l’autre.',
    do: 'Insérez votre carte dans le lecteur et tapez son code PIN.',
  },
  export: {
    title: 'Exporter le paquet',
    say: 'Le paquet est écrit sur un support, relu et vérifié avant que quiconque ne parte.',
    do: 'Insérez le support et choisissez-y un dossier.',
  },
};
