import type { sheet as english } from '../en/sheet.ts';

export const sheet: typeof english = {
  title: 'Osak {{index}}/{{count}}',
  control: 'Kontrollsõnad',
  any: 'võtme taastavad mis tahes {{threshold}}',
  rehearsal: 'ÕPPUS: see leht ei kaitse midagi',
  facts: {
    embassy: 'Saatkond',
    keys: 'Võtmed',
    custodian: 'Võtmehoidja',
    made: 'Tehtud',
    ceremony: 'Tseremoonia',
    set: 'Osakukomplekt',
    commitment: 'Sidumus',
  },
  more: '{{labels}} ja veel {{count}}, loetletud paketis',
  what: 'Mis see on',
  whatSays:
    'Üks osa ülal nimetatud saatkonna taastevõtmest. Üksi ei ava see midagi. Mis tahes {{threshold}} osakut {{count}}-st koos tseremoonia paketiga (fail lõpuga .asice) annavad tagasi kõik ülal nimetatud võtmed: nii neile, kellele need kuuluvad, kui ka vargale.',
  keep: 'Mida sellega teha',
  steps: {
    bag: 'Kirjutage läbipaistmatu turvakoti number allolevasse kasti ja andke allkiri. Murdke lehe alumine serv üles jooneni, nii et osak jääb sissepoole. Pitseerige leht sellesse kotti.',
    store:
      'Hoidke kotti kohas, kuhu keegi teine ei pääse. Ärge tehke lehest koopiat ega fotot ja ärge saatke seda kellelegi. Kui kott on avatud või kadunud, teatage kohe tseremoonia juhile: uue osakukomplektiga muutub see leht väärtusetuks.',
    use: 'Kui teid kutsutakse, tooge kott avamata. Programm loeb koodi kaameraga või sõnu, mille te sisestate.',
    alone: 'Ilma programmita: „Rebuilding by hand“ (selle OPERATIONS.md) ja „A share on paper“ (FORMAT.md).',
  },
  bag: 'Turvakoti number',
  signature: 'Hoidja allkiri',
  date: 'Kuupäev',
  secret: 'SALAJANE allpool: murdke lehe alumine serv selle jooneni',
  fold: 'murdke siit, osak sissepoole',
  code: 'Kood',
  codeSays:
    'Iga QR-koodi lugeja näitab selle teksti: komplekt, number, k, n, sool ja osak, kaldkriipsudega eraldatud. Kasutage lugejat, mis ei jäta midagi alles ega saada midagi edasi.',
  words: 'Sõnad',
  wordsSays:
    'Sama osak juhuks, kui kood on rikutud. Sisestage rida-realt, vasakult paremale; piisab sõna neljast esimesest tähest. Veerud 9 ja 10 kontrollivad rida, nii et viga selgub kohe.',
};
