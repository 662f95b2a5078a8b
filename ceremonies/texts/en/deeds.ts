/** What a ceremony destroyed and moved, in a line each: the rows of a summary. */
export const deeds = {
  rows: { destroyed: 'Destroyed', remains: 'Still there', moved: 'Moved', 'not-moved': 'Not moved' },

  key: {
    refused: '{{key}} on {{hsm}}: objects {{objects}}, searched for again and gone; a use was then refused',
    untried: '{{key}} on {{hsm}}: objects {{objects}}, searched for again and gone; a use was not tried',
  },
  shares: '{{destroyed}} of {{count}} shares of {{keys}}, set {{set}}',
  card: {
    erased: 'card of {{holder}}, erased: objects {{objects}}, shares among them {{shares}}',
    physically: 'card of {{holder}}, broken before those present; shares on it {{shares}}',
  },

  stillOn: 'NOT DESTROYED EVERYWHERE: {{hsms}} still has it',
  lost: 'nothing shows that it is gone from {{hsms}}: that no such HSM exists any more is the word of both who lead',
  set: 'share set {{set}}: {{sharesLeft}} shares left, {{threshold}} needed; with an older bundle they bring the key back',
  cards:
    'share set {{set}}: the cards of {{sharesLeft}} shares still open them in older bundles, {{threshold}} are needed to bring the keys back',
  missing: 'shares that were not handed in: {{names}}',
  astray: 'shares that may lie on an earlier card: {{names}}',
  none: 'nothing that the register knows of',

  moved: 'to {{key}}: {{what}}',
  dataKeys:
    'data keys {{number}} (inside the HSM {{inToken}}, through the program’s locked memory {{inEngine}})',
  backups: 'backups {{number}}',
  not: { dataKeys: 'data keys {{number}} ({{reasons}})', backups: 'backups {{number}} ({{reasons}})' },
  all: 'none',
  nothing: 'this ceremony moved no data: what lies under earlier versions stays there',
  more: '{{number}} more on the list beside the new inventory',
  reasons: {
    'inventory-line-malformed': 'no data key',
    'inventory-duplicate': 'named twice',
    'inventory-key-unknown': 'under another key',
    'inventory-key-current': 'there already',
    'inventory-algorithm': 'of the wrong algorithm',
    'inventory-key-size': 'of the wrong size',
    'inventory-altered': 'altered, or wrapped under another key',
    'backup-not-sealed': 'not sealed',
    'backup-key-absent': 'sealed to another key',
    'backup-already-moved': 'there already',
  },
};
