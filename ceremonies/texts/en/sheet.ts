/** A share on paper: one page, read by somebody who may never have seen the program. */
export const sheet = {
  title: 'Share {{index}} of {{count}}',
  /** At the foot: the program asks for these words when the sheet was printed. */
  control: 'Control words',
  any: 'any {{threshold}} rebuild the key',
  rehearsal: 'REHEARSAL: this sheet protects nothing',
  facts: {
    embassy: 'Embassy',
    keys: 'Keys',
    custodian: 'Custodian',
    made: 'Made',
    ceremony: 'Ceremony',
    set: 'Share set',
    commitment: 'Commitment',
  },
  more: '{{labels}} and {{count}} more, listed in the bundle',
  what: 'What this is',
  whatSays:
    'One part of the recovery key of the embassy named above. Alone it opens nothing. Any {{threshold}} of the {{count}} shares and the ceremony’s bundle (a file ending in .asice) give back every key named above: to those who should have them, and to a thief just as well.',
  keep: 'What to do with it',
  steps: {
    bag: 'Write the number of an opaque tamper-evident bag into the box below, and sign. Fold the lower edge of the sheet up to the line, the share inside. Seal the sheet in that bag.',
    store:
      'Keep the bag where nobody else reaches it. Never copy, photograph or send the sheet. If the bag is opened or lost, tell the administrator at once: a new share set makes this sheet worthless.',
    use: 'When you are called: bring the bag unopened. The program reads the code with a camera, or the words as you type them.',
    alone:
      'Without the program: “Rebuilding by hand” (its OPERATIONS.md) and “A share on paper” (FORMAT.md).',
  },
  bag: 'Bag number',
  signature: 'Holder’s signature',
  date: 'Date',
  secret: 'SECRET below: fold the lower edge of the sheet up to this line',
  fold: 'fold here, the share inside',
  code: 'The code',
  codeSays:
    'Any reader of QR codes shows its text: set, index, k, n, salt and share, between slashes. Use one that keeps and sends nothing.',
  words: 'The words',
  wordsSays:
    'The same share, should the code be spoilt. Type row by row, from left to right; the first four letters of a word are enough. Columns 9 and 10 check the row, so that a mistake is found at once.',
};
