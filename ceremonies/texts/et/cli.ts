import type { cli as english } from '../en/cli.ts';

export const cli: typeof english = {
  good: 'hea: kõik väited kehtivad',
  bad: 'halb: {{failed}} väidet ei kehti',
  unreadable: 'loetamatu',
  summary:
    '{{embassy}} · {{place}} · {{keyLabel}} ({{algorithm}}) · {{threshold}} / {{custodians}} · {{domain}}',
  words: 'Kontrollsõnad:',
  notVerified: 'Näidatud, kuid kontrollimata: seda teeb „ceremony verify”.',
  continues: 'Jätkab paketist, mida ei näidatud: {{sha256}}',
  exceptions: 'kõrvalekaldeid: {{exceptions}}, mittenõustumisi: {{disagreements}}',

  rehearse: { bundle: '{{path}}  SHA-256 {{sha256}}' },

  tokens: {
    blank: '(tühi seade)',
    software: 'tarkvaraline seade: ainult õppusteks',
    hsm: 'HSM-ina, {{algorithm}}: jah',
    noHsm: 'HSM-ina, {{algorithm}}: ei, puudub {{missing}}',
    enrolment: 'siin kasutusele võetava kaardina: jah',
    'no-enrolment': 'siin kasutusele võetava kaardina: ei, puudub {{missing}}',
    signing: 'oma võtmega kaardina, allkirjastamiseks: jah',
    'no-signing': 'oma võtmega kaardina, allkirjastamiseks: ei, puudub {{missing}}',
    sealing: 'oma võtmega kaardina, osaku hoidmiseks: jah',
    'no-sealing': 'oma võtmega kaardina, osaku hoidmiseks: ei, puudub {{missing}}',
  },
};
