import type { verifier as english } from '../en/verifier.ts';
import type { SameKeys } from '../strings.ts';

/** Audiitori leht: kontrollija ühes failis. */
export const verifier = {
  lead: 'Lohistage siia paketid või nende kaust või valige need. Kõik, mida saab uuesti arvutada, arvutatakse sellel lehel, siinsamas masinas. Midagi ei saadeta kuhugi: leht keelab endale iga ühenduse.',
  choose: 'Vali paketid',
  progress: 'Arvutan kõik räsid ja allkirjad uuesti: pakett {{number}}, kokku {{total}}…',
  stop: 'Peata',
  stopped: 'Peatatud enne lõppu: otsust ei ole.',
  'several-files': 'Valitud failid',
  stamped: 'Faili SHA-256 koos ajatemplitega',
  trust: 'Keda te tunnete ja usaldate',
  'trust-hint':
    'Ükski neist ei ole hädavajalik. Ilma nende failideta tuleb nimede puhul uskuda paketti ja ajatempli puhul selle andjat.',
  trusted: {
    people: 'Inimesed, keda tunnete, koos sertifikaatide räsidega (JSON)',
    trustAnchors: 'Kaartide väljaandjad, keda usaldate (PEM)',
    timeAnchors: 'Ajatembeldajad, keda usaldate (PEM)',
  },
  'trust-refused':
    'Seda faili ei saa kasutada, seepärast otsust ei ole. Valige teine fail või jätke see ära.',
  signers: 'Allkirjastajad, niipalju kui te neid tunnete',
  print: 'Prindi',
  save: 'Salvesta otsus (JSON)',
  'save-comparison': 'Salvesta muutused (JSON)',
  'one-by-one': 'Üks pakett tervikuna',
  record: 'Mis paketi sõnul juhtus',
  'record-lead':
    'Sündmuste käik, osalejad, võtmed, osakud ja kõrvalekalded: sellel lehel protokolli sündmustest uuesti koostatud.',
  'record-doubt':
    'See pakett ei ole korras. Järgneb see, mida selle kirjutaja tahab öelda; ärge sellele toetuge.',
  'record-working': 'Loen protokolli…',
  folded:
    'Pikad loetelud on kokku volditud. Brauseri otsing leiab selle, mis on avatud; väljatrükis on kõik.',
  unfold: 'Ava kõik',
  fold: 'Voldi jälle kokku',
  alone: 'Kontroll ilma selle programmita',
  'alone-meaning':
    'Fail verifier.html, mis on ehitatud koos selle programmiga, kontrollib pakette igas praeguses brauseris ja ilma võrguta. Andke see audiitoritele ja öelge neile räsi muud teed pidi:',
  'save-copy': 'Salvesta verifier.html',
  saved: 'Salvestatud: {{file}}',
} satisfies SameKeys<typeof english>;
