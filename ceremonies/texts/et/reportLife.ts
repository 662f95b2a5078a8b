import type { SameKeys } from '../strings.ts';
import type { reportLife as english } from '../en/reportLife.ts';

export const reportLife = {
  titles: {
    certificate: 'Hävitamisakt',
    compromised: 'Võtmed, mis võivad olla ka kellelgi teisel',
    rotation: 'Milline versioon on kasutusel',
    rewrap: 'Mis viidi uuele versioonile',
    'old-shares': 'Mida kehtetud osakud veel avavad',
    custody: 'Osakute hoidmise arvestus',
  },

  rotationSays:
    'Nüüdsest pitseeritakse ainult kasutusel olevale versioonile. Kasutuselt kõrvaldatud versioon avab seda, mis on talle pitseeritud, ja ei midagi muud; hoidke selle osakukomplekt alles, kuni kõik selle all olev on üle viidud ja versioon hävitatud.',
  dataUnder: 'Teadaolevalt selle all',
  nothingTold: 'loendite järgi mitte midagi',
  wasGivenUp: '{{what}}, loobutud',
  holds: {
    'data-keys_one': '{{name}}: {{count}} andmevõti',
    'data-keys_other': '{{name}}: {{count}} andmevõtit',
    backups_one: '{{name}}: {{count}} pitseeritud varukoopia',
    backups_other: '{{name}}: {{count}} pitseeritud varukoopiat',
  },

  rewrapSays:
    'Varasemate versioonide all olnu viidi üle versioonile {{key}}. Vana ja uut loendit loeti kõrvuti: iga tunnus on uues loendis või üle viimata jäänute nimekirjas täpselt üks kord ning iga andmevõti avati uue versiooniga uuesti ja võrreldi.',
  leftSays:
    'Üle viimata jäi {{number}}, need on endise versiooni all. Vana versiooni ei tohi enne nende üleviimist hävitada.',
  dataKeys: 'Andmevõtmed',
  oldInventory: 'Loetud loend, SHA-256',
  lines: 'Ridu',
  inToken: 'Üle viidud HSM-i sees, ei väljunud kordagi krüpteerimata',
  inEngine: 'Üle viidud läbi programmi lukustatud mälu',
  notMoved: 'Üle viimata',
  newInventory: 'Uus loend, SHA-256',
  notMovedList: 'Üle viimata jäänute nimekiri, SHA-256',
  dataSet: 'Andmestik',
  under: 'Oli versiooni all',
  unread: 'ei olnud loetav',
  another: 'teine võti',
  moved: 'Üle viidud',
  line: 'Rida',
  id: 'Tunnus',
  why: 'Miks',
  moreListed: 'Veel {{number}} on nimekirjas uue loendi kõrval.',
  backups: 'Pitseeritud varukoopiad',
  folder: 'Kaust',
  file: 'Fail',
  before: 'Enne, SHA-256',
  after: 'Pärast, SHA-256',
  content: 'Sisu, SHA-256',

  exposed:
    'Pidage kõike, mis sellele versioonile kunagi pitseeriti, avatuks igaühele, kellel võti on. Andmevõtmete üleviimine ei võta tagasi seda, mis enne loeti.',
  since: 'Alates (UTC)',
  next: 'Mida on vaja teha',
  rotateNow: 'võtme vahetamine, kohe: ükski teine versioon ei ole kasutusel',
  moveTo: 'viia selle all olev versioonile {{version}} ja versioon hävitada',

  oldSharesSay:
    'Need komplektid on kehtetud ja ükski tseremoonia nende osakuid ei võta. Aga kes toob neist kokku nii palju, kui vaja, ja kellel on mõni siin nimetatud pakett, taastab siin nimetatud võtmed käsitsi. Needsamad paketid sisaldavad ka iga osakut, oma kaardile pitseeritult: kaart, millelt hävitati ainult osak, avab selle ikka. See lõpeb, kui kaardid ja lehed ise on hävitatud või kui võtme asemel on uus versioon ja selle andmed on üle viidud.',
  sharesLeft: 'Osakuid, mida saab nii veel kasutada',
  leftOf: '{{left}}; vaja on {{threshold}}',
  opens: 'Need avavad',
  endedAt: 'Kehtetu alates (UTC)',
  withBundles: 'Koos mõnega neist pakettidest',
  andThisOne: 'Ja koos sellesama paketiga: selle esimeses sündmuses on eelmine register.',
  holders: 'Hoidjad',

  custodySays:
    'Kelle käes on kunagi olnud millise taastevõtme milline osak, hoidjana või teise osaku toojana, nii palju kui see on kirja pandud. Kellegi kätte ei tohi saada nii palju, et võtme taastada.',
  hasHad: 'Käes olnud osakute numbrid',
  ofNeeded: 'Mitu kvoorumist',
  ofThreshold: '{{number}} / {{threshold}}',
  destroyed: 'Hävitatud',

  target: {
    title: 'Hävitatud',
    key: 'Võti {{key}}',
    set: 'Osakud: {{keys}} ({{threshold}} / {{count}})',
    card: 'Kaart, hoidja {{name}} ({{card}})',
  },
  onHsms: 'HSM-id, seal alates (UTC)',
  removed: { destroyed: 'seal hävitatud', lost: 'kadunud' },

  certifies: {
    key: 'See akt tõendab, et siin nimetatud võti hävitati siin nimetatud HSM-is, ja ütleb, mis sellest teadaolevalt alles on.',
    set: 'See akt tõendab, millised siin nimetatud komplekti osakud hävitati ja milliseid ei tagastatud.',
    card: 'See akt tõendab, et siin nimetatud kaart hävitati koos sellel olnud osakutega.',
  },
  by: 'Hävitasid',
  seenBy: 'Juures olid',
  when: 'Millal (UTC)',
  objects: 'Hävitatud objekte',
  partly:
    'Võti kadus ainult sellest HSM-ist. See ei ole hävitatud: allpool nimetatud HSM-ides on see alles, selle krüpteeritud koopia jääb registrisse ja olek on endine. Võti lõpeb siis, kui see ka seal hävitatakse.',
  foundHsm: 'Varem kirjas kui kadunud, nüüd leitud',
  lostHsms: 'HSM-id, mida juhi ja tunnistaja sõnul enam ei ole; miski siin seda ei näita',
  givenUp: 'Loobutud',
  givenUpSays:
    'See oli võtme all ja jäi üle viimata. Juht ja tunnistaja loobusid sellest, kumbki oma kaardiga: kui võtmest ühtegi koopiat alles ei ole, ei ava seda enam keegi.',
  count: 'Arv',
  listDigest: 'Nimekiri, SHA-256',
  searched: 'Otsiti uuesti',
  gone: 'midagi ei leitud',
  used: 'Kasutati pärast uuesti',
  use: {
    refused: 'HSM keeldus; enne see toimis',
    untried: 'ei proovitud: kui programm vaatas, ei olnud võtit enam alles või ei toiminud see ka enne',
  },
  confirmedAgain: 'Kinnitasid veel kord kaardiga',
  dead: 'Mis seda enam tagasi ei too',
  deadWrapping:
    'Selle tseremoonia järgses registris krüpteeritud koopiat enam ei ole ja ükski tseremoonia seda võtit osakutest ei taasta.',
  tooFewLeft: 'osakuid on alles liiga vähe',
  notDead: 'Mis võib selle veel tagasi tuua',
  noneKnown: 'Mitte miski, mida see register teaks.',
  notDeadSays:
    'Võti on hävitatud ainult seal, kus see akt seda ütleb. Vanemates pakettides on selle krüpteeritud koopia ja neid ei saa keegi kõigi eest hävitada: lõplikult kadunud on see alles siis, kui siin nimetatud osakud ja koopiad teistes HSM-ides on hävitatud. Kasutusel olev osakukomplekt kaitseb muid võtmeid: vahetage selle osakud enne uute vastu.',
  sharesNotDead:
    'Osakud on kaartidelt võetud, kuid vanemad paketid sisaldavad iga osakut oma kaardile pitseeritult: kuni kaardid ise on hävitamata, taastab võtmed see, kellel on neid küllalt, nende PIN-koodid ja mõni siin nimetatud pakett.',
  stillOn: 'HSM-id, kus see on alles',
  way: 'Kuidas',
  ways: { erased: 'kustutati ja otsiti uuesti', physically: 'purustati juuresolijate silme all' },
  stillInBag: 'alles turvakotis {{bag}}',
  media: {
    'card-object': 'kaardil',
    sheet: 'paberil',
    card: 'koos kogu kaardiga',
  },
  notHandedIn: 'JÄI TAGASTAMATA',
  mayLieOn: 'võib olla varasemal kaardil {{card}}',
  signature: 'Allkiri',
} satisfies SameKeys<typeof english>;
