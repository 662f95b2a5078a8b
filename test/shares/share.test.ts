import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { domains } from '../../ceremonies/model/domain.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';
import { recoveryKeyCommitment, shareCommitment } from '../../ceremonies/shares/commitment.ts';
import {
  checkShare,
  decodeShare,
  encodeShare,
  labelShares,
  type ExpectedShares,
  type Share,
} from '../../ceremonies/shares/share.ts';
import { splitSecret } from '../../ceremonies/shares/split.ts';
import { altered, bytesOf } from './shareTools.ts';

const setId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const about = { setId, threshold: 3, embassy: 'Eesti andmesaatkond', keyLabels: ['land-register'] };
const makeShares = () => labelShares(splitSecret(Secret.random(32), { threshold: 3, count: 5 }), about);

const shareAt = (shares: readonly Share[], place: number): Share => {
  const share = shares[place];
  assert.ok(share);
  return share;
};

const sameShare = (a: Share, b: Share): boolean =>
  a.body.equals(b.body) &&
  Buffer.compare(a.salt, b.salt) === 0 &&
  isDeepStrictEqual({ ...a, salt: 0, body: 0 }, { ...b, salt: 0, body: 0 });

const codeOf = (result: ReturnType<typeof decodeShare>): string => (result.ok ? 'good' : result.problem.code);

describe('a share as data', () => {
  test('what is encoded decodes to the same share', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 4 }),
        (embassy, count, keyLabels) => {
          const bodies = splitSecret(Secret.random(32), { threshold: 2, count });
          for (const share of labelShares(bodies, {
            setId: randomUUID(),
            threshold: 2,
            embassy,
            keyLabels,
          })) {
            const decoded = decodeShare(encodeShare(share));
            assert.ok(decoded.ok && sameShare(decoded.value, share));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a stranger reads it with jq and xxd', { skip: !hasTools() && 'needs jq and xxd' }, () => {
    const share = shareAt(makeShares(), 0);
    const payload = bytesOf(encodeShare(share));
    const body = execFileSync('sh', ['-c', 'jq -r .body | xxd -r -p'], { input: payload });
    assert.deepEqual(body, bytesOf(share.body));
  });

  test('is canonical JSON that explains itself', () => {
    const share = shareAt(makeShares(), 1);
    const text = bytesOf(encodeShare(share)).toString();
    const parsed: unknown = JSON.parse(text);
    assert.deepEqual(parsed, {
      body: bytesOf(share.body).toString('hex'),
      count: 5,
      embassy: about.embassy,
      format: 'embassy-key-ceremony/share/1',
      index: 2,
      keyLabels: ['land-register'],
      salt: Buffer.from(share.salt).toString('hex'),
      set: setId,
      threshold: 3,
    });
    assert.equal(JSON.stringify(parsed), text);
  });

  test('only the canonical form is a share', () => {
    const share = shareAt(makeShares(), 0);
    const text = bytesOf(encodeShare(share)).toString();
    const others: Readonly<Record<string, string>> = {
      empty: '',
      'not JSON': 'share',
      'half a share': text.slice(0, text.length / 2),
      'without its end': text.slice(0, -1),
      'a blank more': text.replace(',"count"', ', "count"'),
      'a byte after it': `${text}\n`,
      'a member more': text.replace('"count"', '"colour":"red","count"'),
      'a member twice': text.replace('"count":5', '"count":4,"count":5'),
      'a second body': text.replace('"count":5', '"body":"0801aa","count":5'),
      'a member less': text.replace('"threshold":3', '"threshold":null'),
      'another format': text.replace('share/1', 'share/2'),
      'upper-case body': text.replace(
        /"body":"[0-9a-f]+"/,
        (body) => `"body":"${body.slice(8).toUpperCase()}`,
      ),
      'a body with another letter': text.replace('"body":"08', '"body":"0g'),
      'a body of half bytes': text.replace('"body":"08', '"body":"8'),
      'no body': text.replace(/"body":"[0-9a-f]+"/, '"body":""'),
      'a header and nothing else': text.replace(/"body":"[0-9a-f]+"/, '"body":"0801"'),
      'the body of another index': text.replace('"index":1', '"index":2'),
      'an index above n': text.replace('"index":1', '"index":6').replace('"body":"0801', '"body":"0806'),
      'k above n': text.replace('"threshold":3', '"threshold":6'),
      'k = 1': text.replace('"threshold":3', '"threshold":1'),
      'a set that is no UUID': text.replace(setId, 'x'),
      'a short salt': text.replace(/"salt":"[0-9a-f]{2}/, '"salt":"'),
      'a lone surrogate': text.replace('Eesti', '\\ud800'),
    };
    for (const [name, other] of Object.entries(others)) {
      assert.notEqual(other, text, `${name} changes something`);
      assert.equal(codeOf(decodeShare(Secret.take(Buffer.from(other)))), 'share-malformed', name);
    }
  });

  test('any changed byte makes it malformed or another share, never the same', () => {
    const share = shareAt(makeShares(), 0);
    const payload = encodeShare(share);
    fc.assert(
      fc.property(fc.nat({ max: payload.sizeBytes - 1 }), fc.integer({ min: 1, max: 255 }), (place, xor) => {
        const decoded = decodeShare(altered(payload, place, xor));
        if (decoded.ok) assert.ok(!sameShare(decoded.value, share));
        else assert.equal(decoded.problem.code, 'share-malformed');
      }),
      { numRuns: 500 },
    );
  });

  test('any bytes at all give a result', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.equal(codeOf(decodeShare(Secret.take(bytes))), 'share-malformed');
      }),
    );
  });

  test('what would not decode is not encoded', () => {
    const share = shareAt(makeShares(), 0);
    const isMalformed = (error: unknown) =>
      error instanceof CeremonyError && error.code === 'share-malformed';
    for (const wrong of [
      { index: 2 },
      { threshold: 6 },
      { setId: 'x' },
      { embassy: '\ud800' },
      { keyLabels: [] },
    ]) {
      assert.throws(() => encodeShare({ ...share, ...wrong }), isMalformed);
    }
  });
});

