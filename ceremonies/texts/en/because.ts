/** Why it is so, where a problem says it: a sentence after that of its code. By code and reason. */
export const because = {
  'bundle-not-zip': { 'cut-short': 'It begins like one and breaks off: copy the file again.' },
  'bundle-malformed': {
    manifest:
      'A manifest is not written as the format says: another digest, a comment or an entity, or a byte changed.',
    mimetype: 'The file that says what this is must come first, unpacked.',
    archive: 'There is more or less in the file than the archive says.',
  },
  'certificate-unfit': {
    expired: 'It had expired before the ceremony began.',
    rehearsal: 'It was made at a rehearsal.',
    'key-usage-missing': 'It does not allow signing.',
    'key-usage-absent': 'It does not say what its key is for, so nobody would take its signature.',
    'key-unsuitable': 'Its key is too weak, or of a kind that is not used here.',
    ca: 'It may issue certificates to others: it is no person’s.',
    'critical-extension-unknown': 'It sets limits that this program does not know.',
    'subject-empty': 'It names nobody.',
    'subject-unfit': 'The name in it has characters that do not show, so it could pass for another.',
  },
  'hsm-unfit': {
    sign: 'It does not sign with a key of its own on P-384.',
    origin: 'It does not say of its keys that they were made in it and have never left it.',
    make: 'It makes no key of this kind that may leave it wrapped.',
    wrap: 'It does not wrap a key of this kind as the standard says, so nobody else could open the copy.',
    unwrap: 'It does not take in a key of this kind that was wrapped elsewhere.',
    use: 'A key that it took in does not do there what it does elsewhere.',
  },
  'event-out-of-order': {
    'not-closed': 'The transcript was never closed: its end is missing.',
    time: 'An event is told to have happened before the one that comes before it.',
  },
  'signature-invalid': {
    certificate: 'Its certificate may not sign, or holds another kind of key.',
    'certificate-hash': 'The certificate in it is not the one that was signed with.',
    content: 'What was signed is something else than what lies here.',
    signature: 'The key of its certificate did not make it.',
    signer: 'It names another certificate than the one it brings.',
  },
  'signature-malformed': {
    digest: 'It rests on a digest or a kind of signature that is too weak, or unknown.',
    'signature-algorithm': 'It rests on a digest or a kind of signature that is too weak, or unknown.',
  },
  'file-absent': { 'no-bundle': 'The folder is there, and the name of no file in it ends in .asice.' },
  usage: {
    'command-missing': 'No command was named.',
    'command-unknown': 'There is no command {{command}}.',
    'operand-missing': '{{command}} needs {{operand}}.',
    'operand-extra': '{{command}} takes no more than it has before {{operand}}.',
    'operand-unknown': '{{command}} knows no {{operand}}, only {{allowed}}.',
    'option-unknown': '{{command}} has no option {{option}}.',
    'option-twice': '{{option}} is there twice.',
    'option-valued': '{{option}} takes no value.',
    'option-valueless': '{{option}} needs a value after it.',
    'option-missing': '{{command}} needs {{option}}.',
    'option-either': '{{command}} needs one of {{options}}, and no other of them.',
    'option-value': '{{option}} takes {{allowed}}, and not {{value}}.',
    'option-needs': '{{option}} is nothing without {{needs}}.',
    'previous-of-folder':
      'All bundles of a folder are verified with those before them: --previous is for a single file.',
  },
};
