import type { embassy as english } from '../en/embassy.ts';
import type { SameKeys } from '../strings.ts';

export const embassy = {
  made: 'D’après son dernier paquet : {{kind}}, {{at}}, {{place}}.',
  states: {
    'pre-activation': 'pas encore active',
    active: 'active',
    deactivated: 'désactivée : ne fait que déchiffrer',
    compromised: 'compromise',
    destroyed: 'détruite',
  },

  open: {
    title: 'L’ambassade a déjà des clés',
    meaning:
      'Ouvrez son dernier paquet : le fichier le plus récent dont le nom finit en .asice. Vous voyez ses clés, ses parts et ce qui est à faire, et continuez de là.',
    choose: 'Ouvrir le dernier paquet',
    drop: 'Ou déposez le fichier n’importe où sur cet écran.',
    newer: 'Le paquet plus récent',
  },
  first: {
    title: 'Première cérémonie : créer une clé',
    meaning: 'Une clé est créée dans le HSM, et sa clé de recouvrement est partagée entre des dépositaires.',
  },

  due: {
    title: 'Ce qui est à faire',
    nothing: 'Rien n’est à faire aujourd’hui.',
    urgency: { now: 'Maintenant :', soon: 'Fixez un jour :', may: 'Possible :' },
    what: {
      'rotate-compromised': '{{key}} est compromise : remplacez-la par une nouvelle version.',
      'rotate-old': '{{key}} est active depuis {{since}} : remplacez-la par une nouvelle version.',
      'certificate-expires':
        'Le certificat de {{key}} expire le {{at}} : remplacez la clé par une nouvelle version.',
      'move-data':
        'Transférez ce qui est chiffré sous {{key}} vers la version la plus récente. Éléments : {{number}}.',
      'destroy-version':
        '{{key}} peut être détruite : à ce que l’on sait, aucune donnée n’est chiffrée sous elle.',
      'check-shares': '{{set}} : contrôlez les parts que détiennent {{names}}.',
      'no-spare':
        '{{set}} : les {{number}} parts sont toutes nécessaires. Créez-en de nouvelles, avec une réserve.',
      'shares-lost':
        '{{set}} : parts restantes : {{left}} sur {{number}} ; il en faut {{threshold}}. Créez-en de nouvelles.',
      'shares-short':
        '{{set}} : parts sur lesquelles compter : {{left}}, et il en faut {{threshold}}. Remplacez ses clés tant qu’un HSM les a.',
      'old-shares':
        '{{set}} : ce jeu ne garde plus rien. Parts non encore détruites : {{left}}. Faites-les remettre.',
      'lost-card':
        'L’ancienne carte ({{card}}, {{name}}) peut encore contenir une part ({{set}}). Détruisez-la dès qu’elle est là.',
    },
    why: {
      'rotate-compromised': 'Un tiers la détient peut-être. Rien de nouveau ne doit être scellé pour elle.',
      'rotate-old': 'Règle : {{activeYearsMax}} ans au plus (NIST SP 800-57 partie 1, tableau 1).',
      'certificate-expires':
        'Règle : {{certificateNoticeDays}} jours avant sa fin. Ensuite, plus personne ne scelle pour elle.',
      'move-data':
        'En remplaçant la clé encore une fois, avec les données. Jusque-là, cette version doit être conservée.',
      'destroy-version': 'Selon les derniers inventaires lus.',
      'destroy-version-untold':
        'Mais aucun inventaire de cette clé n’a jamais été lu : assurez-vous d’abord que rien n’est chiffré sous elle.',
      'check-shares': 'Règle : une fois en {{provenYearsMax}} an. Celles-ci n’ont pas été prouvées depuis.',
      'no-spare': 'La perte d’une seule carte ferait perdre définitivement les clés.',
      'shares-lost': 'La réserve prévue est épuisée.',
      'shares-short': 'Si une carte perdue ou sa feuille reparaît, contrôlez d’abord les parts avec elle.',
      'old-shares': 'Avec un paquet plus ancien, elles reconstituent encore les clés.',
      'lost-card': 'Quiconque l’a, avec son code PIN, a cette part.',
    },
  },

  keys: {
    title_zero: 'Plus aucune clé',
    title_one: 'Sa clé',
    title_other: 'Ses {{count}} clés',
    version: 'Version {{version}}',
    since: 'depuis le {{at}}',
    guarded: '{{set}} : {{threshold}} sur {{count}}, n’importe lesquelles',
    'no-data': 'rien de connu',
    nowhere: 'plus dans aucun HSM',
    until: '{{subject}}, jusqu’au {{at}}',
    rows: {
      guard: 'Gardée par',
      data: 'Chiffré sous elle',
      hsm: 'Dans le HSM',
      certificate: 'Certificat',
      'check-value': 'Valeur de contrôle',
    },
    'given-up': '{{what}} (on y a renoncé)',
    holds: {
      'data-keys_one': '{{name}} : {{number}} clé de données',
      'data-keys_other': '{{name}} : {{number}} clés de données',
      backups_one: '{{name}} : {{number}} sauvegarde scellée',
      backups_other: '{{name}} : {{number}} sauvegardes scellées',
    },
  },

  sets: {
    title_one: 'Ses parts : {{count}} jeu en service',
    title_other: 'Ses parts : {{count}} jeux en service',
    name: 'Jeu de parts {{number}}',
    states: { live: 'en service', void: 'caduc' },
    guards: 'Garde {{keys}}.',
    'guards-nothing': 'Ne garde plus aucune clé.',
    'opens-nothing': 'N’ouvre plus rien.',
    'still-opens':
      'Quiconque réunit {{threshold}} de ses parts et l’un de ces paquets peut encore reconstituer {{keys}} :',
    'cards-open':
      'Ses parts ont été remises. Mais ces paquets contiennent chaque part scellée pour sa carte : quiconque a {{threshold}} des cartes, avec leurs codes PIN, peut encore reconstituer {{keys}}. Cela prend fin quand les cartes sont détruites, ou quand les données ont été transférées sous une nouvelle version.',
    'this-bundle': 'ce paquet-ci',
    nobody: 'personne',
    never: 'jamais',
    there: 'chez son dépositaire',
    lost: 'carte perdue ou hors d’usage le {{at}}',
    astray: 'peut aussi se trouver sur l’ancienne carte {{card}}, perdue ou hors d’usage le {{at}}',
    'seen-by': 'aussi apportée par {{names}}',
    custody: 'A eu en main plus d’une part de ce jeu : {{names}}.',
    columns: {
      index: 'Part',
      holder: 'Dépositaire',
      proven: 'Dernière preuve',
      bag: 'Papier dans le sachet',
      now: 'À présent',
    },
    destroyed: {
      'card-object': 'détruite sur la carte, le {{at}}',
      sheet: 'feuille détruite, le {{at}}',
      card: 'carte détruite, le {{at}}',
    },
  },

  remembered: {
    lead: 'Cette machine se souvient de ce qui a été consigné lors de cérémonies abandonnées, et qu’aucun paquet ne dit. La prochaine cérémonie le consigne :',
    'share-seen': '{{name}} a eu en main la part {{index}}, celle d’une autre personne ({{at}}).',
    'key-compromised': '{{key}} a été marquée comme compromise ({{at}}) : {{reason}}',
    'hsm-lost': 'Le HSM {{hsm}} a été perdu ({{at}}) : {{reason}}',
  },

  unread: {
    more_one: 'et un autre',
    more_other: 'et {{number}} autres',
    lead: 'À côté de ce paquet se trouvent des fichiers illisibles. L’un d’eux est peut-être plus récent, et rien ici ne serait alors à jour :',
    do: 'Cherchez une copie lisible avant de continuer. Si vous commencez malgré tout une cérémonie, le maître de cérémonie et le témoin doivent dire pourquoi, et c’est consigné.',
  },

  bundle: {
    title: 'Le paquet qui le dit',
    newest: 'Rien d’autre n’est enregistré. S’il existe un paquet plus récent, ouvrez celui-là.',
    before_one: '{{count}} paquet avant lui',
    before_other: '{{count}} paquets avant lui',
    other: 'Ouvrir un autre paquet',
    close: 'Le fermer',
  },

  offers: {
    title: 'Ce que vous pouvez commencer',
    check: {
      begin: 'Contrôler les parts',
      meaning:
        'Les dépositaires montrent que leurs parts sont intactes. Rien n’est reconstitué, et aucun HSM n’est nécessaire.',
    },
    rotate: {
      begin: 'Remplacer une clé',
      meaning:
        'Une nouvelle version est créée ; l’ancienne ne fait plus que déchiffrer. Les données sont transférées sous la nouvelle.',
    },
    reshare: {
      begin: 'Remplacer les parts',
      meaning:
        'Nouveaux dépositaires, carte perdue, autre seuil ou nombre de parts : assez d’anciens dépositaires doivent venir.',
    },
    reconstitute: {
      begin: 'Reconstituer les clés',
      meaning: 'Après une perte : les clés reviennent dans un nouveau HSM, à partir des parts.',
    },
    destroy: {
      begin: 'Détruire quelque chose',
      meaning:
        'Une version d’une clé, les parts d’un jeu ou une carte sont détruites, et leur disparition est montrée.',
    },
    generate: {
      begin: 'Créer une autre clé',
      meaning: 'Avec son propre jeu de parts. Le registre de ce paquet est poursuivi.',
    },
    obstacles: {
      'no-key': 'Il n’y a pas encore de clé qui pourrait recevoir une nouvelle version.',
      'no-live-set': 'Aucun jeu de parts n’est en service.',
      'nothing-to-rebuild': 'Aucun jeu de parts en service ne garde une clé qui existe encore.',
      'nothing-to-destroy': 'Tout ce qui est là est encore nécessaire.',
    },
  },

  rotate: {
    which: 'Quelle clé reçoit une nouvelle version',
    for: 'depuis {{age}}',
    becomes: 'reçoit la version {{version}}',
    'new-key': 'La nouvelle version',
    'as-before': 'comme avant',
    data: 'Ce qui est chiffré sous les anciennes versions',
    rewrap: 'Le transférer sous la nouvelle version',
    'rewrap-meaning':
      'Vous apportez l’inventaire des clés de données, ou le dossier des sauvegardes scellées. Chacune est transférée et rouverte, ou listée avec le motif.',
    'no-data-known':
      'Aucun inventaire n’a encore été lu : on ne sait rien de ce qui est chiffré sous cette clé.',
    stays:
      'Cela reste sous les anciennes versions. Elles doivent être conservées jusqu’au transfert, lors d’une cérémonie ultérieure.',
  },
  reshare: {
    split: 'Les nouvelles parts',
    void: 'Les anciennes parts sont ensuite caduques, et sont détruites à mesure qu’elles sont remises. Avec des paquets plus anciens, elles ouvrent encore les clés.',
    needed_one: '{{count}} des anciens dépositaires doit venir',
    needed_other: '{{count}} des anciens dépositaires doivent venir',
    who: 'Ce que devient chacun. Quiconque reçoit une nouvelle part est là dès le début.',
    fates: {
      keeps: 'vient, et reçoit une nouvelle part',
      'hands-over': 'vient, et remet sa part',
      away: 'ne vient pas',
    },
    new: 'nouveau : reçoit une part',
    add: 'Ajouter un nouveau dépositaire',
    lost: 'Une carte perdue : son dépositaire peut venir avec la feuille de papier, ou ne pas venir. Une carte qui réapparaît plus tard est détruite par une cérémonie à part.',
  },
  destroy: {
    kinds: { key: 'Une version d’une clé', set: 'Les parts d’un jeu', card: 'Une carte' },
    'on-found': '{{key}}, sur le HSM {{hsm}}, qui était perdu et qui est là de nouveau',
    'card-of': 'Carte : {{name}} ({{card}})',
    'lost-card-of': 'Ancienne carte : {{name}} ({{card}})',
    guarded: 'gardée par : {{set}}',
    holds: 'porte {{shares}}',
    share: 'part {{index}} ({{set}})',
    afterwards: 'Ensuite',
    'choose-first': 'Choisissez ce qui doit être détruit.',
    'last-active': '{{key}} est la dernière version active de cette clé.',
    'last-active-more':
      'Plus rien ne peut être scellé pour elle, et rien de ce qui l’était ne peut être ouvert dans le HSM. Le maître de cérémonie et le témoin le confirment encore une fois, chacun par sa carte.',
    gone: {
      key: '{{name}} a disparu du HSM, et aucun nouveau paquet n’en a de copie. Ce qui est chiffré sous elle ne peut plus y être ouvert.',
      set: '{{name}} : toutes les parts remises ont disparu, sur les cartes et sur papier.',
      card: 'Tout ce que porte cette carte a disparu : clés et parts.',
    },
    stays: {
      key: 'Les autres versions, et ce qui est chiffré sous elles, ne sont pas touchées.',
      set: 'Les clés dans le HSM ne sont pas touchées. Une part que personne ne remet reste où elle est.',
      card: 'Les clés ne sont pas touchées, et les autres dépositaires suffisent encore à les reconstituer.',
    },
    'old-bundles':
      'Des paquets plus anciens en contiennent encore une copie : {{threshold}} dépositaires ({{set}}), n’importe lesquels, pourraient la reconstituer à partir de l’un d’eux.',
    'given-up': {
      title: 'Ce qui est encore chiffré sous elle',
      lead: 'Ceci n’a jamais été transféré. Quand il ne reste aucune copie de la clé, plus personne ne l’ouvrira jamais.',
      first:
        'Si cela peut encore être transféré, faites-le d’abord, en remplaçant la clé encore une fois. Sinon, on y renonce ici : le maître de cérémonie et le témoin le signent, chacun par sa carte, et chaque paquet ultérieur le dit.',
      reason: 'Pourquoi on y renonce',
      'reason-hint': 'Par exemple : endommagé, et restauré depuis une autre copie ; ou devenu inutile.',
    },
    hsms: {
      title: 'Elle est dans {{count}} HSM',
      'lives-on':
        'Elle est détruite dans le HSM qui est ici. Dans les autres, elle existe encore, jusqu’à ce qu’une cérémonie l’y détruise aussi.',
      ends: 'Plus aucun autre HSM ne la détient : son existence s’achève ici.',
      lost: '{{hsm}} n’existe plus. Nous en répondons ; rien ici ne peut le montrer.',
    },
    understood: 'Nous avons compris ce qui ne peut être annulé : {{name}}.',
    'understood-last': 'Nous avons compris que c’est la fin définitive de cette clé : {{name}}.',
  },

  bring: {
    lead: 'Ce qui est chiffré sous les anciennes versions passe sous {{key}}. Les fichiers ne sont que lus ; ce qui est transféré est écrit dans un dossier à part.',
    again: 'Le travail s’est arrêté à mi-chemin et reprend là où il s’est arrêté : {{key}}.',
    read: 'Les lire',
    'go-on': 'Continuer',
    without: 'Sans cela',
    inventory: {
      name: 'Inventaire des clés de données',
      meaning: 'un fichier avec une clé de données par ligne ; à omettre s’il n’y a que des sauvegardes',
      choose: 'Choisir l’inventaire',
      other: 'Choisir un autre inventaire',
      without: 'Continuer sans inventaire',
    },
    backups: {
      name: 'Dossier des sauvegardes scellées',
      meaning: 'à omettre s’il n’y a que des clés de données',
      choose: 'Choisir le dossier des sauvegardes',
      other: 'Choisir un autre dossier de sauvegardes',
      without: 'Continuer sans sauvegardes',
    },
    out: {
      name: 'Où vont les données transférées',
      meaning: 'un dossier vide sur un support qui a de la place pour tout',
      choose: 'Choisir un dossier pour elles',
      other: 'Choisir un autre dossier pour elles',
    },
    other: 'En choisir un autre',
  },
  'destroy-card': {
    whose: 'Carte : {{name}}',
    erase: 'Effacer définitivement cette carte',
    physically: 'Elle ne peut être effacée…',
    'physically-how':
      'Coupez la puce avec des ciseaux sous les yeux de tous. Chacun des deux dit ensuite qu’il l’a vu.',
  },
  'give-up': {
    what: 'Avec {{key}}, on renonce définitivement à :',
    why: 'Motif',
    'no-list': 'un dossier : le procès-verbal qui en parle nomme ses fichiers',
  },
  'confirm-destruction': {
    what: 'C’est la fin définitive de cette clé :',
  },
  'hand-in': {
    sheet: 'La feuille a été détruite sous les yeux de tous. Sachet : {{bags}}',
    'sheet-meaning': 'Pas là ? Ne cochez pas : cela est consigné.',
  },

  work: {
    counted: {
      'data-keys': '{{done}} clés de données sur {{total}}',
      bytes: '{{done}} sur {{total}}',
    },
    rate: '{{rate}} par seconde',
    left: {
      moment: 'reste moins d’une minute',
      minutes_one: 'reste environ {{count}} minute',
      minutes_other: 'reste environ {{count}} minutes',
    },
    pause: 'Suspendre ce travail',
    held: 'Suspendu : {{what}}. Cela continue là où cela s’est arrêté.',
  },

  compromised: {
    open: 'Une clé est compromise…',
    title: 'Une clé est compromise',
    lead: 'Un tiers la détient, ou la détient peut-être. Cela est consigné définitivement, exige une nouvelle version et est irrévocable. La cérémonie continue.',
    which: 'Quelle clé',
    choose: 'Choisissez une clé',
    exposed: 'Ce qui est exposé',
    'no-data':
      'À ce que l’on sait, aucune donnée n’est chiffrée sous elle ; peut-être parce qu’aucun inventaire n’a été lu.',
    'on-lost-hsm': 'Elle est peut-être encore sur un HSM déclaré perdu : {{hsm}}',
    'on-hsm': 'Elle est dans le HSM {{hsm}}.',
    'from-set_one': '{{set}} ({{state}}) peut la reconstituer, avec {{count}} paquet : {{since}}.',
    'from-set_other':
      '{{set}} ({{state}}) peut la reconstituer, avec {{count}} paquets, le premier du {{since}}.',
    reason: 'Ce qui s’est passé, et comment on le sait',
    do: 'Consigner qu’elle est compromise',
    rotate:
      'Compromission consignée : {{keys}}. Tenez maintenant une cérémonie de remplacement, et transférez les données.',
  },

  outcome: {
    'new-set': '{{set}} : {{threshold}} sur {{count}}, n’importe lesquelles ; chaque quorum est prouvé.',
    rotated: 'Désormais, {{key}} est en service.',
    deactivated: '{{keys}} ne fait désormais que déchiffrer. Rien de nouveau n’est scellé pour elle.',
    'all-moved': 'Toutes les données ont été transférées, et chaque élément a été rouvert.',
    'some-stayed_one': '{{number}} élément n’a pu être transféré.',
    'some-stayed_other': '{{number}} éléments n’ont pu être transférés.',
    'data-keys': 'Clés de données transférées : {{number}}.',
    'in-token': 'Aucune n’a quitté le HSM en clair.',
    'in-engine':
      'Passées par la mémoire verrouillée de cette machine, car le HSM ne peut faire autrement : {{number}}.',
    backups: 'Sauvegardes scellées transférées : {{number}}.',
    'stayed-where':
      'Ce qui n’a pas été transféré reste sous l’ancienne version, qui doit être conservée. La liste jointe au nouvel inventaire dit pourquoi, élément par élément.',
    'lies-in': 'Le nouvel inventaire et les nouvelles sauvegardes sont dans',
    reshared: 'Détiennent désormais les parts : {{names}}.',
    'under-new': 'La nouvelle clé de recouvrement enveloppe désormais : {{keys}}.',
    void: 'Désormais caduc(s) : {{sets}}.',
    'handed-in': 'Anciennes parts remises et détruites : {{done}} sur {{total}}.',
    'destroyed-key': '{{key}} est détruite.',
    'shown-gone':
      'Objets détruits sur le HSM {{hsm}} : {{count}}. Ils ont été recherchés à nouveau sans être trouvés.',
    'destroyed-here':
      '{{key}} a disparu du HSM {{hsm}}. Elle n’est pas détruite : elle est encore dans {{hsms}}.',
    use: {
      refused: 'On a tenté d’utiliser à nouveau la clé : le HSM a refusé.',
      untried: 'On n’a pu tenter de l’utiliser à nouveau : il ne restait rien à utiliser.',
    },
    'destroyed-set': '{{set}} : caduc, et ses parts ont été remises.',
    'destroyed-card': 'Carte détruite : {{name}}.',
    'card-ways': {
      erased: 'Elle a été effacée, et rien n’y a été trouvé ensuite.',
      physically: 'Elle a été détruite devant témoins.',
    },
    print: 'Imprimer le certificat de destruction',
  },

  chain: {
    choose: 'Vérifier un dossier entier',
    folder: 'Dossier',
    lead: 'Tous les paquets du dossier, comme une chaîne : ni lacune, ni bifurcation, ni état revenu en arrière.',
    outcomes: {
      good: 'La chaîne est entière',
      bad: 'Ne vous fiez pas à cette chaîne',
      unreadable: 'Aucune chaîne n’a pu être lue ici',
    },
    meanings: {
      good_one: 'Un paquet.',
      good_other: '{{count}} paquets, chacun faisant suite au précédent.',
      bad: 'Ce qui ne tient pas vient en premier ci-dessous.',
      unreadable: 'Le dossier ne contient aucun paquet lisible.',
    },
    newest: 'Le paquet le plus récent',
    'newest-unknown':
      'Inconnu : ces fichiers sont illisibles, et l’un d’eux est peut-être plus récent : {{names}}',
    bundles: 'Paquet par paquet',
    columns: { bundle: 'Paquet', ceremony: 'Cérémonie', outcome: 'Verdict' },
  },
} satisfies SameKeys<typeof english>;
