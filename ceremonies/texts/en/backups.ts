/** Sealing a file to an embassy key, and opening a sealed one, on the screen. */
export const backups = {
  bar: 'Sealed files',
  'way-title': 'Sealed files',
  way: 'Opens a sealed backup, or seals a file to the embassy’s key.',
  'way-open': 'Open or seal a backup',
  which: 'What is to be done',
  works: { open: 'Open a sealed file', seal: 'Seal a file' },
  title: { open: 'Open a sealed backup', seal: 'Seal a file to the embassy’s key' },
  lead: {
    open: 'The key stays in its HSM. Nothing half-opened ever gets the name that you choose.',
    seal: 'Nobody can open the sealed file without the HSM that holds the key. The file itself stays as it is.',
  },
  file: 'File',
  size: 'Size',
  'choose-other': 'Choose another',

  sealed: {
    title: 'The sealed file',
    choose: 'Choose the sealed file',
    reading: 'Reading how it is sealed…',
    cipher: 'Cipher',
    to: 'Sealed to',
  },
  ciphers: {
    'aes-256-gcm': 'AES-256-GCM, authenticated',
    'aes-256-cbc': 'AES-256-CBC, not authenticated',
  },
  'cbc-before':
    'Sealed with AES-256-CBC: nothing in this file tells whether it was changed. It can be opened, but not proved.',

  hsm: {
    title: 'The HSM that holds the key',
    which: 'Which HSM?',
    first: 'Choose the sealed file first.',
    none: 'No HSM is there. Connect it, then look again.',
    again: 'Look again',
    holds: {
      named: 'holds {{keys}}, to which the file is sealed',
      possible: 'holds {{keys}}, which may be the key',
      no: 'does not show this key',
    },
    'holds-unnamed': {
      named: 'holds the key to which the file is sealed',
      possible: 'holds several keys that may be the one',
      no: 'does not show this key',
    },
    label: 'Label of the key on the HSM',
    'label-hint': 'Several keys fit. Name the one that the file was sealed to.',
    bundle: 'Show the bundle as well',
    'bundle-hint': 'Where the file names a certificate, the bundle knows whose it is.',
    'bundle-shown': 'Bundle',
  },

  content: {
    title: { open: 'Where the content goes', seal: 'The file to seal' },
    choose: 'Choose the file',
  },
  bundle: {
    title: 'The bundle, and its key',
    choose: 'Choose the bundle',
    reading: 'Verifying everything in the bundle…',
    embassy: 'Embassy',
    key: 'Key',
    which: 'Which key?',
    rehearsal: 'This is a rehearsed key. It protects nothing.',
  },
  output: {
    title: { open: 'Where the content goes', seal: 'Where the sealed file goes' },
    first: 'Nothing is ever written over: choose a name that is not taken.',
    choose: 'Choose a place and a name',
    to: 'Will be saved as',
  },
  large:
    'OpenSSL 3.0 opens no file of 2 GiB or more; only this program will. Split the file first if it must be opened without this program one day.',

  begin: { open: 'Open it', seal: 'Seal it' },
  missing: {
    file: 'Choose the file first.',
    sealed: 'Choose a file that can be opened.',
    bundle: 'Choose the bundle.',
    hsm: 'Choose the HSM.',
    output: 'Choose where it is saved.',
  },

  working: {
    title: { open: 'The file is being opened', seal: 'The file is being sealed' },
    lead: 'It can be stopped at any time; nothing of it is kept then.',
    beginning: { open: 'Asking the HSM for the key…', seal: 'Verifying the bundle…' },
    finishing: 'All read. Waiting for the disk…',
    done: '{{done}} of {{total}}',
    percent: '{{percent}} %',
    rate: '{{rate}}/s',
    left: {
      moment: 'less than a minute left',
      minutes_one: 'about {{count}} minute left',
      minutes_other: 'about {{count}} minutes left',
    },
    stop: 'Stop',
    stopping: 'Stopping…',
  },

  done: {
    authentic: 'Opened: exactly what was sealed',
    'authentic-meaning': 'Every byte was checked before the file got its name.',
    unproved: 'Opened, but nothing proves the content',
    'unproved-meaning':
      'It was sealed with AES-256-CBC, where nothing tells whether it was changed. Do not rely on it before you have compared it with its owner’s digest.',
    sealed: 'Sealed',
    'sealed-meaning': 'It opens with the key in the HSM, and with that alone.',
    saved: 'Saved as',
    'opened-with': 'Opened with',
    'sealed-to': 'Sealed to',
    again: { open: 'Open another file', seal: 'Seal another file' },
  },
  refused: {
    open: 'The file was not opened',
    seal: 'The file was not sealed',
    stopped: 'It was stopped',
  },
  nothing:
    'Nothing has the name that you chose. What was written by then is deleted, at the latest when you try again.',

  /** Asked by the system’s own dialog, before the window closes. */
  leaving: {
    message: 'Stop and close?',
    detail:
      'A file is being sealed or opened. If you close the window, it is stopped and nothing of it is kept.',
    stay: 'Stay',
    leave: 'Stop and close',
  },
};
