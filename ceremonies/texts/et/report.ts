import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  title: 'Võtmetseremoonia aruanne',
  rehearsal: 'ÕPPUS',
  kinds: {
    generate: 'Uue võtme loomine ja jagamine',
    reconstitute: 'Võtmete taastamine võtmehoidjate osakutest',
    check: 'Võtmehoidjate osakute kontroll',
    rotate: 'Võtme vahetamine järgmise versiooni vastu',
    reshare: 'Võtmehoidjate osakute vahetamine uute vastu',
    destroy: 'Võtme, osakute või kaardi hävitamine',
  },
  acts: {
    opening: 'Avamine',
    'roll-call': 'Nimeline kontroll',
    key: 'Võti',
    recovery: 'Taastamine',
    shares: 'Osakud',
    health: 'Osakute näitamine',
    rewrap: 'Andmete üleviimine',
    'hand-in': 'Vanade osakute tagastamine',
    destruction: 'Hävitamine',
    closing: 'Lõpetamine',
  },
  roles: {
    administrator: 'Tseremoonia juht',
    witness: 'Tunnistaja',
    custodian: 'Võtmehoidja',
    auditor: 'Audiitor',
  },
  duties: {
    administrator: 'Juhib tseremooniat, loeb stsenaariumi ette, allkirjastab iga etapi.',
    witness: 'Jälgib iga sammu, võrdleb ette loetut, allkirjastab iga etapi.',
    custodian: 'Hoiab üht osakut; allkirjastab selle kättesaamise ja iga toomise või näitamise.',
    auditor: 'Jälgib kogu tseremooniat ja allkirjastab suletud protokolli.',
  },
  origin: { initialised: 'siin kasutusele võetud', adopted: 'kaasa toodud' },
  states: {
    'pre-activation': 'loodud',
    active: 'kasutusel',
    deactivated: 'kasutuselt kõrvaldatud',
    compromised: 'kompromiteeritud',
    destroyed: 'hävitatud',
  },
  setStates: { live: 'Kehtiv osakukomplekt', void: 'Kehtetu osakukomplekt' },
  directions: { in: 'sisse', out: 'välja' },
  runtimes: {
    official: 'ametlik käituskeskkond',
    unofficial: 'MITTEAMETLIK KÄITUSKESKKOND',
    none: 'ekraanita',
  },

  embassy: 'Saatkond',
  place: 'Koht',
  kind: 'Tseremoonia',
  ceremony: 'Number',
  opened: 'Avatud',
  closed: 'Suletud',
  key: 'Võti',
  quorum: 'Kvoorum',
  quorumOf: 'mis tahes {{threshold}} võtmehoidjat {{custodians}}-st',
  exceptions: 'Kõrvalekalded',
  disagreements: 'Mittenõustumisi',
  previous: 'Jätkab paketist',
  previousMade: 'Tehtud',
  unread: 'Failid paketi kõrval, mida ei saanud lugeda ja millest mõni võib olla uuem',
  doubts: 'Kahtlused selle paketi suhtes, mille eest vastutavad kaks inimest',
  brought: 'Vaja osakuid',
  newQuorum: 'Uue komplekti kvoorum',
  none: 'puudub',
  head: 'Protokolli võrdlussõnad',
  headSays:
    'Need sõnad tähistavad kogu protokolli räsi. Kui ruumis kuuldi lõpus samu sõnu, on see selle tseremoonia protokoll.',

  people: 'Inimesed ja rollid',
  name: 'Nimi',
  role: 'Roll',
  card: 'Kaart',
  certificate: 'Sertifikaat, SHA-256',
  absent: 'ei tulnud',
  left: 'lahkus enne lõppu',

  actEvents: 'Sündmusi',
  folded: {
    events_one: '{{count}} sündmus, #{{first}}',
    events_other: '{{count}} sündmust, #{{first}}–#{{last}}',
    exceptions_one: '{{count}} kõrvalekalle, #{{first}}',
    exceptions_other: '{{count}} kõrvalekallet, #{{first}}–#{{last}}',
  },
  linesLeftOut:
    'Sündmusi on liiga palju, et igaüht siin näidata. Kõik on paketi failides transcript.jsonl ja report.html.',
  wordsLeftOut:
    'Veel kõrvalekaldeid, mis on siin näitamiseks liiga pikad: {{number}}, sündmuste #{{first}} ja #{{last}} vahel. Nende sõnastus on paketi failides transcript.jsonl ja report.html.',
  timeline: 'Mis toimus',
  time: 'Aeg (UTC)',
  event: 'Sündmus',
  who: 'Kes',
  actSigned: 'Allkirjastanud {{people}}, võrdlussõnad:',

  inventory: 'Võtmete loetelu',
  algorithm: 'Algoritm',
  state: 'Olek, alates',
  checkValue: 'Kontrollväärtus',
  checkValueSays:
    'Võtmepaari kontrollväärtus on avaliku võtme (SubjectPublicKeyInfo) SHA-256 räsi; AES-võtme oma on nullploki AES-CMAC-i esimesed viis baiti.',
  hsm: 'HSM',
  set: 'Osakukomplekt',

  rebuilt: 'Mis taastati',
  restoredAt: 'Taastatud (UTC)',
  rebuiltSays:
    'Iga võti on pärit varasemast paketist, selle kontrollväärtus on sama mis loomisel ja see avas siin HSM-is proovisõnumi, mis talle loomisel pitseeriti.',

  contributions: 'Kes millise osaku tõi',
  share: 'Osak',
  broughtBy: 'Tooja',
  anotherCard: 'teise kaardiga kui see, mida register teab',
  source: 'Kus see oli',
  sources: {
    'card-object': 'kaardil',
    'bundle-copy': 'paketis pitseerituna, kaart avas selle',
    sheet: 'paberil',
  },

  health: 'Millised osakud on terved',
  stands:
    'Kvoorum on olemas. Näidatud ja terveid osakuid {{shown}}, kokku {{count}}, vaja {{threshold}}. Varuks: {{margin}}.',
  standsNot:
    'KVOORUMI OLEMASOLU EI NÄIDATUD. Näidatud ja terveid osakuid {{shown}}, kokku {{count}}, vaja {{threshold}}. Otsige puuduvad üles või tehke uus osakukomplekt, kuni võtmed on veel HSM-is.',
  inThisCheck: 'Selles kontrollis',
  isShown: 'näidatud, terve',
  isMissing: 'NÄITAMATA',
  proven: 'Viimati tõendatud (UTC)',
  never: 'mitte kunagi',
  lostCards: 'Varasematel kaartidel',
  lostCardEnds: { destroyed: 'hävitatud', shown: 'jälle siin' },

  shareSets: 'Osakukomplektid',
  superseded:
    'Selles tseremoonias asendatud: ükski tseremoonia neid osakuid enam ei võta. Võtmed on aga samad. Kellel on neist osakutest {{threshold}}, saab võtmed endiselt käsitsi taastada: paketiga {{bundle}}, varasematega ja selle paketi protokolliga. Hävitage need osakud.',
  neverUsed:
    'Sellest loobuti enne tõendamist: ükski tseremoonia neid osakuid ei võta. Kui neist jõuti välja anda {{threshold}}, saab võtme nendega endiselt käsitsi taastada. Hävitage, mis neist on jäänud, ka paberil.',
  voidBefore:
    'Kehtetu juba varasemast tseremooniast: ükski tseremoonia neid osakuid ei võta. Tolleaegse paketiga saab neist (vaja {{threshold}}) võtmed ehk endiselt käsitsi taastada. Hävitage, mis neist on jäänud.',
  onPaper: 'Paberil',
  printer: 'Printer',
  proof: 'Tõendatud enne lõpetamist',
  proofSays: 'kvoorumeid {{quorums}}, tagasi loetud osakute kokkupanekuid {{recombinations}}',
  mixed: 'Taastevõtmesse segatud',
  mixedSays:
    '{{hsmBytes}} baiti HSM-ist, {{osBytes}} baiti operatsioonisüsteemist, {{diceRolls}} täringuviset',
  recoveryKeyCommitment: 'Taastevõtme sidumus',
  holder: 'Võtmehoidja',
  nobody: 'ei antud kellelegi',
  commitment: 'Sidumus',

  devices: 'Seadmed',
  label: 'Märgis',
  maker: 'Tootja ja mudel',
  serial: 'Seerianumber',
  hardware: 'Riistvara',
  firmware: 'Püsivara',
  isSoftware: 'Tarkvaraline',
  yes: 'jah',
  no: 'ei',
  module: 'PKCS#11 moodul',
  version: 'Versioon',

  room: 'Ruum',
  airGap: 'Võrgust lahutatus',
  airGapClean: 'võrku ei leitud',
  hostClock: 'Arvuti kell',
  bag: 'Turvakott',
  holds: 'Sisu',
  direction: 'Suund',

  expected: 'Oodati',
  happened: 'Juhtus',
  decided: 'Otsustati',
  departed: 'Lahkus enne lõppu ega allkirjastanud: {{name}}. Põhjus: {{reason}}',
  noExceptions: 'Kõrvalekaldeid ei olnud.',
  interruptions:
    'Programmi taaskäivitusi: {{resumed}}. Selle tõttu või otsusega kehtetuks tunnistatud osakukomplekte: {{voided}}. Osakute uuesti küsimisi: {{again}}.',

  declarations: 'Kinnitused',
  declares: 'Kinnitab',
  agrees: 'nõustub',
  agreesNot: 'EI NÕUSTU',
  remark: 'Märkus',

  signatures: 'Allkirjad',
  signaturesSay:
    'Need on allkirjastanud paketi ja koos sellega selle aruande võtmega, mis on HSM-is või kaardil. Omakäeline allkiri on neile, kelle kord seda nõuab; siin ei sõltu sellest midagi.',
  inInk: 'Omakäeliselt',
  hsmLost: 'HSM-i allkirja EI OLE: juht ja tunnistaja panid kirja, et seda HSM-i enam ei ole',
  custodyExceeded:
    '{{name}} on pooleli jäänud tseremooniatel hoidnud käes ühe taastevõtme osakuid kokku {{shares}}, taastamiseks on vaja {{threshold}}: võtmed võivad olla teada ja need tuleb vahetada',
  hsmLostBefore: 'Kadunud, nagu pandi kirja pooleli jäänud tseremoonial',
  cardReplaced:
    'Kaardi asemele, mille omanik on {{name}}, võeti teine. Põhjus: {{because}} Kinnitasid: {{people}}',
  cardMayHold:
    'Vanal kaardil võib olla osak, mille see oma PIN-koodiga avab: hoidke kaarti turvakotis või hävitage see.',

  software: 'Tarkvara',
  appHash: 'Programmi räsi',
  verifierSha256: 'Audiitori lehe räsi',
  runtime: 'Käituskeskkond',
  platform: 'Platvorm',

  verify: 'Kuidas seda kontrollida',
  verifySays:
    'See aruanne on üks fail allkirjastatud paketist. Usaldage seda alles siis, kui pakett on kontrollitud: „ceremony verify FILE“ kontrollib kõike ja paketi README.txt ütleb, kuidas teha seda ainult vahenditega unzip, sha256sum, openssl ja jq.',
  notes: 'Kõik ajad on arvuti kellaajad, mida võrreldi ülaltoodud kellaga.',

  sheet: {
    title: 'Võtmetseremoonia stsenaarium',
    number: 'Nr',
    step: 'Samm',
    who: 'Kes',
    time: 'Kell',
    initials: 'Initsiaalid',
    date: 'Kuupäev',
    how: 'Enne tseremooniat annavad kõik allpool allkirja. Igal sammul loeb juht esimese lõigu ette; nimetatud inimesed teevad, mida ütleb teine lõik. Kui samm on tehtud, kirjutage kellaaeg ja initsiaalid. Lehe jaluses on paketti lisatava faili script.json räsi: kui see on sama, järgiti seda paberit.',
    exceptionsSay:
      'Kirjutage siia, mis läks teisiti kui stsenaariumis, ja sisestage see ka programmi: allkirjastatakse ainult see, mis on sinna sisestatud.',
  },

  foot: {
    page: 'Lk',
    report: 'Paketi faili report.html SHA-256',
    script: 'Paketi faili script.json SHA-256',
    translation: 'Tõlge; allkirjastatud on report.html {{signed}} keeles. Paketi SHA-256',
    otherProgram: 'Uuesti koostatud; allkirjastatud on paketi fail report.html. Paketi SHA-256',
    certificate: 'Allkirjastatud paketi failis report.html. Paketi SHA-256',
    journal: 'Paketti ei ole. Faili journal.jsonl viimase sündmuse SHA-256',
    comparison: 'Paketi A SHA-256, siis paketi B oma',
    verdict: 'Uuesti kontrollitud. Paketi SHA-256',
  },
  languages: { en: 'inglise', et: 'eesti', fr: 'prantsuse' },
};
