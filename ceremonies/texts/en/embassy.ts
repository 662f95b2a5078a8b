/** How an embassy stands by its last bundle, what is due, and the ceremonies of a key's later life. */
export const embassy = {
  made: 'As its last bundle says: {{kind}}, {{at}}, {{place}}.',
  states: {
    'pre-activation': 'not yet active',
    active: 'active',
    deactivated: 'deactivated: only decrypts',
    compromised: 'compromised',
    destroyed: 'destroyed',
  },

  open: {
    title: 'The embassy has keys already',
    meaning:
      'Open its last bundle: the newest file whose name ends in .asice. You see its keys, its shares and what is due, and go on from there.',
    choose: 'Open the last bundle',
    drop: 'Or drop the file anywhere on this screen.',
    newer: 'The newer bundle',
  },
  first: {
    title: 'First ceremony: make a key',
    meaning: 'A key is made in the HSM, and its recovery key is split among custodians.',
  },

  due: {
    title: 'What is due',
    nothing: 'Nothing is due today.',
    urgency: { now: 'Now:', soon: 'Set a day:', may: 'Possible:' },
    what: {
      'rotate-compromised': '{{key}} is compromised: replace it with a new version.',
      'rotate-old': '{{key}} has been active for {{since}}: replace it with a new version.',
      'certificate-expires': 'The certificate of {{key}} ends on {{at}}: replace the key with a new version.',
      'move-data': 'Move what lies under {{key}} to the newest version. Items: {{number}}.',
      'destroy-version': '{{key}} may be destroyed: no data is known to lie under it.',
      'check-shares': 'Check the shares of {{set}}: {{names}}.',
      'no-spare': '{{set}}: all {{number}} shares are needed. Make new ones with some to spare.',
      'shares-lost':
        '{{set}}: {{left}} of {{number}} shares are left, and {{threshold}} are needed. Make new ones.',
      'shares-short':
        '{{set}}: only {{left}} shares can be counted on, and {{threshold}} are needed. Replace its keys while an HSM has them.',
      'old-shares':
        '{{set}} guards nothing any more, but {{left}} of its shares are not destroyed. Take them in.',
      'lost-card':
        'The earlier card of {{name}} ({{card}}) may still have a share of {{set}}. Destroy it once it is here.',
    },
    why: {
      'rotate-compromised': 'Somebody else may have it. Nothing new may be sealed to it.',
      'rotate-old': 'Rule: {{activeYearsMax}} years at most (NIST SP 800-57 part 1, table 1).',
      'certificate-expires':
        'Rule: {{certificateNoticeDays}} days before its end. Afterwards nobody seals to it.',
      'move-data': 'By replacing the key once more, with the data. Until then that version must be kept.',
      'destroy-version': 'As the inventories told that were last read.',
      'destroy-version-untold':
        'But no inventory of this key was ever read: make sure first that nothing lies under it.',
      'check-shares': 'Rule: once in {{provenYearsMax}} year. These were not proven since.',
      'no-spare': 'One lost card would lose the keys for good.',
      'shares-lost': 'The margin that was planned is gone.',
      'shares-short': 'If a lost card or its paper turns up, check the shares with it first.',
      'old-shares': 'With an older bundle they still rebuild the keys.',
      'lost-card': 'Whoever has it and its PIN has that share.',
    },
  },

  keys: {
    title_zero: 'No key is left',
    title_one: 'Its key',
    title_other: 'Its {{count}} keys',
    version: 'Version {{version}}',
    since: 'since {{at}}',
    guarded: '{{set}}: any {{threshold}} of {{count}}',
    'no-data': 'nothing known',
    nowhere: 'in no HSM any more',
    until: '{{subject}}, until {{at}}',
    rows: {
      guard: 'Guarded by',
      data: 'Under it',
      hsm: 'In the HSM',
      certificate: 'Certificate',
      'check-value': 'Check value',
    },
    'given-up': '{{what}}, given up',
    holds: {
      'data-keys_one': '{{name}}: {{number}} data key',
      'data-keys_other': '{{name}}: {{number}} data keys',
      backups_one: '{{name}}: {{number}} sealed backup',
      backups_other: '{{name}}: {{number}} sealed backups',
    },
  },

  sets: {
    title_one: 'Its shares: {{count}} set in use',
    title_other: 'Its shares: {{count}} sets in use',
    name: 'Share set {{number}}',
    states: { live: 'in use', void: 'void' },
    guards: 'Guards {{keys}}.',
    'guards-nothing': 'Guards no key any more.',
    'opens-nothing': 'Opens nothing any more.',
    'still-opens':
      'Whoever brings together {{threshold}} of its shares and one of these bundles can still rebuild {{keys}}:',
    'cards-open':
      'Its shares were handed in. But these bundles hold each share sealed to its card: whoever has {{threshold}} of the cards, with their PINs, can still rebuild {{keys}}. That ends when the cards are destroyed, or when the data has been moved to a new version.',
    'this-bundle': 'this very bundle',
    nobody: 'nobody',
    never: 'never',
    there: 'with its holder',
    lost: 'card lost or broken, {{at}}',
    astray: 'may also lie on the earlier card {{card}}, lost or broken, {{at}}',
    'seen-by': 'also brought by {{names}}',
    custody: 'Has had more than one share of this set in hand: {{names}}.',
    columns: {
      index: 'Share',
      holder: 'Custodian',
      proven: 'Last proven',
      bag: 'Paper in bag',
      now: 'Now',
    },
    destroyed: {
      'card-object': 'destroyed on the card, {{at}}',
      sheet: 'sheet destroyed, {{at}}',
      card: 'card destroyed, {{at}}',
    },
  },

  remembered: {
    lead: 'This machine remembers what was recorded at ceremonies that were given up, and that no bundle tells. The next ceremony puts it on record:',
    'share-seen': '{{name}} has had share {{index}} of another’s in hand ({{at}}).',
    'key-compromised': '{{key}} was marked as compromised ({{at}}): {{reason}}',
    'hsm-lost': 'The HSM {{hsm}} was lost ({{at}}): {{reason}}',
  },

  unread: {
    more_one: 'and one more',
    more_other: 'and {{number}} more',
    lead: 'Beside this bundle lie files that cannot be read. One of them may be newer, and then nothing here is up to date:',
    do: 'Look for a copy that can be read before you go on. If you begin a ceremony all the same, the two who lead must say why, and it is recorded.',
  },

  bundle: {
    title: 'The bundle that says so',
    newest: 'Nothing else is stored. If there is a newer bundle, open that one.',
    before_one: '{{count}} bundle before it',
    before_other: '{{count}} bundles before it',
    other: 'Open another bundle',
    close: 'Close it',
  },

  offers: {
    title: 'What you can begin',
    check: {
      begin: 'Check the shares',
      meaning: 'Custodians show that their shares are whole. Nothing is rebuilt, and no HSM is needed.',
    },
    rotate: {
      begin: 'Replace a key',
      meaning: 'A new version is made; the old one only decrypts. Data is moved to the new one.',
    },
    reshare: {
      begin: 'Replace the shares',
      meaning: 'New custodians, a lost card, or other numbers: enough of the old custodians must come.',
    },
    reconstitute: {
      begin: 'Rebuild the keys',
      meaning: 'After a loss: the keys come back into a new HSM from the shares.',
    },
    destroy: {
      begin: 'Destroy something',
      meaning:
        'A version of a key, the shares of a set, or a card comes to its end, and is shown to be gone.',
    },
    generate: {
      begin: 'Make another key',
      meaning: 'With a share set of its own. The register of this bundle is carried on.',
    },
    obstacles: {
      'no-key': 'There is no key yet that could get a new version.',
      'no-live-set': 'No share set is in use.',
      'nothing-to-rebuild': 'No share set in use guards a key that is still there.',
      'nothing-to-destroy': 'Everything there is, is still needed.',
    },
  },

  rotate: {
    which: 'Which key gets a new version',
    for: 'for {{age}}',
    becomes: 'gets version {{version}}',
    'new-key': 'The new version',
    'as-before': 'as before',
    data: 'What lies under the old versions',
    rewrap: 'Move it to the new version',
    'rewrap-meaning':
      'You bring the inventory of data keys, or the folder of sealed backups. Every one is moved and opened again, or listed with the reason.',
    'no-data-known': 'No inventory was read yet: nothing is known of what lies under this key.',
    stays: 'It stays under the old versions. They must be kept until it is moved at a later ceremony.',
  },
  reshare: {
    split: 'The new shares',
    void: 'The old shares are void afterwards, and are destroyed as they are handed in. With older bundles they still open the keys.',
    needed_one: '{{count}} of the old custodians must come',
    needed_other: '{{count}} of the old custodians must come',
    who: 'What becomes of each. Whoever gets a new share is here from the beginning.',
    fates: {
      keeps: 'comes, and gets a new share',
      'hands-over': 'comes, and hands the share over',
      away: 'does not come',
    },
    new: 'new: gets a share',
    add: 'Add a new custodian',
    lost: 'A lost card: its holder can come with the sheet of paper, or stay away. A card that turns up later is destroyed by a ceremony of its own.',
  },
  destroy: {
    kinds: { key: 'A version of a key', set: 'The shares of a set', card: 'A card' },
    'on-found': '{{key}}, on the HSM {{hsm}}, which was lost and is here again',
    'card-of': 'Card of {{name}} ({{card}})',
    'lost-card-of': 'Earlier card of {{name}} ({{card}})',
    guarded: 'guarded by {{set}}',
    holds: 'holds {{shares}}',
    share: 'share {{index}} of {{set}}',
    afterwards: 'Afterwards',
    'choose-first': 'Choose what is to be destroyed.',
    'last-active': '{{key}} is the last active version of this key.',
    'last-active-more':
      'Nothing can be sealed to it any more, and nothing that was sealed to it can be opened in the HSM. Both who lead confirm it once more, with their cards.',
    gone: {
      key: '{{name}} is gone from the HSM, and no new bundle has a copy of it. What lies under it cannot be opened there any more.',
      set: 'Whatever is handed in of {{name}} is gone: on cards and on paper.',
      card: 'Everything on this card is gone: keys and shares.',
    },
    stays: {
      key: 'Other versions, and what lies under them, are not touched.',
      set: 'The keys in the HSM are not touched. A share that nobody hands in stays where it is.',
      card: 'The keys are not touched, and the other custodians are still enough to rebuild them.',
    },
    'old-bundles':
      'Older bundles still hold a copy of it: any {{threshold}} holders of {{set}} could rebuild it from one of them.',
    'given-up': {
      title: 'What still lies under it',
      lead: 'This was never moved. Once no copy of the key is left nobody opens it, ever.',
      first:
        'If it can still be moved, do that first, by replacing the key once more. Otherwise it is given up here: both who lead sign for it, each with their card, and every later bundle says so.',
      reason: 'Why it is given up',
      'reason-hint': 'For example: damaged, and restored from another copy; or not needed any more.',
    },
    hsms: {
      title: 'It is in {{count}} HSMs',
      'lives-on':
        'It is destroyed in the HSM that is here. In the others it lives on, until a ceremony destroys it there too.',
      ends: 'No other HSM is left that has it: here it comes to its end.',
      lost: '{{hsm}} exists no more. We answer for that; nothing here can show it.',
    },
    understood: 'We have understood what cannot be undone: {{name}}.',
    'understood-last': 'We have understood that this key comes to its end for good: {{name}}.',
  },

  bring: {
    lead: 'What lies under the older versions goes to {{key}}. Files are only read; what was moved is written into a folder of its own.',
    again: 'It stopped half-way, and goes on where it stopped: {{key}}.',
    read: 'Read them',
    'go-on': 'Go on',
    without: 'Without it',
    inventory: {
      name: 'Inventory of data keys',
      meaning: 'a file with a data key on each line; leave it out if there are only backups',
      choose: 'Choose the inventory',
      other: 'Choose another inventory',
      without: 'Go on without an inventory',
    },
    backups: {
      name: 'Folder of sealed backups',
      meaning: 'leave it out if there are only data keys',
      choose: 'Choose the backups’ folder',
      other: 'Choose another folder of backups',
      without: 'Go on without backups',
    },
    out: {
      name: 'Where the moved data goes',
      meaning: 'an empty folder on a medium with room for all of it',
      choose: 'Choose a folder for it',
      other: 'Choose another folder for it',
    },
    other: 'Choose another',
  },
  'destroy-card': {
    whose: 'The card of {{name}}',
    erase: 'Erase this card for good',
    physically: 'It cannot be erased…',
    'physically-how':
      'Cut through the chip with scissors before everybody’s eyes. Then each of the two says that they saw it.',
  },
  'give-up': {
    what: 'This is given up, for good, with {{key}}:',
    why: 'Why',
    'no-list': 'a folder: the transcript that tells of it names its files',
  },
  'confirm-destruction': {
    what: 'This key comes to its end for good:',
  },
  'hand-in': {
    sheet: 'The sheet was destroyed before everybody’s eyes. Bag: {{bags}}',
    'sheet-meaning': 'Not here? Leave this empty: that is recorded.',
  },

  work: {
    counted: {
      'data-keys': '{{done}} of {{total}} data keys',
      bytes: '{{done}} of {{total}}',
    },
    rate: '{{rate}} per second',
    left: {
      moment: 'less than a minute left',
      minutes_one: 'about {{count}} minute left',
      minutes_other: 'about {{count}} minutes left',
    },
    pause: 'Pause this work',
    held: 'Held: {{what}}. It goes on where it stopped.',
  },

  compromised: {
    open: 'A key is compromised…',
    title: 'A key is compromised',
    lead: 'Somebody else has it, or may have it. This is recorded for good, asks for a new version, and cannot be taken back. The ceremony goes on.',
    which: 'Which key',
    choose: 'Choose a key',
    exposed: 'What is exposed',
    'no-data': 'No data is known to lie under it; that may be because no inventory was read.',
    'on-lost-hsm': 'It may still be on an HSM that was called lost: {{hsm}}',
    'on-hsm': 'It is in the HSM {{hsm}}.',
    'from-set_one': '{{set}} ({{state}}) can rebuild it, with {{count}} bundle: {{since}}.',
    'from-set_other': '{{set}} ({{state}}) can rebuild it, with {{count}} bundles, the first of {{since}}.',
    reason: 'What happened, and how it is known',
    do: 'Record that it is compromised',
    rotate: 'Marked as compromised: {{keys}}. Hold a ceremony to replace it now, and move the data.',
  },

  outcome: {
    'new-set': '{{set}}: any {{threshold}} of {{count}}; every quorum is proved.',
    rotated: 'From now on {{key}} serves.',
    deactivated: '{{keys}} only decrypts from now on. Nothing new is sealed to it.',
    'all-moved': 'All data was moved, and every item was opened again.',
    'some-stayed_one': '{{number}} item could not be moved.',
    'some-stayed_other': '{{number}} items could not be moved.',
    'data-keys': 'Data keys moved: {{number}}.',
    'in-token': 'None of them left the HSM in the clear.',
    'in-engine':
      '{{number}} of them passed through this machine’s locked memory, because the HSM cannot do otherwise.',
    backups: 'Sealed backups moved: {{number}}.',
    'stayed-where':
      'They stay under the old version, which must be kept. The list beside the new inventory says why, one by one.',
    'lies-in': 'The new inventory and backups are in',
    reshared: 'These hold the shares now: {{names}}.',
    'under-new': 'Wrapped under the new recovery key: {{keys}}.',
    void: '{{sets}}: void from now on.',
    'handed-in': 'Old shares handed in and destroyed: {{done}} of {{total}}.',
    'destroyed-key': '{{key}} is destroyed.',
    'destroyed-here': '{{key}} is gone from the HSM {{hsm}}. It is not destroyed: it is still in {{hsms}}.',
    'shown-gone':
      'Objects destroyed on the HSM {{hsm}}: {{count}}. They were searched for again and not found.',
    use: {
      refused: 'The key was used again, and the HSM refused.',
      untried: 'It could not be used again to see that: there was nothing left to use.',
    },
    'destroyed-set': '{{set}}: void, and its shares were taken in.',
    'destroyed-card': 'The card of {{name}} is destroyed.',
    'card-ways': {
      erased: 'It was erased, and nothing was found on it afterwards.',
      physically: 'It was destroyed before witnesses.',
    },
    print: 'Print the destruction certificate',
  },

  chain: {
    choose: 'Check a whole folder',
    folder: 'Folder',
    lead: 'All bundles of the folder, as one chain: no gap, no fork, and no state that went backwards.',
    outcomes: {
      good: 'The chain is whole',
      bad: 'Do not trust this chain',
      unreadable: 'No chain could be read here',
    },
    meanings: {
      good_one: 'One bundle.',
      good_other: '{{count}} bundles, each continuing from the one before.',
      bad: 'What does not hold comes first below.',
      unreadable: 'The folder holds no bundle that could be read.',
    },
    newest: 'The newest bundle',
    'newest-unknown': 'Unknown: these files cannot be read, and one may be newer: {{names}}',
    bundles: 'Bundle by bundle',
    columns: { bundle: 'Bundle', ceremony: 'Ceremony', outcome: 'Verdict' },
  },
};
