import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { equal, toHex } from '../../ceremonies/formats/bytes.ts';
import { parseCertificate, unfitnessOfSigner } from '../../ceremonies/formats/certificate.ts';
import { changesOf } from './ber.ts';
import { fit } from './candidates.ts';
import { extension, handMade, hex, named, person, types, utf8, type Fields } from './handMade.ts';
import { p384, parsed } from './keys.ts';

/**
 * Two readers of certificates, ours and OpenSSL's, which Node has inside. What ours takes for a signer's OpenSSL must take, too. It looks
 * into extensions only when it uses a certificate: here as the issuer of another one.
 */

/** With the right to issue, which OpenSSL asks of an issuer. */
const mayIssue = extension(types.keyUsage, hex('030202c4'), true);

/** Issued, as far as names go, by whoever is called as ours are; it names no key of its issuer. */
const issued = new X509Certificate(
  await handMade(p384, { subject: named(utf8('issued')), extensions: [mayIssue] }),
);

const withMayIssue = ({ extensions = [], ...changes }: Partial<Fields>): Partial<Fields> => ({
  ...changes,
  issuer: named(utf8(person)),
  subject: named(utf8(person)),
  extensions: [mayIssue, ...extensions.slice(1)],
});

describe('a certificate that is taken for a signer’s', () => {
  it('is one for OpenSSL, too, whatever was changed in it', async () => {
    let [taken, used] = [0, 0];
    for (const [what, changes] of Object.entries(fit)) {
      const whole = await handMade(p384, withMayIssue(changes));
      const { subjectDer, spki } = parsed(whole);
      const agree = (bytes: Uint8Array): void => {
        const own = parseCertificate(bytes);
        if (!own.ok || unfitnessOfSigner(own.value, { elsewhere: true }).length > 0) return;
        taken += 1;
        const shown = `${what}: ${toHex(bytes)}`;
        const theirs = new X509Certificate(bytes);
        assert.equal(theirs.serialNumber.toLowerCase(), own.value.serialNumberHex, shown);
        const isOurIssuer =
          equal(own.value.subjectDer, subjectDer) &&
          equal(own.value.spki, spki) &&
          own.value.keyUsage?.includes('keyCertSign') === true;
        if (!isOurIssuer) return;
        used += 1;
        assert.ok(issued.checkIssued(theirs), shown);
      };
      agree(whole);
      fc.assert(fc.property(changesOf(whole), agree), { numRuns: 150, seed: 20261123 });
    }
    assert.ok(taken > 500 && used > 300, `${taken} ${used}`);
  });
});
