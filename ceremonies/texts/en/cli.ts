export const cli = {
  good: 'good: every claim holds',
  bad_one: 'bad: {{count}} claim does not hold',
  bad_other: 'bad: {{count}} claims do not hold',
  unreadable: 'unreadable',
  quorum: '{{threshold}} of {{custodians}}',
  words: 'Check words:',
  notVerified: 'Shown, not verified: “ceremony verify” does that.',
  continues: 'Continues from a bundle that was not shown: {{sha256}}',
  stamped: 'Without its time-stamps the bundle has the SHA-256 {{sha256}}',
  stands:
    'share set {{set}}: the quorum stands; {{shown}} of {{count}} shown, {{threshold}} needed, to spare: {{margin}}',
  standsNot:
    'share set {{set}}: THE QUORUM WAS NOT SHOWN TO STAND; {{shown}} of {{count}} shown, {{threshold}} needed',
  notSeen: 'not shown: {{names}}',
  exceptions: 'exceptions: {{exceptions}}, declarations against: {{disagreements}}',
  deed: '{{name}}: {{text}}',

  chain: {
    bundle: '{{order}}  {{name}}  {{kind}}  {{closedAt}}  {{digest}}…  {{verdict}}',
    good: 'good',
    bad: 'BAD: {{claims}}',
    unreadable: 'unreadable: {{code}}',
    copies: '   the same bytes: {{names}}',
    newest: 'newest: {{name}}  SHA-256 {{sha256}}',
    newestUnknown: 'newest: UNKNOWN, for these cannot be read and may be newer: {{names}}',
    noNewest: 'newest: none, for several bundles have none after them, or none can be read',
  },

  signers: {
    listed: '{{name}}: known, on your list with this certificate',
    'listed-otherwise': '{{name}}: THE CERTIFICATE IS ON YOUR LIST AS THAT OF {{knownAs}}',
    anchored: '{{name}}: known, by an authority that you trust, as {{knownAs}}',
    'anchored-otherwise': '{{name}}: an authority that you trust issued the certificate to {{knownAs}}',
    'other-certificate':
      '{{name}}: the name is on your list, with another certificate; this one is {{certificateSha256}}',
    unknown: '{{name}}: not known to you; certificate {{certificateSha256}}',
  },

  rehearse: { bundle: '{{path}}  SHA-256 {{sha256}}', written: 'written: {{path}}' },

  progress: '{{percent}} % of {{total}}, {{rate}}/s',

  seal: {
    sealed: '{{path}}  {{sizeBytes}} bytes, sealed to {{label}} v{{version}} ({{algorithm}})',
    large:
      'note: OpenSSL 3.0 cannot open a file of 2 GiB or more, only this program can; split the content if it must be opened without it',
    rehearsal: 'warning: this is the key of a rehearsal; it protects nothing',
  },

  open: {
    pin: 'PIN of {{token}} ({{serial}}): ',
    authentic: '{{path}}  {{sizeBytes}} bytes, opened with {{label}}, exactly as they were sealed',
    unauthenticated: '{{path}}  {{sizeBytes}} bytes, opened with {{label}}, not authenticated',
    warning:
      'warning: sealed with AES-CBC, where nothing tells whether the content was changed; compare it with its owner’s digest',
  },

  timestamp: {
    request: '{{path}}  query for time-stamp {{number}}, over SHA-256 {{sha256}}',
    attached: '{{path}}  with time-stamp {{number}}: {{at}}, by {{authority}}',
  },

  tokens: {
    none: 'no token is present: put in a card, or connect the HSM, and look again',
    blank: '(blank token)',
    unanswering: 'what it can do, it does not say',
    software: 'software token: rehearsals only',
    hsm: 'as HSM, {{algorithm}}: yes',
    noHsm: 'as HSM, {{algorithm}}: no, for it lacks {{missing}}',
    enrolment: 'as card, made ready here: yes',
    'no-enrolment': 'as card, made ready here: no, for it lacks {{missing}}',
    makes: {
      signing: 'as card, keys that it makes to sign: {{algorithms}}',
      sealing: 'as card, keys that it makes to hold a share: {{algorithms}}',
    },
    signing: 'as card with its own key, to sign: yes',
    'no-signing': 'as card with its own key, to sign: no, for it lacks {{missing}}',
    sealing: 'as card with its own key, to hold a share: yes',
    'no-sealing': 'as card with its own key, to hold a share: no, for it lacks {{missing}}',
  },
};
