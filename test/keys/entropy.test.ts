import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { parseDice } from '../../ceremonies/keys/dice.ts';
import { mixRecoveryKey, type EntropySources } from '../../ceremonies/keys/entropy.ts';
import { domains } from '../../ceremonies/model/domain.ts';
import { Secret } from '../../ceremonies/secrets/secret.ts';

const setId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const otherSetId = '0b9e6679-7425-40de-944b-e07fc1f90ae7';

/** Bytes that all differ, so that the expected key can be computed apart. */
const counted = (start: number, step = 1) =>
  Secret.take(Uint8Array.from({ length: 64 }, (_, i) => start + step * i));
const fixed = (more: Partial<EntropySources> = {}): EntropySources => ({
  hsm: counted(0),
  hsmBefore: counted(128),
  os: counted(64),
  ...more,
});
const random = (more: Partial<EntropySources> = {}): EntropySources => ({
  hsm: Secret.random(64),
  hsmBefore: Secret.random(64),
  os: Secret.random(64),
  ...more,
});
const dice = () => Secret.take(Uint8Array.from({ length: 60 }, (_, i) => 1 + (i % 6)));

const keyOf = (result: ReturnType<typeof mixRecoveryKey>): string => {
  assert.ok(result.ok);
  return result.value.key.use((bytes) => bytes.toString('hex'));
};

const opensslHkdf = (ikm: Buffer, info: string): string =>
  execFileSync('openssl', [
    'kdf',
    ...['-keylen', '32', '-binary', '-kdfopt', 'digest:SHA384'],
    ...['-kdfopt', `hexkey:${ikm.toString('hex')}`, '-kdfopt', `hexsalt:${setId.replaceAll('-', '')}`],
    ...['-kdfopt', `hexinfo:${Buffer.from(info).toString('hex')}`, 'HKDF'],
  ]).toString('hex');

describe('mixRecoveryKey', () => {
  for (const domain of domains) {
    test(`is the HKDF of exactly the bytes that the format names (${domain})`, () => {
      const sources = Buffer.from(Uint8Array.from({ length: 128 }, (_, i) => i));
      const rolls = Buffer.from(Uint8Array.from({ length: 60 }, (_, i) => 1 + (i % 6)));
      const info = `embassy-key-ceremony/${domain}/recovery-key/1`;
      assert.equal(keyOf(mixRecoveryKey(domain, setId, fixed())), opensslHkdf(sources, info));
      assert.equal(
        keyOf(mixRecoveryKey(domain, setId, fixed({ dice: dice() }))),
        opensslHkdf(Buffer.concat([sources, rolls]), info),
      );
    });
  }

  test('says what went in, and wipes it', () => {
    const sources = random({ dice: dice() });
    const result = mixRecoveryKey('production', setId, sources);
    assert.ok(result.ok);
    assert.deepEqual(result.value.mixed, { hsmBytes: 64, osBytes: 64, diceRolls: 60 });
    assert.equal(result.value.key.sizeBytes, 32);
    assert.ok(Object.values(sources).every((source) => source.isWiped()));
  });

  test('every source, the domain and the set change the key', () => {
    const keys = [
      mixRecoveryKey('production', setId, fixed()),
      mixRecoveryKey('rehearsal', setId, fixed()),
      mixRecoveryKey('production', otherSetId, fixed()),
      mixRecoveryKey('production', setId, fixed({ hsm: counted(1) })),
      mixRecoveryKey('production', setId, fixed({ os: counted(65) })),
      mixRecoveryKey('production', setId, fixed({ dice: dice() })),
    ].map(keyOf);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keyOf(mixRecoveryKey('production', setId, fixed({ hsmBefore: counted(129) }))), keys[0]);
  });

  const repeated = (block: readonly number[]) =>
    Secret.take(Uint8Array.from({ length: 64 }, (_, i) => block[i % block.length] ?? 0));
  const poor: Readonly<Record<string, readonly [() => Partial<EntropySources>, string]>> = {
    'HSM gives zeros': [() => ({ hsm: repeated([0]) }), 'hsm'],
    'HSM gives one byte over and over': [() => ({ hsm: repeated([0xa7]) }), 'hsm'],
    'HSM repeats a short block': [() => ({ hsm: repeated([1, 9, 4, 8, 200, 3, 77, 91]) }), 'hsm'],
    'HSM gives what it gave before': [
      () => {
        const hsm = Secret.random(64);
        return { hsm, hsmBefore: Secret.copy(hsm) };
      },
      'hsm',
    ],
    'HSM and operating system give the same': [
      () => {
        const hsm = Secret.random(64);
        return { hsm, os: Secret.copy(hsm) };
      },
      'hsm',
    ],
    'HSM gives too little': [() => ({ hsm: Secret.random(63) }), 'hsm'],
    'HSM gave too little before': [() => ({ hsmBefore: Secret.random(0) }), 'hsm'],
    'operating system gives zeros': [() => ({ os: repeated([0]) }), 'operating-system'],
    'operating system gives too little': [() => ({ os: Secret.random(32) }), 'operating-system'],
    'dice show a 7': [() => ({ dice: repeated([1, 2, 7]) }), 'dice'],
    'dice show a 0': [() => ({ dice: repeated([1, 2, 0]) }), 'dice'],
  };
  for (const [name, [change, source]] of Object.entries(poor)) {
    test(`entropy-poor: ${name}`, () => {
      const sources = random(change());
      const result = mixRecoveryKey('production', setId, sources);
      assert.ok(!result.ok);
      assert.equal(result.problem.code, 'entropy-poor');
      assert.equal(result.problem.details['source'], source);
      assert.ok(Object.values(sources).every((secret) => secret.isWiped()));
    });
  }

  test('real random bytes are never called poor', () => {
    for (let round = 0; round < 300; round++) {
      const result = mixRecoveryKey('production', setId, random());
      assert.ok(result.ok);
      result.value.key.wipe();
    }
  });
});

