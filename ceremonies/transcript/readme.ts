import type { Domain } from '../model/domain.ts';

/**
 * README.txt of a bundle. Its text belongs to the format: a verifier compares it, so that nobody can put other
 * instructions before an auditor. To change a word is to make another version of the format. docs/FORMAT.md, "Files".
 */
export const readme = (domain: Domain): string => (domain === 'rehearsal' ? rehearsal + text : text);

const rehearsal = `*** REHEARSAL - nothing in this bundle may protect anything real ***

`;

const text = `Embassy Key Ceremony: the record of one key ceremony
====================================================

This file is an ASiC-E container (ETSI EN 319 162-1): a zip archive with signatures inside. It can be checked
without the program that made it, on a machine without a network, with unzip, sha256sum, openssl and jq.

What is inside
  transcript.jsonl        every event of the ceremony, one JSON object (RFC 8785) to a line, hash-chained
  script.json             the script that was followed
  register.json           the key register after the ceremony: keys, versions, states, share sets
  certificates/           who signed: the HSM (hsm.pem), if there was one, and each person who was there
  keys/                   each embassy key, wrapped (AES-KWP, RFC 5649), with the certificate of each exchange key and a
                          canary: something sealed to the key, by which whoever rebuilds it sees that it works
  shares/                 each live share, sealed to its custodian's card (CMS AuthEnvelopedData)
  words.txt               the list of words in which a share stands on paper
  report.html, report.pdf the same for people to read
  META-INF/               one manifest and one CMS signature for each signer

How to check it
  1. Unpack it into an empty folder:
       unzip bundle.asice -d bundle && cd bundle
  2. Each signature is over its manifest. For 001, 002, ... as many as there are:
       openssl cms -verify -binary -inform DER -in META-INF/signature001.p7s \\
         -content META-INF/ASiCManifest001.xml -noverify -out /dev/null -signer signer.pem
     signer.pem is then the certificate that signed. It must be one of those in certificates/: hsm.pem first, if it is
     there, and then the participants who are there, in the order of script.json (.parameters.participants).
  3. Each manifest gives the SHA-256 digest (base64) of every file. Compare with:
       openssl dgst -sha256 -binary transcript.jsonl | base64
     Every file outside META-INF, except "mimetype", must be in every manifest, and nothing else.
  4. Each line of transcript.jsonl names the SHA-256 digest of the line before it (without its line feed):
       jq -r .previous transcript.jsonl
       head -n 1 transcript.jsonl | tr -d '\\n' | sha256sum
  5. The people themselves are the last proof: ask them whether the certificates are theirs, and whether the words
     that were read aloud at the end of each act are those in the report.

The rest (statements, commitments, sealed shares, wrapped keys) is in docs/FORMAT.md of the program, and
"ceremony verify bundle.asice" checks all of it.

To rebuild the keys: bring together as many custodians as the register's threshold says, with their cards or their
sheets of paper. Each card opens the share sealed to it; the shares give the recovery key; the recovery key unwraps the
keys in keys/. The program leads through it; "Rebuilding by hand" in its docs/OPERATIONS.md does without the program.
`;
