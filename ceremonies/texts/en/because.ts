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
    'key-usage-missing': 'It does not allow signing.',
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
};
