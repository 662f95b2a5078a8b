/** Bringing a share back from paper. */
export const shareEntry = {
  words: {
    row: 'Row {{row}} of {{rows}}',
    share: 'Share {{index}}',
    label: 'Row {{row}}, word {{position}}',
    hint: 'Type the word, or its first four letters and a space. ← → another word, ↑ the row before.',
    more: 'More letters are needed.',
    enough: 'That is enough: go on with a space.',
    none: 'No word begins like this.',
    show: 'Hold to show what is typed ({{key}})',
    previous: 'Back to the row before',
    slots: {
      empty: 'Word {{position}}: not typed yet',
      typed: 'Word {{position}}: typed',
      doubtful: 'Word {{position}}: type it again',
    },
  },
  scan: {
    hold: 'Hold to scan the code',
    aim: 'Hold the sheet before the camera until it is recognised.',
    dark: 'The camera is off. It is on only while the button is held.',
    file: 'Choose a picture…',
  },
};
