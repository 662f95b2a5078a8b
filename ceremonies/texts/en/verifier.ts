/** The auditor's page: a verifier in one file. */
export const verifier = {
  lead: 'Drop bundles here, or a folder of them, or choose them. Everything that can be recomputed is recomputed in this page, on this machine. Nothing is sent anywhere: the page forbids itself every connection.',
  choose: 'Choose bundles',
  progress: 'Recomputing every digest and signature: bundle {{number}} of {{total}}…',
  stop: 'Stop',
  stopped: 'Stopped before the end: there is no verdict.',
  'several-files': 'Chosen files',
  stamped: 'SHA-256 of the file, with its time-stamps',
  trust: 'Whom you know and trust',
  'trust-hint':
    'Nothing here is needed. Without these files, the names are what the bundle says, and a time-stamp is what its authority says.',
  trusted: {
    people: 'People whom you know, with the digests of their certificates (JSON)',
    trustAnchors: 'Authorities that you trust to issue cards to people (PEM)',
    timeAnchors: 'Authorities that you trust for time-stamps (PEM)',
  },
  'trust-refused': 'This file cannot be used, so there is no verdict. Choose another one, or none.',
  signers: 'Who signed, as far as you know them',
  print: 'Print',
  save: 'Save the verdict (JSON)',
  'save-comparison': 'Save what changed (JSON)',
  'one-by-one': 'One bundle in full',
  record: 'What the bundle says happened',
  'record-lead':
    'Timeline, people, keys, shares and exceptions, made anew in this page from the events of the transcript.',
  'record-doubt':
    'This bundle does not verify. What follows is what its writer wants you to read; do not rely on any of it.',
  'record-working': 'Reading the transcript…',
  folded: 'Long lists are folded. The browser’s search finds what is open; a printout has everything.',
  unfold: 'Open all of them',
  fold: 'Fold them again',
  alone: 'To check without this program',
  'alone-meaning':
    'The file verifier.html, built together with this program, checks bundles in any current browser, without a network. Give it to auditors, and tell them this digest by another way:',
  'save-copy': 'Save a copy of verifier.html',
  saved: 'Saved: {{file}}',
};
