/** What the report says of keys and shares over many ceremonies: rotation, moving of data, destruction, old shares. */
export const reportLife = {
  titles: {
    certificate: 'Destruction certificate',
    compromised: 'Keys that somebody else may have',
    rotation: 'Which version serves',
    rewrap: 'What was moved to the new version',
    'old-shares': 'What void shares still open',
    custody: 'Custody ledger',
  },

  rotationSays:
    'From now on only the active version seals. A deactivated version opens what was sealed to it, and nothing more; keep its share set until what lies under it has been moved and it has been destroyed.',
  dataUnder: 'Known to lie under it',
  nothingTold: 'nothing that an inventory told of',
  wasGivenUp: '{{what}}, given up',
  holds: {
    'data-keys_one': '{{name}}: {{count}} data key',
    'data-keys_other': '{{name}}: {{count}} data keys',
    backups_one: '{{name}}: {{count}} sealed backup',
    backups_other: '{{name}}: {{count}} sealed backups',
  },

  rewrapSays:
    'What lay under older versions was moved to {{key}}. The old and the new inventory were read side by side: every id is in the new one, or on the list of what was not moved, exactly once, and each data key was opened again with the new version and compared.',
  leftSays:
    'Not moved, and still where it was: {{number}}. The old version must not be destroyed before that is moved, too.',
  dataKeys: 'Data keys',
  oldInventory: 'Inventory that was read, SHA-256',
  lines: 'Lines',
  inToken: 'Moved inside the HSM, never in the clear outside',
  inEngine: 'Moved through the program’s locked memory',
  notMoved: 'Not moved',
  newInventory: 'New inventory, SHA-256',
  notMovedList: 'List of what was not moved, SHA-256',
  dataSet: 'Data set',
  under: 'Was under',
  unread: 'not readable',
  another: 'another key',
  moved: 'Moved',
  line: 'Line',
  id: 'Id',
  why: 'Why',
  moreListed: 'In the list beside the new inventory there are further: {{number}}.',
  backups: 'Sealed backups',
  folder: 'Folder',
  file: 'File',
  before: 'Before, SHA-256',
  after: 'After, SHA-256',
  content: 'Content, SHA-256',

  exposed:
    'Treat everything that was ever sealed to this version as open to whoever has the key. Moving data keys to a new version does not take back what was read before.',
  since: 'Since (UTC)',
  next: 'What is asked for',
  rotateNow: 'a rotation, now: no other version serves',
  moveTo: 'moving what lies under it to version {{version}}, and its destruction',

  oldSharesSay:
    'These sets are void, and no ceremony takes their shares. But whoever brings together as many of them as are needed, and has one of the bundles named here, rebuilds the keys named here by hand. Those bundles hold each share as well, sealed to its card: a card from which only the share was destroyed still opens it. This ends when the cards and sheets themselves are destroyed, or when a new version has taken the key’s place and its data has been moved.',
  sharesLeft: 'Shares that can still be used so',
  leftOf: '{{left}}; {{threshold}} are needed',
  opens: 'They open',
  endedAt: 'Void since (UTC)',
  withBundles: 'Together with any of these bundles',
  andThisOne: 'And with this very bundle: its first event has the register before.',
  holders: 'Held by',

  custodySays:
    'Who has ever had which share of which recovery key in their hands, as holder or by bringing another’s, as far as it was recorded. Nobody may come to as many as rebuild it.',
  hasHad: 'Shares had, by number',
  ofNeeded: 'How many of a quorum',
  ofThreshold: '{{number}} of {{threshold}}',
  destroyed: 'Destroyed',

  target: {
    title: 'Destroyed',
    key: 'Key {{key}}',
    set: 'Shares of {{keys}} ({{threshold}} of {{count}})',
    card: 'Card of {{name}} ({{card}})',
  },
  onHsms: 'HSMs, there since (UTC)',
  removed: { destroyed: 'destroyed there', lost: 'lost' },

  certifies: {
    key: 'This certifies that the key named here was destroyed on the HSM named here, and what is known to be left of it.',
    set: 'This certifies which shares of the set named here were destroyed, and which were not handed in.',
    card: 'This certifies that the card named here was destroyed, and the shares on it.',
  },
  by: 'Destroyed by',
  seenBy: 'In the presence of',
  when: 'When (UTC)',
  objects: 'Objects destroyed',
  partly:
    'The key is gone from this HSM only. It is not destroyed: the HSMs named below have it, its wrapped copy stays in the register, and its state is what it was. It ends when it is destroyed there too.',
  foundHsm: 'On record as lost before, and found again',
  lostHsms: 'HSMs that exist no more, by the word of both who lead; nothing here shows it',
  givenUp: 'Given up',
  givenUpSays:
    'This lay under the key and was never moved. Both who lead gave it up, each with their card: once no copy of the key is left, nobody opens it.',
  count: 'Count',
  listDigest: 'List, SHA-256',
  searched: 'Searched for again',
  gone: 'nothing was found',
  used: 'Used again afterwards',
  use: {
    refused: 'refused by the HSM; before, it had worked',
    untried:
      'not tried: when the program looked, there was no key left to use, or it did not work before either',
  },
  confirmedAgain: 'Confirmed once more by card',
  dead: 'What can bring it back no more',
  deadWrapping:
    'The register after this ceremony has no wrapped copy of it any more, and no ceremony rebuilds the key from any share.',
  tooFewLeft: 'too few of its shares are left',
  notDead: 'What can still bring it back',
  noneKnown: 'Nothing that this register knows of.',
  notDeadSays:
    'The key is destroyed only where this certificate says so. Older bundles have its wrapped copy, and nobody can destroy those for everybody: only when the shares named here and the copies on other HSMs are destroyed is it gone. A share set that is in use guards other keys: make its shares anew before you destroy it.',
  sharesNotDead:
    'The shares were taken off the cards, but older bundles hold each share sealed to its card: until the cards themselves are destroyed, whoever has enough of them, their PINs and one of the bundles named here rebuilds the keys.',
  stillOn: 'HSMs that still have it',
  way: 'How',
  ways: { erased: 'erased, and searched again', physically: 'broken, before those present' },
  stillInBag: 'still in bag {{bag}}',
  media: {
    'card-object': 'on the card',
    sheet: 'on paper',
    card: 'with the whole card',
  },
  notHandedIn: 'NOT HANDED IN',
  mayLieOn: 'may lie on the earlier card {{card}}',
  signature: 'Signature',
};
