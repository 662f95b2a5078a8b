import type { embassy as english } from '../en/embassy.ts';
import type { SameKeys } from '../strings.ts';

export const embassy = {
  made: 'Viimase paketi järgi: {{kind}}, {{at}}, {{place}}.',
  states: {
    'pre-activation': 'veel kasutusele võtmata',
    active: 'kasutusel',
    deactivated: 'ainult dekrüpteerib',
    compromised: 'kompromiteeritud',
    destroyed: 'hävitatud',
  },

  open: {
    title: 'Saatkonnal on juba võtmeid',
    meaning:
      'Avage selle viimane pakett: uusim fail, mille nime lõpus on .asice. Näete võtmeid, osakuid ja seda, mis on vaja teha, ning jätkate sealt.',
    choose: 'Ava viimane pakett',
    drop: 'Või lohistage fail siia ekraanile.',
    newer: 'Uuem pakett',
  },
  first: {
    title: 'Esimene tseremoonia: võtme loomine',
    meaning: 'Võti luuakse HSM-is ja selle taastevõti jagatakse võtmehoidjate vahel.',
  },

  due: {
    title: 'Mida on vaja teha',
    nothing: 'Täna ei ole midagi vaja teha.',
    urgency: { now: 'Kohe:', soon: 'Määrake päev:', may: 'Võimalik:' },
    what: {
      'rotate-compromised': '{{key}} on kompromiteeritud: vahetage see uue versiooni vastu.',
      'rotate-old': '{{key}} on olnud kasutusel {{since}}: vahetage see uue versiooni vastu.',
      'certificate-expires': 'Võtme {{key}} sertifikaat aegub {{at}}: vahetage võti uue versiooni vastu.',
      'move-data': 'Viige uusimale versioonile üle see, mis on versiooni {{key}} all. Kirjeid: {{number}}.',
      'destroy-version': '{{key}} võib hävitada: teadaolevalt ei ole selle all andmeid.',
      'check-shares': '{{set}}: kontrollige osakuid. Hoidjad: {{names}}.',
      'no-spare': '{{set}}: vaja on kõiki osakuid ({{number}}). Tehke uued, et mõni jääks varuks.',
      'shares-lost': '{{set}}: osakuid on alles {{left}}/{{number}}, vaja on {{threshold}}. Tehke uued.',
      'shares-short':
        '{{set}}: kindel on ainult {{left}} osakut, vaja on {{threshold}}. Asendage selle võtmed, kuni need on veel HSM-is.',
      'old-shares':
        '{{set}} ei kaitse enam midagi, kuid hävitamata on veel {{left}} selle osakut. Koguge need kokku.',
      'lost-card':
        'Varasemal kaardil ({{card}}, hoidja {{name}}) võib veel olla osak ({{set}}). Hävitage kaart, kui see on siin.',
    },
    why: {
      'rotate-compromised': 'Võti võib olla kellegi teise käes. Sellele ei tohi enam midagi pitseerida.',
      'rotate-old': 'Reegel: kõige rohkem {{activeYearsMax}} aastat (NIST SP 800-57, 1. osa, tabel 1).',
      'certificate-expires':
        'Reegel: {{certificateNoticeDays}} päeva enne lõppu. Hiljem ei pitseeri sellele keegi.',
      'move-data': 'Vahetage võti veel kord, koos andmetega. Seni tuleb see versioon alles hoida.',
      'destroy-version': 'Viimati loetud loendite järgi.',
      'destroy-version-untold':
        'Kuid selle võtme loendit ei ole kunagi loetud: veenduge enne, et selle all ei ole midagi.',
      'check-shares':
        'Reegel: kord {{provenYearsMax}} aasta jooksul. Neid ei ole selle aja jooksul näidatud.',
      'no-spare': 'Ühe kaardi kadumisel kaovad võtmed jäädavalt.',
      'shares-lost': 'Kavandatud varu on otsas.',
      'shares-short': 'Kui kadunud kaart või selle paberleht leitakse, kontrollige osakuid enne sellega.',
      'old-shares': 'Koos varasema paketiga saab nendest võtmed endiselt taastada.',
      'lost-card': 'Kelle käes on kaart ja selle PIN-kood, selle käes on ka osak.',
    },
  },

  keys: {
    title_zero: 'Ühtki võtit ei ole',
    title_one: 'Võti',
    title_other: 'Võtmeid: {{count}}',
    version: 'Versioon {{version}}',
    since: 'alates {{at}}',
    guarded: '{{set}}: vaja {{threshold}}, kokku {{count}}',
    'no-data': 'midagi ei ole teada',
    nowhere: 'ei ole enam üheski HSM-is',
    until: '{{subject}}, kuni {{at}}',
    rows: {
      guard: 'Kaitseb',
      data: 'Selle all',
      hsm: 'HSM-is',
      certificate: 'Sertifikaat',
      'check-value': 'Kontrollväärtus',
    },
    'given-up': '{{what}}, loobutud',
    holds: {
      'data-keys_one': '{{name}}: {{number}} andmevõti',
      'data-keys_other': '{{name}}: {{number}} andmevõtit',
      backups_one: '{{name}}: {{number}} pitseeritud varukoopia',
      backups_other: '{{name}}: {{number}} pitseeritud varukoopiat',
    },
  },

  sets: {
    title_one: 'Osakud: kasutusel {{count}} komplekt',
    title_other: 'Osakud: kasutusel {{count}} komplekti',
    name: 'Osakukomplekt {{number}}',
    states: { live: 'kasutusel', void: 'kehtetu' },
    guards: 'Kaitseb: {{keys}}.',
    'guards-nothing': 'Ei kaitse enam ühtki võtit.',
    'opens-nothing': 'Ei ava enam midagi.',
    'still-opens':
      'Kes toob kokku {{threshold}} selle osakut ja ühe neist pakettidest, saab endiselt taastada {{keys}}:',
    'cards-open':
      'Selle osakud on tagastatud. Kuid neis pakettides on iga osak oma kaardile pitseeritult: kellel on {{threshold}} kaarti koos PIN-koodidega, saab endiselt taastada {{keys}}. See lõpeb, kui kaardid hävitatakse või andmed on uuele versioonile üle viidud.',
    'this-bundle': 'seesama pakett',
    nobody: 'mitte keegi',
    never: 'mitte kunagi',
    there: 'hoidja käes',
    lost: 'kaart kadus või läks katki {{at}}',
    astray: 'võib olla ka varasemal kaardil {{card}}, mis kadus või läks katki {{at}}',
    'seen-by': 'on toonud ka {{names}}',
    custody: 'Käes on olnud rohkem kui üks selle komplekti osak: {{names}}.',
    columns: {
      index: 'Osak',
      holder: 'Võtmehoidja',
      proven: 'Viimati näidatud',
      bag: 'Leht kotis',
      now: 'Praegu',
    },
    destroyed: {
      'card-object': 'kaardil hävitatud {{at}}',
      sheet: 'leht hävitatud {{at}}',
      card: 'kaart hävitatud {{at}}',
    },
  },

  remembered: {
    lead: 'Selles arvutis on meeles, mis pooleli jäänud tseremooniatel kirja pandi ja millest ükski pakett ei räägi. Järgmine tseremoonia paneb selle kirja:',
    'share-seen': '{{name}} on käes hoidnud teise inimese osakut {{index}} ({{at}}).',
    'key-compromised': '{{key}} märgiti kompromiteerituks ({{at}}): {{reason}}',
    'hsm-lost': 'HSM {{hsm}} läks kaduma ({{at}}): {{reason}}',
  },

  unread: {
    more_one: 'ja veel üks',
    more_other: 'ja veel {{number}}',
    lead: 'Selle paketi kõrval on failid, mida ei saa lugeda. Mõni neist võib olla uuem ja siis ei ole siinne enam õige:',
    do: 'Otsige enne jätkamist loetav koopia. Kui alustate tseremooniat ikkagi, peavad juht ja tunnistaja ütlema põhjuse ja see pannakse kirja.',
  },

  bundle: {
    title: 'Pakett, mis seda ütleb',
    newest: 'Midagi muud ei hoita alles. Kui on uuem pakett, avage see.',
    before_one: 'Enne seda {{count}} pakett',
    before_other: 'Enne seda {{count}} paketti',
    other: 'Ava teine pakett',
    close: 'Sulge see',
  },

  offers: {
    title: 'Mida saab alustada',
    check: {
      begin: 'Kontrolli osakuid',
      meaning: 'Võtmehoidjad näitavad, et osakud on terved. Midagi ei taastata ja HSM-i ei ole vaja.',
    },
    rotate: {
      begin: 'Vaheta võti',
      meaning: 'Luuakse uus versioon; vana ainult dekrüpteerib. Andmed viiakse üle uuele.',
    },
    reshare: {
      begin: 'Vaheta osakud',
      meaning: 'Uued võtmehoidjad, kadunud kaart või teised arvud: vanu võtmehoidjaid peab tulema piisavalt.',
    },
    reconstitute: {
      begin: 'Taasta võtmed',
      meaning: 'Pärast kaotust: võtmed tulevad osakutest tagasi uude HSM-i.',
    },
    destroy: {
      begin: 'Hävita',
      meaning: 'Hävitatakse võtme versioon, komplekti osakud või kaart ja näidatakse, et seda enam ei ole.',
    },
    generate: {
      begin: 'Loo veel üks võti',
      meaning: 'Oma osakukomplektiga. Selle paketi register kantakse edasi.',
    },
    obstacles: {
      'no-key': 'Ei ole veel võtit, mis saaks uue versiooni.',
      'no-live-set': 'Kasutusel ei ole ühtki osakukomplekti.',
      'nothing-to-rebuild': 'Ükski kasutusel olev osakukomplekt ei kaitse alles olevat võtit.',
      'nothing-to-destroy': 'Kõik, mis on, on veel vajalik.',
    },
  },

  rotate: {
    which: 'Milline võti saab uue versiooni',
    for: '{{age}}',
    becomes: 'saab versiooni {{version}}',
    'new-key': 'Uus versioon',
    'as-before': 'nagu enne',
    data: 'Mis on vanade versioonide all',
    rewrap: 'Viia see üle uuele versioonile',
    'rewrap-meaning':
      'Toote andmevõtmete loendi või pitseeritud varukoopiate kausta. Igaüks viiakse üle ja avatakse uuesti või on nimekirjas koos põhjusega.',
    'no-data-known': 'Loendit ei ole veel loetud: ei ole teada, mis selle võtme all on.',
    stays: 'See jääb vanade versioonide alla. Need tuleb alles hoida, kuni andmed hiljem üle viiakse.',
  },
  reshare: {
    split: 'Uued osakud',
    void: 'Vanad osakud on pärast seda kehtetud ja hävitatakse tagastamisel. Koos varasemate pakettidega avavad need võtmed endiselt.',
    needed_one: 'Vanadest võtmehoidjatest peab tulema {{count}}',
    needed_other: 'Vanadest võtmehoidjatest peab tulema {{count}}',
    who: 'Mis kellestki saab. Kes saab uue osaku, on algusest peale siin.',
    fates: {
      keeps: 'tuleb ja saab uue osaku',
      'hands-over': 'tuleb ja tagastab osaku',
      away: 'ei tule',
    },
    new: 'uus: saab osaku',
    add: 'Lisa uus võtmehoidja',
    lost: 'Kadunud kaart: selle hoidja võib tulla paberlehega või tulemata jätta. Kui kaart hiljem leitakse, hävitatakse see eraldi tseremoonial.',
  },
  destroy: {
    kinds: { key: 'Võtme versioon', set: 'Komplekti osakud', card: 'Kaart' },
    'on-found': '{{key}} HSM-is {{hsm}}, mis oli kadunud ja on nüüd siin',
    'card-of': 'Kaart, hoidja {{name}} ({{card}})',
    'lost-card-of': 'Varasem kaart, hoidja {{name}} ({{card}})',
    guarded: 'kaitseb {{set}}',
    holds: 'kaardil: {{shares}}',
    share: 'osak {{index}}, {{set}}',
    afterwards: 'Pärast seda',
    'choose-first': 'Valige, mis hävitatakse.',
    'last-active': '{{key}} on selle võtme viimane kasutusel olev versioon.',
    'last-active-more':
      'Sellele ei saa enam midagi pitseerida ja HSM ei ava enam midagi, mis on sellele pitseeritud. Juht ja tunnistaja kinnitavad seda veel kord oma kaardiga.',
    gone: {
      key: '{{name}} kaob HSM-ist ja üheski uues paketis ei ole selle koopiat. Selle all olevat ei saa seal enam avada.',
      set: 'Kõik, mis tagastatakse, kaob kaartidelt ja paberilt: {{name}}.',
      card: 'Kõik, mis sellel kaardil on, kaob: võtmed ja osakud.',
    },
    stays: {
      key: 'Teisi versioone ja nende all olevat ei puudutata.',
      set: 'HSM-is olevaid võtmeid ei puudutata. Osak, mida keegi ei tagasta, jääb sinna, kus see on.',
      card: 'Võtmeid ei puudutata ja teistest võtmehoidjatest piisab nende taastamiseks.',
    },
    'old-bundles':
      'Varasemates pakettides on selle koopia: mõnega neist saavad mis tahes {{threshold}} hoidjat selle taastada ({{set}}).',
    'given-up': {
      title: 'Mis on veel selle all',
      lead: 'Seda ei viidud üle. Kui võtmest ühtegi koopiat alles ei ole, ei ava seda enam mitte keegi.',
      first:
        'Kui seda saab veel üle viia, tehke seda enne, vahetades võtme veel kord. Muidu loobutakse sellest siin: juht ja tunnistaja annavad kumbki oma kaardiga allkirja ja iga järgmine pakett ütleb seda.',
      reason: 'Miks sellest loobutakse',
      'reason-hint': 'Näiteks: rikutud ja taastatud teisest koopiast; või ei ole enam vaja.',
    },
    hsms: {
      title: 'See on {{count}} HSM-is',
      'lives-on': 'Võti hävitatakse siinses HSM-is. Teistes on see alles, kuni see ka seal hävitatakse.',
      ends: 'Üheski teises HSM-is seda enam ei ole: siin on võtmel lõpp.',
      lost: 'HSM-i {{hsm}} enam ei ole. Vastutame selle eest; siin ei saa seda näidata.',
    },
    understood: 'Saame aru, mida ei saa tagasi võtta: {{name}}.',
    'understood-last': 'Saame aru, et sellel võtmel on jäädavalt lõpp: {{name}}.',
  },

  bring: {
    lead: 'Vanade versioonide all olev läheb võtmele {{key}}. Faile ainult loetakse; üleviidu kirjutatakse eraldi kausta.',
    again: 'Töö katkes poole pealt ja jätkub sealt, kus see katkes: {{key}}.',
    read: 'Loe need läbi',
    'go-on': 'Jätka',
    without: 'Ilma selleta',
    inventory: {
      name: 'Andmevõtmete loend',
      meaning: 'fail, mille igal real on üks andmevõti; jätke välja, kui on ainult varukoopiad',
      choose: 'Vali loend',
      other: 'Vali teine loend',
      without: 'Jätka ilma loendita',
    },
    backups: {
      name: 'Pitseeritud varukoopiate kaust',
      meaning: 'jätke välja, kui on ainult andmevõtmed',
      choose: 'Vali varukoopiate kaust',
      other: 'Vali teine varukoopiate kaust',
      without: 'Jätka ilma varukoopiateta',
    },
    out: {
      name: 'Kuhu üleviidu läheb',
      meaning: 'tühi kaust andmekandjal, kuhu kõik mahub',
      choose: 'Vali selleks kaust',
      other: 'Vali selleks teine kaust',
    },
    other: 'Vali teine',
  },
  'destroy-card': {
    whose: 'Kaardi hoidja: {{name}}',
    erase: 'Kustuta see kaart jäädavalt',
    physically: 'Seda ei saa kustutada…',
    'physically-how': 'Lõigake kiip kääridega kõigi silme all katki. Seejärel kinnitab kumbki, et nägi seda.',
  },
  'give-up': {
    what: 'Sellest loobutakse koos võtmega {{key}} jäädavalt:',
    why: 'Põhjus',
    'no-list': 'kaust: failid on nimetatud protokollis, mis sellest räägib',
  },
  'confirm-destruction': {
    what: 'Sellel võtmel on jäädavalt lõpp:',
  },
  'hand-in': {
    sheet: 'Leht hävitati kõigi silme all. Kott: {{bags}}',
    'sheet-meaning': 'Ei ole siin? Jätke tühjaks: see protokollitakse.',
  },

  work: {
    counted: {
      'data-keys': 'andmevõtmeid {{done}}/{{total}}',
      bytes: '{{done}}/{{total}}',
    },
    rate: '{{rate}} sekundis',
    left: {
      moment: 'alla minuti jäänud',
      minutes_one: 'umbes {{count}} minut jäänud',
      minutes_other: 'umbes {{count}} minutit jäänud',
    },
    pause: 'Tee töös paus',
    held: 'Paus: {{what}}. Töö jätkub sealt, kus see pooleli jäi.',
  },

  compromised: {
    open: 'Võti on kompromiteeritud…',
    title: 'Võti on kompromiteeritud',
    lead: 'See on kellegi teise käes või võib olla. See protokollitakse jäädavalt, nõuab uut versiooni ja seda ei saa tagasi võtta. Tseremoonia jätkub.',
    which: 'Milline võti',
    choose: 'Valige võti',
    exposed: 'Mis on ohus',
    'no-data': 'Ei ole teada, et selle all oleks andmeid; võib-olla ei ole loendit loetud.',
    'on-lost-hsm': 'See võib olla veel HSM-is, mis on kadunuks märgitud: {{hsm}}',
    'on-hsm': 'See on HSM-is {{hsm}}.',
    'from-set_one': '{{set}} ({{state}}) saab selle taastada, {{count}} paketiga: {{since}}.',
    'from-set_other':
      '{{set}} ({{state}}) saab selle taastada, {{count}} paketiga; esimene neist: {{since}}.',
    reason: 'Mis juhtus ja kuidas see teada on',
    do: 'Protokolli, et see on kompromiteeritud',
    rotate:
      'Kompromiteerituks märgitud: {{keys}}. Pidage kohe tseremoonia selle vahetamiseks ja viige andmed üle.',
  },

  outcome: {
    'new-set': '{{set}}: vaja {{threshold}}, kokku {{count}}; kõik kvoorumid on tõendatud.',
    rotated: 'Nüüdsest on kasutusel {{key}}.',
    deactivated: 'Nüüdsest ainult dekrüpteerib: {{keys}}. Sellele ei pitseerita enam midagi.',
    'all-moved': 'Kõik andmed on üle viidud ja iga kirje avati uuesti.',
    'some-stayed_one': 'Üle ei saanud viia {{number}} kirjet.',
    'some-stayed_other': 'Üle ei saanud viia {{number}} kirjet.',
    'data-keys': 'Andmevõtmeid üle viidud: {{number}}.',
    'in-token': 'Ükski neist ei väljunud HSM-ist krüpteerimata.',
    'in-engine': 'Neist {{number}} käis läbi selle arvuti lukustatud mälu, sest HSM ei oska teisiti.',
    backups: 'Pitseeritud varukoopiaid üle viidud: {{number}}.',
    'stayed-where':
      'Need jäävad vana versiooni alla, mis tuleb alles hoida. Nimekiri uue loendi kõrval ütleb iga kirje kohta, miks.',
    'lies-in': 'Uus loend ja varukoopiad on kaustas',
    reshared: 'Osakuid hoiavad nüüd: {{names}}.',
    'under-new': 'Uue taastevõtmega krüpteeritud: {{keys}}.',
    void: '{{sets}}: nüüdsest kehtetu.',
    'handed-in': 'Tagastatud ja hävitatud vanu osakuid: {{done}}/{{total}}.',
    'destroyed-key': '{{key}} on hävitatud.',
    'destroyed-here':
      '{{key}} on HSM-ist {{hsm}} kadunud. See ei ole hävitatud: see on alles HSM-is {{hsms}}.',
    'shown-gone': 'HSM-is {{hsm}} hävitatud objekte: {{count}}. Neid otsiti uuesti ega leitud.',
    use: {
      refused: 'Võtit prooviti uuesti kasutada ja HSM keeldus.',
      untried: 'Uuesti kasutada seda ei saanud: kasutada ei olnud enam midagi.',
    },
    'destroyed-set': '{{set}}: kehtetu, osakud on kokku kogutud.',
    'destroyed-card': 'Kaart on hävitatud, hoidja {{name}}.',
    'card-ways': {
      erased: 'See kustutati ja pärast ei leitud sellelt midagi.',
      physically: 'See hävitati tunnistajate silme all.',
    },
    print: 'Prindi hävitamisakt',
  },

  chain: {
    choose: 'Kontrolli tervet kausta',
    folder: 'Kaust',
    lead: 'Kõik kausta paketid ühe ahelana: ilma lünga ja hargnemiseta ning ükski olek ei ole läinud tagasi.',
    outcomes: {
      good: 'Ahel on terve',
      bad: 'Ärge usaldage seda ahelat',
      unreadable: 'Siit ei saanud ahelat lugeda',
    },
    meanings: {
      good_one: 'Üks pakett.',
      good_other: '{{count}} paketti, igaüks jätkab eelmist.',
      bad: 'Mis ei pea paika, on allpool esimesena.',
      unreadable: 'Kaustas ei ole ühtki loetavat paketti.',
    },
    newest: 'Uusim pakett',
    'newest-unknown': 'Teadmata: neid faile ei saa lugeda ja mõni võib olla uuem: {{names}}',
    bundles: 'Pakett paketi haaval',
    columns: { bundle: 'Pakett', ceremony: 'Tseremoonia', outcome: 'Otsus' },
  },
} satisfies SameKeys<typeof english>;
