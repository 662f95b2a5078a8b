import type { backups as english } from '../en/backups.ts';

/** Faili pitseerimine saatkonna võtmele ja pitseeritud faili avamine ekraanil. */
export const backups: typeof english = {
  bar: 'Pitseeritud failid',
  'way-title': 'Pitseeritud failid',
  way: 'Avab pitseeritud varukoopia või pitseerib faili saatkonna võtmele.',
  'way-open': 'Ava või pitseeri',
  which: 'Mida teha',
  works: { open: 'Ava pitseeritud fail', seal: 'Pitseeri fail' },
  title: { open: 'Pitseeritud varukoopia avamine', seal: 'Faili pitseerimine saatkonna võtmele' },
  lead: {
    open: 'Võti jääb oma HSM-i. Poolikult avatud fail ei saa kunagi nime, mille valite.',
    seal: 'Pitseeritud faili ei saa keegi avada ilma HSM-ita, milles võti on. Fail ise jääb selliseks, nagu see on.',
  },
  file: 'Fail',
  size: 'Suurus',
  'choose-other': 'Vali teine',

  sealed: {
    title: 'Pitseeritud fail',
    choose: 'Vali pitseeritud fail',
    reading: 'Loen, kuidas see on pitseeritud…',
    cipher: 'Šiffer',
    to: 'Pitseeritud võtmele',
  },
  ciphers: {
    'aes-256-gcm': 'AES-256-GCM, autenditud',
    'aes-256-cbc': 'AES-256-CBC, autentimata',
  },
  'cbc-before':
    'Pitseeritud AES-256-CBC-ga: selles failis ei näita miski, kas seda on muudetud. Selle saab avada, aga selle ehtsust ei saa tõendada.',

  hsm: {
    title: 'HSM, milles võti on',
    which: 'Milline HSM?',
    first: 'Valige kõigepealt pitseeritud fail.',
    none: 'HSM-i ei ole. Ühendage see ja vaadake siis uuesti.',
    again: 'Vaata uuesti',
    holds: {
      named: 'siin on {{keys}}, millele fail on pitseeritud',
      possible: 'siin on {{keys}}, mis võib olla õige võti',
      no: 'ei näita seda võtit',
    },
    'holds-unnamed': {
      named: 'siin on võti, millele fail on pitseeritud',
      possible: 'siin on mitu võtit, mis võivad sobida',
      no: 'ei näita seda võtit',
    },
    label: 'Võtme märgis HSM-is',
    'label-hint': 'Sobib mitu võtit. Nimetage see, millele fail on pitseeritud.',
    bundle: 'Näita ka paketti',
    'bundle-hint': 'Kui failis on nimetatud sertifikaat, selgub paketist, kelle oma see on.',
    'bundle-shown': 'Pakett',
  },

  content: {
    title: { open: 'Kuhu sisu läheb', seal: 'Pitseeritav fail' },
    choose: 'Vali fail',
  },
  bundle: {
    title: 'Pakett ja selle võti',
    choose: 'Vali pakett',
    reading: 'Kontrollin kõike, mis paketis on…',
    embassy: 'Saatkond',
    key: 'Võti',
    which: 'Milline võti?',
    rehearsal: 'See on õppuse võti. See ei kaitse midagi.',
  },
  output: {
    title: { open: 'Kuhu sisu läheb', seal: 'Kuhu pitseeritud fail läheb' },
    first: 'Midagi ei kirjutata kunagi üle: valige nimi, mis on vaba.',
    choose: 'Vali koht ja nimi',
    to: 'Salvestatakse nimega',
  },
  large:
    'OpenSSL 3.0 ei ava 2 GiB suurust ega suuremat faili; seda avab ainult see programm. Jagage fail enne osadeks, kui see peab kunagi avanema ka ilma selle programmita.',

  begin: { open: 'Ava', seal: 'Pitseeri' },
  missing: {
    file: 'Valige kõigepealt fail.',
    sealed: 'Valige fail, mida saab avada.',
    bundle: 'Valige pakett.',
    hsm: 'Valige HSM.',
    output: 'Valige, kuhu see salvestada.',
  },

  working: {
    title: { open: 'Faili avatakse', seal: 'Faili pitseeritakse' },
    lead: 'Selle saab igal ajal peatada; siis ei jäeta sellest midagi alles.',
    beginning: { open: 'Küsin HSM-ilt võtit…', seal: 'Kontrollin paketti…' },
    finishing: 'Kõik on loetud. Ootan ketast…',
    done: '{{done}}, kokku {{total}}',
    percent: '{{percent}} %',
    rate: '{{rate}}/s',
    left: {
      moment: 'jäänud on alla minuti',
      minutes_one: 'jäänud on umbes {{count}} minut',
      minutes_other: 'jäänud on umbes {{count}} minutit',
    },
    stop: 'Peata',
    stopping: 'Peatan…',
  },

  done: {
    authentic: 'Avatud: täpselt see, mis pitseeriti',
    'authentic-meaning': 'Iga bait kontrolliti enne, kui fail sai oma nime.',
    unproved: 'Avatud, aga sisu ehtsust ei tõenda miski',
    'unproved-meaning':
      'See oli pitseeritud AES-256-CBC-ga, mille puhul ei näita miski, kas sisu on muudetud. Ärge sellele tuginege, enne kui olete seda võrrelnud omaniku antud räsiga.',
    sealed: 'Pitseeritud',
    'sealed-meaning': 'See avaneb HSM-is oleva võtmega ja ainult sellega.',
    saved: 'Salvestatud nimega',
    'opened-with': 'Avatud võtmega',
    'sealed-to': 'Pitseeritud võtmele',
    again: { open: 'Ava veel üks fail', seal: 'Pitseeri veel üks fail' },
  },
  refused: {
    open: 'Faili ei avatud',
    seal: 'Faili ei pitseeritud',
    stopped: 'See peatati',
  },
  nothing:
    'Teie valitud nime ei saanud ükski fail. Kirjutatu kustutatakse, hiljemalt siis, kui uuesti proovite.',

  leaving: {
    message: 'Kas peatada ja sulgeda?',
    detail:
      'Faili pitseeritakse või avatakse. Kui sulgete akna, siis see peatatakse ja sellest ei jäeta midagi alles.',
    stay: 'Jää',
    leave: 'Peata ja sulge',
  },
};
