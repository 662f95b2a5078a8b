/** The report in every bundle: read months later, perhaps by people who were not there. */
export const report = {
  title: 'Key ceremony report',
  rehearsal: 'REHEARSAL',
  kinds: {
    generate: 'Making and splitting a new key',
    reconstitute: 'Rebuilding keys from custodians’ shares',
    check: 'Checking custodians’ shares',
    rotate: 'Replacing a key with its next version',
    reshare: 'Replacing custodians’ shares',
    destroy: 'Destroying a key, shares or a card',
  },
  acts: {
    opening: 'Opening',
    'roll-call': 'Roll-call',
    key: 'Key',
    recovery: 'Rebuilding',
    shares: 'Shares',
    health: 'Showing the shares',
    rewrap: 'Moving the data',
    'hand-in': 'Handing in old shares',
    destruction: 'Destruction',
    closing: 'Closing',
  },
  roles: { administrator: 'Administrator', witness: 'Witness', custodian: 'Custodian', auditor: 'Auditor' },
  duties: {
    administrator: 'Leads the ceremony, reads the script aloud, signs every act.',
    witness: 'Watches every step, compares what is read aloud, signs every act.',
    custodian: 'Keeps one share; signs on receiving it, and whenever it is brought or shown.',
    auditor: 'Observes the whole ceremony and signs the closed transcript.',
  },
  origin: { initialised: 'initialised here', adopted: 'brought along' },
  states: {
    'pre-activation': 'made',
    active: 'active',
    deactivated: 'deactivated',
    compromised: 'compromised',
    destroyed: 'destroyed',
  },
  setStates: { live: 'Live share set', void: 'Void share set' },
  directions: { in: 'in', out: 'out' },
  runtimes: { official: 'official runtime', unofficial: 'UNOFFICIAL RUNTIME', none: 'no screen' },

  embassy: 'Embassy',
  place: 'Place',
  kind: 'Ceremony',
  ceremony: 'Number',
  opened: 'Opened',
  closed: 'Closed',
  key: 'Key',
  quorum: 'Quorum',
  quorumOf: 'any {{threshold}} of {{custodians}} custodians',
  exceptions: 'Exceptions',
  disagreements: 'Declarations against',
  previous: 'Continues from bundle',
  previousMade: 'Made',
  unread: 'Files beside that bundle that could not be read, one of which may be newer',
  doubts: 'Doubts about that bundle, for which two people answer',
  brought: 'Shares needed',
  newQuorum: 'Quorum of the fresh set',
  none: 'none',
  head: 'Check words of the transcript',
  headSays:
    'These words stand for the digest of the whole transcript. If they are the words that the room heard at the end, this is the record of that ceremony.',

  people: 'People and roles',
  name: 'Name',
  role: 'Role',
  card: 'Card',
  certificate: 'Certificate, SHA-256',
  absent: 'did not come',
  left: 'left before the end',

  actEvents: 'Events',
  folded: {
    events_one: '{{count}} event, #{{first}}',
    events_other: '{{count}} events, #{{first}}–#{{last}}',
    exceptions_one: '{{count}} exception, #{{first}}',
    exceptions_other: '{{count}} exceptions, #{{first}}–#{{last}}',
  },
  linesLeftOut:
    'There are too many events to show each of them here. Every one stands in transcript.jsonl and in report.html, in the bundle.',
  wordsLeftOut:
    'Further exceptions, too long to be shown here: {{number}}, between events #{{first}} and #{{last}}. Their words stand in transcript.jsonl and in report.html, in the bundle.',
  timeline: 'What happened',
  time: 'Time (UTC)',
  event: 'Event',
  who: 'Who',
  actSigned: 'Signed by {{people}} over these words:',

  inventory: 'Key inventory',
  algorithm: 'Algorithm',
  state: 'State, since',
  checkValue: 'Check value',
  checkValueSays:
    'The check value of a key pair is the SHA-256 digest of its public key (SubjectPublicKeyInfo); that of an AES key is the first five bytes of AES-CMAC over a block of zeros.',
  hsm: 'HSM',
  set: 'Share set',

  rebuilt: 'What was rebuilt',
  restoredAt: 'Restored (UTC)',
  rebuiltSays:
    'Each key came out of the bundle before, has the check value that it was made with, and opened on this HSM the test message that was sealed to it then.',

  contributions: 'Who brought which share',
  share: 'Share',
  broughtBy: 'Brought by',
  anotherCard: 'with another card than the register knows',
  source: 'Where it was',
  sources: {
    'card-object': 'on the card',
    'bundle-copy': 'sealed in the bundle, opened by the card',
    sheet: 'on paper',
  },

  health: 'Which shares are good',
  stands:
    'The quorum stands. {{shown}} of {{count}} shares were shown and are good; {{threshold}} are needed. To spare: {{margin}}.',
  standsNot:
    'IT WAS NOT SHOWN THAT THE QUORUM STANDS. {{shown}} of {{count}} shares were shown and are good; {{threshold}} are needed. Look for those that are missing, or make a fresh share set while the keys are still on an HSM.',
  inThisCheck: 'In this check',
  isShown: 'shown, good',
  isMissing: 'NOT SHOWN',
  proven: 'Last proven (UTC)',
  never: 'never',
  lostCards: 'On earlier cards',
  lostCardEnds: { destroyed: 'destroyed', shown: 'here again' },

  shareSets: 'Share sets',
  superseded:
    'Replaced in this ceremony: no ceremony takes these shares any more. But the keys are the same. Whoever has {{threshold}} of these shares can still rebuild them by hand, with the bundle {{bundle}}, with those before it, and with the transcript of this one. Destroy these shares.',
  neverUsed:
    'Given up before it was proved: no ceremony takes these shares. If {{threshold}} of them had been handed out, the key can still be rebuilt from them by hand. Destroy what is left of them, on paper too.',
  voidBefore:
    'Void since an earlier ceremony: no ceremony takes these shares. With a bundle of that time keys can perhaps still be rebuilt from {{threshold}} of them by hand. Destroy what is left of them.',
  onPaper: 'On paper',
  printer: 'Printer',
  proof: 'Proved before closing',
  proofSays: '{{quorums}} quorums, by {{recombinations}} recombinations of shares read back',
  mixed: 'Mixed into the recovery key',
  mixedSays:
    '{{hsmBytes}} bytes from the HSM, {{osBytes}} bytes from the operating system, {{diceRolls}} dice rolls',
  recoveryKeyCommitment: 'Commitment to the recovery key',
  holder: 'Holder',
  nobody: 'never handed out',
  commitment: 'Commitment',

  devices: 'Devices',
  label: 'Label',
  maker: 'Maker and model',
  serial: 'Serial number',
  hardware: 'Hardware',
  firmware: 'Firmware',
  isSoftware: 'Software',
  yes: 'yes',
  no: 'no',
  module: 'PKCS#11 module',
  version: 'Version',

  room: 'The room',
  airGap: 'Air gap',
  airGapClean: 'no network was found',
  hostClock: 'Clock of the machine',
  bag: 'Bag',
  holds: 'Holds',
  direction: 'Way',

  expected: 'Expected',
  happened: 'Happened',
  decided: 'Decided',
  departed: 'Left before the end, without signing: {{name}}. Why: {{reason}}',
  noExceptions: 'None were raised.',
  interruptions:
    'Restarts of the program: {{resumed}}. Share sets given up for it or by decision: {{voided}}. Times that shares were asked for again: {{again}}.',

  declarations: 'Declarations',
  declares: 'Declares',
  agrees: 'agrees',
  agreesNot: 'DOES NOT AGREE',
  remark: 'Remark',

  signatures: 'Signatures',
  signaturesSay:
    'These signed the bundle, and with it this report, with a key that is in the HSM or on the card. A signature in ink is for those whose rules ask for one; nothing here rests on it.',
  inInk: 'In ink',
  hsmLost: 'NOT signed by the HSM, which exists no more, as both who lead recorded',
  custodyExceeded:
    '{{name}} had {{shares}} shares of one recovery key in hand, of which {{threshold}} rebuild it, at ceremonies that were given up: the keys under it may be known, and are to be replaced',
  hsmLostBefore: 'Lost, as was recorded at a ceremony that was given up',
  cardReplaced:
    'Another card took the place of that of {{name}}. Why: {{because}} Vouched for by: {{people}}',
  cardMayHold:
    'A share may lie on the old card, which opens it with its PIN: keep that card in a bag, or destroy it.',

  software: 'Software',
  appHash: 'Hash of the program',
  verifierSha256: 'Hash of the auditor’s page',
  runtime: 'Runtime',
  platform: 'Platform',

  verify: 'How to check this',
  verifySays:
    'This report is one file of a signed bundle. Trust it only after the bundle has been verified: “ceremony verify FILE” checks everything, and README.txt in the bundle says how to check it with unzip, sha256sum, openssl and jq alone.',
  notes: 'All times are those of the machine, compared with the clock above.',

  sheet: {
    title: 'Script of the key ceremony',
    number: 'No.',
    step: 'Step',
    who: 'Who',
    time: 'Time',
    initials: 'Initials',
    date: 'Date',
    how: 'Before the ceremony: all sign below. At each step the administrator reads the first paragraph aloud; those named do the second. When it is done, write the time and your initials. The digest at the foot of this page is that of script.json, which the bundle will hold: if it is the same, this paper was what was followed.',
    exceptionsSay:
      'Write here what departed from the script, and enter it in the program as well: only what is entered there is signed.',
  },

  /** At the foot of every printed page, over the digest. */
  foot: {
    page: 'Page',
    report: 'SHA-256 of report.html in the bundle',
    script: 'SHA-256 of script.json in the bundle',
    translation: 'Translation; signed is report.html, in {{signed}}. SHA-256 of the bundle',
    otherProgram: 'Made anew; signed is report.html in the bundle. SHA-256 of the bundle',
    certificate: 'Signed in report.html in the bundle. SHA-256 of the bundle',
    journal: 'No bundle. SHA-256 of the last event in journal.jsonl',
    comparison: 'SHA-256 of bundle A, then of bundle B',
    verdict: 'Verified anew. SHA-256 of the bundle',
  },
  /** As they stand after “in”. */
  languages: { en: 'English', et: 'Estonian', fr: 'French' },
};
