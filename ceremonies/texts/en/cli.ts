export const cli = {
  good: 'good: every claim holds',
  bad: 'bad: {{failed}} claims do not hold',
  unreadable: 'unreadable',
  summary:
    '{{embassy}} · {{place}} · {{keyLabel}} ({{algorithm}}) · {{threshold}} of {{custodians}} · {{domain}}',
  words: 'Check words:',
  notVerified: 'Shown, not verified: “ceremony verify” does that.',
  continues: 'Continues from a bundle that was not shown: {{sha256}}',
  exceptions: 'exceptions: {{exceptions}}, declarations against: {{disagreements}}',

  rehearse: { bundle: '{{path}}  SHA-256 {{sha256}}' },

  tokens: {
    blank: '(blank token)',
    software: 'software token: rehearsals only',
    hsm: 'as HSM, {{algorithm}}: yes',
    noHsm: 'as HSM, {{algorithm}}: no, for it lacks {{missing}}',
    enrolment: 'as card, made ready here: yes',
    'no-enrolment': 'as card, made ready here: no, for it lacks {{missing}}',
    signing: 'as card with its own key, to sign: yes',
    'no-signing': 'as card with its own key, to sign: no, for it lacks {{missing}}',
    sealing: 'as card with its own key, to hold a share: yes',
    'no-sealing': 'as card with its own key, to hold a share: no, for it lacks {{missing}}',
  },
};
