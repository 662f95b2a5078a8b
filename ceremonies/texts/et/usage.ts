import type { SameKeys } from '../strings.ts';
import type { usage as english } from '../en/usage.ts';

export const usage = {
  does: {
    rehearse:
      'mängib tseremooniad inimesteta läbi, igaüks eelmise paketist, ja kirjutab DIR/01-generate.asice, …; KIND: generate (ka nimetamata esimesena, kui midagi ei eelne), check, rotate, reshare, reconstitute, destroy',
    verify:
      'kõik, mida audiitor kontrollib: otsus iga väite kohta ja siis üks rida; kausta puhul iga pakett selles ja nende ahel',
    show: 'protokoll, nagu inimesed seda loevad; ei kontrolli',
    diff: 'kas B jätkab paketist A ja mis muutus; ütleb ka, kuidas lõpeb kummagi enda kontroll',
    timestamp:
      'kirjutab päringu ajatempliteenusele (RFC 3161) või kontrollib vastust ja kirjutab paketi koos sellega',
    seal: 'pitseerib faili saatkonna võtmele',
    open: 'avab pitseeritud varukoopia HSM-is oleva võtmega: autentselt, muidu ei teki lõpliku nimega midagi',
    tokens: 'PKCS#11 mooduli pesad ja seadmed ning milleks igaüks sobib',
  },
  options: {
    rehearse: {
      out: 'kuhu paketid lähevad; midagi ei kirjutata üle',
      threshold: 'mitu hoidjat võtme taastab: vaikimisi 3',
      custodians: 'mitu hoidjat on: vaikimisi 5',
      key: 'milline võti tehakse: vaikimisi ecp384',
      'data-keys': 'loend, mille iga rotate üle viib; kui seda ei ole, tehakse see 1000 andmevõtmega',
      backups: 'pitseeritud varukoopiate kaust, mille iga rotate üle viib',
      module: 'PKCS#11 moodul: vaikimisi SoftHSM2, mille seadmed pärast kaovad',
      previous: 'jätkab sellest paketist; selle seadmed peavad moodulis olema',
    },
    verify: {
      json: 'otsus JSON-ina',
      previous: 'pakett, millest FILE jätkab',
      people: 'nimekiri (JSON) neist, keda te sertifikaadi järgi tunnete',
      'trust-anchors': 'nende sertifikaadid, keda te usaldate inimestele kaarte andma',
      'tsa-anchor': 'nende sertifikaadid, keda te usaldate ajatempleid andma',
    },
    show: {
      json: 'sündmused JSON-ina',
    },
    diff: {
      json: 'muutunu JSON-ina',
    },
    timestamp: {
      request: 'kuhu päring kirjutada',
      attach: 'teenuse vastus',
      out: 'kuhu läheb ajatempliga pakett: vaikimisi FILE.stamp1.asice',
    },
    seal: {
      bundle: 'uusim pakett, milles on võtme sertifikaat',
      in: 'mida pitseerida',
      out: 'kuhu see läheb',
      key: 'milline võti, kui neid on mitu',
    },
    open: {
      module: 'PKCS#11 moodul: vaikimisi SoftHSM2',
      parameters: 'millega moodul käivitada, kui see on vajalik (NSS)',
      in: 'mida avada',
      out: 'kuhu sisu läheb',
      token: 'milline HSM, kui neid on mitu',
      key: 'milline võti selles',
      bundle: 'ütleb, millisele võtmele sertifikaat kuulub, kui HSM seda ei tea',
      'pin-file': 'esimene rida on PIN; muidu CEREMONY_PIN, terminal või standardsisend',
    },
    tokens: {
      module: 'vaikimisi SoftHSM2',
      parameters: 'millega moodul käivitada, kui see on vajalik (NSS)',
    },
  },
  exits: {
    good: 'hea: tehtud või iga väide kehtib',
    bad: 'halb: mõni väide ei kehti või tseremoonia ebaõnnestus',
    unreadable: 'lugemata: faili või seadet ei saanud kasutada või käsust ei saadud aru',
  },
  failure: 'Ebaõnnestumine on üks rida standardveas: kood: lause.',
} satisfies SameKeys<typeof english>;
