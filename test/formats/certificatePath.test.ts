import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Certificate } from '../../ceremonies/formats/certificate.ts';
import { findPath } from '../../ceremonies/formats/certificatePath.ts';
import { p384, parsed } from './keys.ts';
import { nationalCard } from './nationalCard.ts';
import { inFolder } from './openssl.ts';

const forMail = ['1.3.6.1.5.5.7.3.4'];

describe('the way from a national card up to its state', () => {
  it('leads over a curve that no card has, and nowhere else', () =>
    inFolder(async (folder) => {
      const ours = nationalCard(folder, p384, 'signature');
      const others = nationalCard(folder, p384, 'signature');
      const [card, issuer, root] = [parsed(ours.certificate), parsed(ours.issuer), parsed(ours.root)];
      const stranger = parsed(others.root);
      const at = new Date();
      const isAnchored = async (
        from: Certificate,
        between: readonly Certificate[],
        anchors: readonly Certificate[],
        usages: readonly string[] = forMail,
      ) => (await findPath(from, between, anchors, { usages, at })).anchored;

      assert.ok(await isAnchored(card, [], [issuer]));
      assert.ok(await isAnchored(card, [issuer], [root]));
      assert.ok(!(await isAnchored(card, [], [root])));
      // Of the same names, and with other keys.
      assert.ok(!(await isAnchored(card, [issuer], [stranger])));
      assert.ok(!(await isAnchored(parsed(others.certificate), [issuer], [root])));
      const forServers = ['1.3.6.1.5.5.7.3.1'];
      assert.ok(!(await isAnchored(card, [issuer], [root], forServers)));
    }));
});
