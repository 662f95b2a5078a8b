import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCertificate } from '../../ceremonies/conductor/enrolment.ts';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { Domain } from '../../ceremonies/model/domain.ts';
import { signDetached, verifyDetached } from '../../ceremonies/formats/signedData.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { fit, malformed, unfit } from '../formats/candidates.ts';
import { handMade, oid, sequence, type Fields, type KeyPair } from '../formats/handMade.ts';
import { p256, p384, rsa } from '../formats/keys.ts';
import { nationalCard } from '../formats/nationalCard.ts';
import { inFolder, pem, type Folder } from '../formats/openssl.ts';
import { parametersFor } from '../model/straightRun.ts';
import { ecPair, hold, makeBundle, selfSigned, signerOf, toCheck, withHolder } from '../verify/fixture.ts';

/**
 * Whoever's card is enrolled signs at the end, and what they sign must be taken by everybody: a certificate that cannot be found at the
 * door leaves a ceremony that nobody can close, or a bundle that only this program takes.
 */

const now = new Date('2026-06-01T08:00:00Z');
const adopted = (der: Uint8Array, domain: Domain = 'production') =>
  checkCertificate(der, { origin: 'adopted', domain }, now);

const content = toUtf8('what a ceremony leaves');
const verify = 'openssl cms -verify -binary -inform DER -in sig.p7s -content content -out verified';
/** Without an authority, as docs/FORMAT.md has it, and as whoever trusts this certificate would. */
const commands = [
  `${verify} -noverify`,
  `${verify} -no-CApath -no-CAstore -CAfile cert.pem -partial_chain -purpose any -no_check_time`,
];

const requireTaken = async (what: string, key: KeyPair, certificate: Uint8Array, { write, run }: Folder) => {
  assert.deepEqual(adopted(certificate), { ok: true, value: null }, what);
  const signature = await signDetached(content, { ...key, certificate }, now);
  assert.ok((await verifyDetached(signature, content)).ok, what);
  write('sig.p7s', signature);
  write('cert.pem', pem('CERTIFICATE', certificate));
  for (const command of commands) {
    const { ok, output } = run(command);
    assert.ok(ok, `${what}: ${output}`);
  }
};

const table = (
  rows: Readonly<Record<string, Partial<Fields>>>,
): readonly (readonly [string, Partial<Fields>])[] => Object.entries(rows);

describe('a card’s own certificate', () => {
  test('that is enrolled signs what this program takes and what OpenSSL takes', () =>
    inFolder(async (folder) => {
      folder.write('content', content);
      for (const [what, changes] of table(fit))
        await requireTaken(what, p384, await handMade(p384, changes), folder);
      for (const key of [p256, rsa]) await requireTaken(key.name, key, await handMade(key, {}), folder);
      // By an authority whose algorithm is known to nobody here, with parameters of its own.
      const algorithm = sequence(oid('2a0304'), sequence(oid('2a0305')));
      await requireTaken('strange algorithm', p384, await handMade(p384, {}, algorithm), folder);
    }));

  test('of a state signs, for authentication and for signatures', () =>
    inFolder(async (folder) => {
      folder.write('content', content);
      for (const use of ['authentication', 'signature'] as const) {
        const { certificate, issuer, root } = nationalCard(folder, p384, use);
        await requireTaken(use, p384, certificate, folder);
        folder.write('chain.pem', pem('CERTIFICATE', issuer) + pem('CERTIFICATE', root));
        const whole = `${verify} -no-CApath -no-CAstore -CAfile chain.pem -purpose any`;
        const { ok, output } = folder.run(whole);
        assert.ok(ok, output);
      }
    }));

  test('that could not sign is refused at the door, with the reason', async () => {
    for (const [what, [reason, changes]] of Object.entries(unfit)) {
      const checked = adopted(await handMade(p384, changes));
      assert.ok(!checked.ok, what);
      assert.deepEqual(
        [checked.problem.code, checked.problem.details['reason']],
        ['certificate-unfit', reason],
        what,
      );
    }
  });

  test('that can be read in two ways is refused at the door', async () => {
    for (const [what, changes] of table(malformed)) {
      const checked = adopted(await handMade(p384, changes));
      assert.equal(checked.ok ? 'enrolled' : checked.problem.code, 'certificate-malformed', what);
    }
  });

  test('may allow more than was asked for, and one that was made here may not', async () => {
    const whole = await handMade(p384, fit['for all but issuing'] ?? {});
    const made = checkCertificate(whole, { origin: 'initialised', domain: 'production' }, now);
    assert.equal(made.ok ? 'enrolled' : made.problem.details['reason'], 'key-usage-superfluous');
  });

  test('that was made at a rehearsal is refused in production, and at a rehearsal as good as any', async () => {
    const rehearsed = await selfSigned(ecPair(), 'Mari Maasikas', true);
    const checked = adopted(rehearsed);
    assert.equal(checked.ok ? 'enrolled' : checked.problem.details['reason'], 'rehearsal');
    assert.ok(adopted(rehearsed, 'rehearsal').ok);
  });

  test('whatever was let in, closes a ceremony whose bundle is good', async () => {
    const odd = Object.values(fit);
    const next = await toCheck(await makeBundle(parametersFor(2, odd.length, { sheets: true })));
    let { room } = next;
    const sources: Record<string, 'sheet'> = {};
    for (const [index, changes] of odd.entries()) {
      const id = `custodian-${index + 1}`;
      const pair = ecPair();
      const certificate = await handMade({ ...signerOf(pair), spki: pair.spki }, changes);
      room = withHolder(room, id, { pair, certificate });
      sources[id] = 'sheet';
    }
    const { bytes } = await hold({ ...next, room, options: { ...next.options, sources } });
    const { outcome, claims } = await verifyBundle(bytes);
    assert.deepEqual(
      claims.flatMap(({ id, problem }) => (problem === null ? [] : [{ id, problem }])),
      [],
    );
    assert.equal(outcome, 'good');
  });
});
