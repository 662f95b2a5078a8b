/** What `ceremony help` says of each command, option and exit code. */
export const usage = {
  does: {
    rehearse:
      'plays ceremonies without people, each from the bundle before, and writes DIR/01-generate.asice, …; KIND: generate (as if named first, if it is not and nothing went before), check, rotate, reshare, reconstitute, destroy',
    verify:
      'everything an auditor checks: a verdict a claim, then one line; of a folder, each bundle in it and the chain that they form',
    show: 'the transcript as people read it; does not verify',
    diff: 'whether B continues from A, and what changed; says of each how its own verification ends',
    timestamp:
      'writes the query for a time-stamping authority (RFC 3161), or checks its answer and writes the bundle with it',
    seal: 'seals a file to an embassy key',
    open: 'opens a sealed backup with the key in the HSM: authentic, or nothing under the final name',
    tokens: 'slots and tokens of a PKCS#11 module, and what each can be used for',
  },
  options: {
    rehearse: {
      out: 'where the bundles go; nothing there is overwritten',
      threshold: 'how many custodians rebuild a key: 3 unless said',
      custodians: 'how many there are: 5 unless said',
      key: 'what is made: ecp384 unless said',
      'data-keys': 'an inventory that each rotate moves; made, with 1000 data keys, where it is not there',
      backups: 'a folder of sealed backups that each rotate moves',
      module: 'a PKCS#11 module: SoftHSM2 unless named, its tokens gone afterwards',
      previous: 'goes on from this bundle; its tokens must be in the module',
    },
    verify: {
      json: 'the verdict as JSON',
      previous: 'the bundle that FILE continues from',
      people: 'a list (JSON) of whom you know by certificate',
      'trust-anchors': 'certificates of those whom you trust to issue cards to people',
      'tsa-anchor': 'certificates of those whom you trust to time-stamp',
    },
    show: {
      json: 'the events as JSON',
    },
    diff: {
      json: 'what changed as JSON',
    },
    timestamp: {
      request: 'where the query is to be written',
      attach: 'the answer of the authority',
      out: 'where the stamped bundle goes: FILE.stamp1.asice unless said',
    },
    seal: {
      bundle: 'the newest bundle, which has the key’s certificate',
      in: 'what is sealed',
      out: 'where it goes',
      key: 'which key, where there are several',
    },
    open: {
      module: 'the PKCS#11 module: SoftHSM2 unless named',
      parameters: 'what the module is started with, where it needs that (NSS does)',
      in: 'what is opened',
      out: 'where its content goes',
      token: 'which HSM, where there are several',
      key: 'which key on it',
      bundle: 'tells to which key a certificate belongs, where the HSM does not',
      'pin-file': 'its first line is the PIN; else CEREMONY_PIN, the terminal, or standard input',
    },
    tokens: {
      module: 'SoftHSM2 unless named',
      parameters: 'what the module is started with, where it needs that (NSS does)',
    },
  },
  exits: {
    good: 'good: done, or every claim holds',
    bad: 'bad: a claim does not hold, or the ceremony failed',
    unreadable: 'not read: a file or a token could not be used, or the command was not understood',
  },
  failure: 'A failure is one line on standard error: code: sentence.',
};