describe('commitments', () => {
  const body = Secret.take(Buffer.from(`0802${'5a'.repeat(80)}`, 'hex'));
  const salt = new Uint8Array(32).fill(0xa5);

  test('a share’s is the hash of exactly the bytes that the format names', () => {
    for (const domain of domains) {
      const bytes = Buffer.concat([
        Buffer.from(`embassy-key-ceremony/${domain}/share-commitment/1\0`, 'utf8'),
        Buffer.from('7c9e6679742540de944be07fc1f90ae7', 'hex'),
        Buffer.of(2),
        Buffer.alloc(32, 0xa5),
        Buffer.from(`0802${'5a'.repeat(80)}`, 'hex'),
      ]);
      assert.equal(
        shareCommitment(domain, { setId, index: 2, salt, body }),
        createHash('sha256').update(bytes).digest('hex'),
      );
    }
  });

  test('stays what it was when the format was made', () => {
    assert.equal(
      shareCommitment('production', { setId, index: 2, salt, body }),
      'b4d247d4ef18c8212b8ed72a109e9c19a02a3e1a3423b183d474208dd3d8a9b8',
    );
    assert.equal(
      recoveryKeyCommitment('production', Secret.take(Buffer.alloc(32, 7))),
      '8e5403e6b98e78660597b7cb1e820110e3236f14c7d6689a107a08bb5e9e4ad2',
    );
  });

  test('a recovery key’s is the hash of exactly the bytes that the format names', () => {
    for (const domain of domains) {
      const bytes = Buffer.concat([
        Buffer.from(`embassy-key-ceremony/${domain}/recovery-key-commitment/1\0`, 'utf8'),
        Buffer.alloc(32, 7),
      ]);
      assert.equal(
        recoveryKeyCommitment(domain, Secret.take(Buffer.alloc(32, 7))),
        createHash('sha256').update(bytes).digest('hex'),
      );
    }
  });
});

describe('checkShare', () => {
  const shares = makeShares();
  const expected: ExpectedShares = {
    domain: 'production',
    setId,
    threshold: 3,
    commitments: shares.map((share) => shareCommitment('production', share)),
  };
  const share = shareAt(shares, 1);

  test('knows every share that was handed out', () => {
    for (const each of shares) assert.deepEqual(checkShare(each, expected), { ok: true, value: each });
  });

  const wrong: Readonly<Record<string, readonly [Share, string]>> = {
    'a changed body': [{ ...share, body: altered(share.body, 40, 1) }, 'share-altered'],
    'a changed salt': [{ ...share, salt: Uint8Array.from(share.salt, (byte) => byte ^ 1) }, 'share-altered'],
    'the body of another split under the same index': [
      { ...share, body: shareAt(makeShares(), 1).body },
      'share-altered',
    ],
    'another set': [{ ...share, setId: randomUUID() }, 'share-foreign'],
    'another k': [{ ...share, threshold: 2 }, 'share-malformed'],
    'another n': [{ ...share, count: 6 }, 'share-malformed'],
    'an index that its body contradicts': [{ ...share, index: 3 }, 'share-malformed'],
    'an index that the set has not': [{ ...share, index: 6 }, 'share-malformed'],
    'index 0': [{ ...share, index: 0 }, 'share-malformed'],
    'a salt of another size': [{ ...share, salt: new Uint8Array(31) }, 'share-malformed'],
  };
  for (const [name, [bad, code]] of Object.entries(wrong)) {
    test(`${name}: ${code}`, () => {
      const result = checkShare(bad, expected);
      assert.ok(!result.ok);
      assert.equal(result.problem.code, code);
      assert.equal(result.problem.details['index'], bad.index);
    });
  }

  test('nothing rehearsed passes for production', () => {
    const result = checkShare(share, { ...expected, domain: 'rehearsal' });
    assert.ok(!result.ok && result.problem.code === 'share-altered');
  });

  test('any change of the body is seen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 81 }), fc.integer({ min: 1, max: 255 }), (place, xor) => {
        const result = checkShare({ ...share, body: altered(share.body, place, xor) }, expected);
        assert.ok(!result.ok && result.problem.code === 'share-altered');
      }),
    );
  });
});

function hasTools(): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v jq && command -v xxd']);
    return true;
  } catch {
    return false;
  }
}