describe('parseDice', () => {
  const parse = (text: string) => parseDice(Buffer.from(text));
  const fifty = '1234561234 5612345612\n3456123456\r\n1234561234\t5612345612';

  test('reads digits 1 to 6 with blanks between them, one byte a roll', () => {
    const result = parse(` ${fifty} `);
    assert.ok(result.ok);
    assert.equal(result.value.count, 50);
    assert.equal(result.value.bits, 129);
    const digits = fifty.replaceAll(/\s/g, '');
    assert.equal(
      result.value.rolls.use((bytes) => [...bytes].join('')),
      digits,
    );
  });

  test('what it gives is what the recovery key takes', () => {
    const rolls = parse(fifty);
    assert.ok(rolls.ok);
    const result = mixRecoveryKey('production', setId, random({ dice: rolls.value.rolls }));
    assert.ok(result.ok);
    assert.equal(result.value.mixed.diceRolls, 50);
  });

  test('wipes what was typed, whether it was good or not', () => {
    for (const text of [fifty, `${fifty}x`, '123']) {
      const typed = Buffer.from(text);
      parseDice(typed);
      assert.ok(typed.every((byte) => byte === 0));
    }
  });

  const refused = [
    ['', 'parameters-invalid'],
    [fifty.slice(0, -1), 'parameters-invalid'],
    [`${fifty}7`, 'parameters-invalid'],
    [`${fifty}0`, 'parameters-invalid'],
    [`${fifty},`, 'parameters-invalid'],
    [`${fifty}é`, 'parameters-invalid'],
    ['1'.repeat(1001), 'parameters-invalid'],
    ['1'.repeat(60), 'entropy-poor'],
    ['12'.repeat(30), 'entropy-poor'],
  ] as const;
  for (const [text, code] of refused) {
    test(`refuses ${JSON.stringify(text.slice(-8))} (${text.length} characters): ${code}`, () => {
      const result = parse(text);
      assert.ok(!result.ok);
      assert.equal(result.problem.code, code);
    });
  }

  test('names the place of a wrong character, and not a single roll', () => {
    const result = parse('12345x');
    assert.deepEqual(result, {
      ok: false,
      problem: { code: 'parameters-invalid', details: { field: 'dice', place: 6 } },
    });
  });
});
