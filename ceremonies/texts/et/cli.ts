import type { cli as english } from '../en/cli.ts';

export const cli: typeof english = {
  good: 'hea: kõik väited kehtivad',
  bad_one: 'halb: {{count}} väide ei kehti',
  bad_other: 'halb: {{count}} väidet ei kehti',
  unreadable: 'loetamatu',
  quorum: '{{threshold}} / {{custodians}}',
  words: 'Võrdlussõnad:',
  notVerified: 'Näidatud, kuid kontrollimata: seda teeb „ceremony verify“.',
  continues: 'Jätkab paketist, mida ei näidatud: {{sha256}}',
  stamped: 'Ilma ajatempliteta on paketi SHA-256 {{sha256}}',
  stands:
    'osakukomplekt {{set}}: kvoorum on olemas; näidatud {{shown}}, kokku {{count}}, vaja {{threshold}}, varuks {{margin}}',
  standsNot:
    'osakukomplekt {{set}}: KVOORUMI OLEMASOLU EI NÄIDATUD; näidatud {{shown}}, kokku {{count}}, vaja {{threshold}}',
  notSeen: 'näitamata: {{names}}',
  exceptions: 'kõrvalekaldeid: {{exceptions}}, mittenõustumisi: {{disagreements}}',
  deed: '{{name}}: {{text}}',

  chain: {
    bundle: '{{order}}  {{name}}  {{kind}}  {{closedAt}}  {{digest}}…  {{verdict}}',
    good: 'hea',
    bad: 'HALB: {{claims}}',
    unreadable: 'loetamatu: {{code}}',
    copies: '   samad baidid: {{names}}',
    newest: 'uusim: {{name}}  SHA-256 {{sha256}}',
    newestUnknown: 'uusim: TEADMATA, sest neid ei saa lugeda ja need võivad olla uuemad: {{names}}',
    noNewest: 'uusim: puudub, sest mitmel paketil ei ole järgmist või ei saa ühtegi lugeda',
  },

  signers: {
    listed: '{{name}}: teada, selle sertifikaadiga teie nimekirjas',
    'listed-otherwise': '{{name}}: SERTIFIKAAT ON TEIE NIMEKIRJAS TEISE NIMEGA: {{knownAs}}',
    anchored: '{{name}}: teada, teie usaldatud asutuse kaudu kui {{knownAs}}',
    'anchored-otherwise': '{{name}}: teie usaldatud asutus andis sertifikaadi nimele {{knownAs}}',
    'other-certificate':
      '{{name}}: nimi on teie nimekirjas teise sertifikaadiga; see siin on {{certificateSha256}}',
    unknown: '{{name}}: teile teadmata; sertifikaat {{certificateSha256}}',
  },

  rehearse: { bundle: '{{path}}  SHA-256 {{sha256}}', written: 'kirjutatud: {{path}}' },

  progress: '{{percent}} % / {{total}}, {{rate}}/s',

  seal: {
    sealed: '{{path}}  {{sizeBytes}} baiti, pitseeritud võtmele {{label}} v{{version}} ({{algorithm}})',
    large:
      'märkus: OpenSSL 3.0 ei ava 2 GiB suurust ega suuremat faili, seda avab ainult see programm; jagage sisu osadeks, kui see peab avanema ka ilma selleta',
    rehearsal: 'hoiatus: see on õppuse võti; see ei kaitse midagi',
  },

  open: {
    pin: '{{token}} ({{serial}}), PIN: ',
    authentic: '{{path}}  {{sizeBytes}} baiti, avatud võtmega {{label}}, täpselt nagu need pitseeriti',
    unauthenticated: '{{path}}  {{sizeBytes}} baiti, avatud võtmega {{label}}, autentsus kontrollimata',
    warning:
      'hoiatus: pitseeritud AES-CBC-ga, mille puhul ei näita miski, kas sisu on muudetud; võrrelge seda omaniku antud räsiga',
  },

  timestamp: {
    request: '{{path}}  päring {{number}}. ajatempli saamiseks, SHA-256 {{sha256}}',
    attached: '{{path}}  koos {{number}}. ajatempliga: {{at}}, andis {{authority}}',
  },

  tokens: {
    none: 'ühtki seadet ei ole: sisestage kaart või ühendage HSM ja vaadake uuesti',
    blank: '(tühi seade)',
    unanswering: 'mida see suudab, seda ta ei ütle',
    software: 'tarkvaraline seade: ainult õppusteks',
    hsm: 'HSM-ina, {{algorithm}}: jah',
    noHsm: 'HSM-ina, {{algorithm}}: ei, puudub {{missing}}',
    enrolment: 'siin kasutusele võetava kaardina: jah',
    'no-enrolment': 'siin kasutusele võetava kaardina: ei, puudub {{missing}}',
    makes: {
      signing: 'kaardina, võtmed, mida see teeb allkirjastamiseks: {{algorithms}}',
      sealing: 'kaardina, võtmed, mida see teeb osaku hoidmiseks: {{algorithms}}',
    },
    signing: 'oma võtmega kaardina, allkirjastamiseks: jah',
    'no-signing': 'oma võtmega kaardina, allkirjastamiseks: ei, puudub {{missing}}',
    sealing: 'oma võtmega kaardina, osaku hoidmiseks: jah',
    'no-sealing': 'oma võtmega kaardina, osaku hoidmiseks: ei, puudub {{missing}}',
  },
};
