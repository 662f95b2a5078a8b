import type { verifier as english } from '../en/verifier.ts';
import type { SameKeys } from '../strings.ts';

/** Audiitori leht: kontrollija ühes failis. */
export const verifier = {
  lead: 'Lohistage siia paketid või nende kaust või valige need. Kõik, mida saab uuesti arvutada, arvutatakse sellel lehel, siinsamas arvutis. Midagi ei saadeta kuhugi: leht keelab endale igasuguse ühenduse.',
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
    timeAnchors: 'Ajatempliteenused, mida usaldate (PEM)',
  },
  'trust-refused':
    'Seda faili ei saa kasutada, seepärast otsust ei ole. Valige teine fail või jätke see ära.',
  signers: 'Allkirjastajad, nii palju kui te neid tunnete',
  print: 'Prindi',
  save: 'Salvesta otsus (JSON)',
  'save-comparison': 'Salvesta muutused (JSON)',
  'one-by-one': 'Üks pakett tervikuna',
  record: 'Mis paketi sõnul juhtus',
  'record-lead':
    'Sündmuste käik, osalejad, võtmed, osakud ja kõrvalekalded: sellel lehel protokolli sündmustest uuesti koostatud.',
  'record-doubt':
    'See pakett ei ole korras. Järgneb see, mida selle kirjutaja tahab öelda; ärge sellele tuginege.',
  'record-working': 'Loen protokolli…',
  folded: 'Pikad loetelud on ahendatud. Brauseri otsing leiab selle, mis on avatud; väljatrükis on kõik.',
  unfold: 'Ava kõik',
  fold: 'Ahenda uuesti',
  alone: 'Kontroll ilma selle programmita',
  'alone-meaning':
    'Fail verifier.html, mis on koostatud koos selle programmiga, kontrollib pakette igas tänapäevases brauseris ja ilma võrguta. Andke see audiitoritele ja teatage neile räsi muul teel:',
  'save-copy': 'Salvesta verifier.html',
  saved: 'Salvestatud: {{file}}',
} satisfies SameKeys<typeof english>;
