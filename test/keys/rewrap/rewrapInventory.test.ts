import assert from 'node:assert/strict';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  privateDecrypt,
  randomBytes,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { proveRewrap } from '../../../ceremonies/keys/rewrap/proveRewrap.ts';
import { readInventory } from '../../../ceremonies/keys/rewrap/readInventory.ts';
import { resultPaths } from '../../../ceremonies/keys/rewrap/results.ts';
import { rewrapInventory, type RewrapRequest } from '../../../ceremonies/keys/rewrap/rewrapInventory.ts';
import type { EmbassyKeyVersion } from '../../../ceremonies/keys/rewrap/versions.ts';
import { CeremonyError } from '../../../ceremonies/model/error.ts';
import type { DataKeyRecord } from '../../../ceremonies/model/inventory.ts';
import { findObject, findObjects } from '../../../ceremonies/tokens/objects.ts';
import { openAppendFile, type OpenAppendFile } from '../../../ceremonies/transcript/appendFile.ts';
import { temporaryFolder } from '../../temporary.ts';
import { makeFileKey, placeOnHsm } from '../backup/hsm.ts';
import { makeRoom, problem, value } from '../../tokens/softhsm.ts';
import {
  jsonLines,
  makeVersion,
  opensslUnwrap,
  openDataKey,
  ownerOf,
  readListed,
  readMoved,
  sha256Of,
} from './room.ts';

const room = makeRoom();
const token = room.makeToken('HSM');
const session = room.login(token);

const folder = temporaryFolder('rewrap');
let files = 0;
const fresh = (): string => {
  files += 1;
  return `case-${files}`;
};

/** Puts lines into a file. */
const inventoryOf = (lines: readonly unknown[]) => {
  const path = join(folder, `${fresh()}.jsonl`);
  writeFileSync(path, jsonLines(lines));
  return { path, sha256: sha256Of(path) };
};

type Case = Pick<RewrapRequest, 'from' | 'to' | 'inventory'>;
const requestOf = (given: Case, name = fresh()): RewrapRequest => ({
  sessions: [session],
  output: { directory: folder, name: `new-${name}` },
  ...given,
});

/** Moves and proves. */
const moveAll = async (request: RewrapRequest) => {
  const moved = value(await rewrapInventory(request));
  const { from, to, inventory } = request;
  const proof = value(await proveRewrap({ from, to, inventory, results: moved }));
  return { ...moved, proof, records: readMoved(moved.paths.moved), listed: readListed(moved.paths.notMoved) };
};

const aes1 = await makeVersion(session, 'kek.v1', 'aes256');
const aes2 = await makeVersion(session, 'kek.v2', 'aes256');
const rsa1 = await makeVersion(session, 'rsa.v1', 'rsa3072');
const rsa2 = await makeVersion(session, 'rsa.v2', 'rsa3072');
const rsaOld = await makeVersion(session, 'rsa-old.v1', 'rsa3072', ['decrypt']);
const ec1 = await makeVersion(session, 'ec.v1', 'ecp384');
const ec2 = await makeVersion(session, 'ec.v2', 'ecp384');

const sizes = [16, 24, 32, 40, 48, 56, 64];

const cases: readonly (readonly [string, EmbassyKeyVersion, EmbassyKeyVersion, 'token' | 'engine'])[] = [
  ['A256KW → A256KW', aes1, aes2, 'token'],
  ['RSA-OAEP → RSA-OAEP', rsa1, rsa2, 'token'],
  ['A256KW → RSA-OAEP', aes1, rsa2, 'token'],
  ['RSA-OAEP → A256KW', rsa1, aes2, 'engine'],
  ['RSA-OAEP of a key that may only decrypt', rsaOld, rsa2, 'engine'],
  ['ECDH-ES+A256KW → ECDH-ES+A256KW', ec1, ec2, 'engine'],
  ['A256KW → ECDH-ES+A256KW', aes1, ec2, 'engine'],
  ['ECDH-ES+A256KW → A256KW', ec1, aes2, 'engine'],
  ['ECDH-ES+A256KW → RSA-OAEP', ec1, rsa2, 'engine'],
];

describe('data keys of every size move', () => {
  for (const [name, from, to, way] of cases)
    test(`${name}, by the ${way}, and are the same keys`, async () => {
      const wrap = ownerOf(session, from);
      const dataKeys = sizes.map((size) => randomBytes(size));
      const inventory = inventoryOf(dataKeys.map((key, index) => wrap('land', `key ${index}`, key)));
      const { moved, records, listed, proof } = await moveAll(requestOf({ from: [from], to, inventory }));
      assert.deepEqual(moved, { token: 0, engine: 0, [way]: sizes.length });
      assert.deepEqual(listed, []);
      assert.deepEqual(
        records.map(({ dataSet, id, kid }) => ({ dataSet, id, kid })),
        sizes.map((_, index) => ({ dataSet: 'land', id: `key ${index}`, kid: to.kid })),
      );
      for (const [index, record] of records.entries())
        assert.deepEqual(await openDataKey(session, to, record), dataKeys[index]);
      assert.deepEqual(proof.rows, [{ dataSet: 'land', kid: from.kid, moved: sizes.length, notMoved: 0 }]);
    });

  test('and leave nothing behind on the HSM', async () => {
    const before = value(findObjects(session, { kind: 'secret-key' })).length;
    const inventory = inventoryOf([
      ownerOf(session, aes1)('a', 'b', randomBytes(32)),
      ownerOf(session, ec1)('c', 'd', randomBytes(32)),
    ]);
    await moveAll(requestOf({ from: [aes1, ec1], to: aes2, inventory }));
    assert.equal(value(findObjects(session, { kind: 'secret-key' })).length, before);
  });

  test('with several sessions as with one', async () => {
    const more = [room.login(token), room.login(token)] as const;
    const wrap = ownerOf(session, aes1);
    const dataKeys = Array.from({ length: 700 }, () => randomBytes(32));
    const inventory = inventoryOf(dataKeys.map((key, index) => wrap('land', `${index}`, key)));
    const { records } = await moveAll({
      ...requestOf({ from: [aes1], to: aes2, inventory }),
      sessions: [session, ...more],
    });
    for (const [index, record] of records.entries()) {
      assert.equal(record.id, `${index}`);
      assert.deepEqual(await openDataKey(session, aes2, record), dataKeys[index]);
    }
    for (const each of more) each.close();
  });

  test('and the parties that a record names stay with it', async () => {
    const party = { apu: 'QWxpY2U', apv: 'Qm9i' };
    const dataKey = randomBytes(32);
    const inventory = inventoryOf([ownerOf(session, ec1)('land', '1', dataKey, party)]);
    const {
      records: [record],
    } = await moveAll(requestOf({ from: [ec1], to: ec2, inventory }));
    assert.ok(record?.alg === 'ECDH-ES+A256KW');
    assert.deepEqual({ apu: record.apu, apv: record.apv }, party);
    assert.deepEqual(await openDataKey(session, ec2, record), dataKey);
  });
});

describe('a holder of the new private key opens what was moved, without an HSM and without this program', () => {
  const known = async (algorithm: 'rsa3072' | 'ecp384') => {
    const { pkcs8 } = makeFileKey(algorithm, algorithm);
    const kid = `known-${algorithm}.v1`;
    await placeOnHsm(session, pkcs8, algorithm, kid);
    return {
      privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
      version: {
        ...{ kid, algorithm },
        key: value(findObject(session, { kind: 'private-key', label: kid })),
        publicKey: value(findObject(session, { kind: 'public-key', label: kid })),
      },
    };
  };

  test('RSA-OAEP', async () => {
    const { privateKey, version } = await known('rsa3072');
    const dataKey = randomBytes(32);
    const inventory = inventoryOf([ownerOf(session, rsa1)('land', '1', dataKey)]);
    const {
      records: [record],
    } = await moveAll(requestOf({ from: [rsa1], to: version, inventory }));
    const sealed = Buffer.from(record?.encrypted_key ?? '', 'base64url');
    assert.deepEqual(privateDecrypt({ key: privateKey, oaepHash: 'sha1' }, sealed), dataKey);
  });

  test('ECDH-ES+A256KW', async () => {
    const { privateKey, version } = await known('ecp384');
    const dataKey = randomBytes(32);
    const inventory = inventoryOf([ownerOf(session, ec1)('land', '1', dataKey)]);
    const {
      records: [record],
    } = await moveAll(requestOf({ from: [ec1], to: version, inventory }));
    assert.ok(record?.alg === 'ECDH-ES+A256KW');
    const z = diffieHellman({ privateKey, publicKey: createPublicKey({ key: record.epk, format: 'jwk' }) });
    // RFC 7518 section 4.6.2, with no parties: round, Z, algorithm, two empty names, 256 bits.
    const info = `0000000e${Buffer.from('ECDH-ES+A256KW').toString('hex')}000000000000000000000100`;
    const kek = createHash('sha256').update('00000001', 'hex').update(z).update(info, 'hex').digest();
    assert.deepEqual(opensslUnwrap(kek, Buffer.from(record.encrypted_key, 'base64url')), dataKey);
  });
});

const flip = (wrapped: string, at: number): string => {
  const bytes = Buffer.from(wrapped, 'base64url');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64url');
};
const altered = (record: DataKeyRecord, at = 3): DataKeyRecord => ({
  ...record,
  encrypted_key: flip(record.encrypted_key, at),
});

describe('what cannot be moved is listed by line, name and reason, and the rest goes on', () => {
  const aes = ownerOf(session, aes1);
  const rsa = ownerOf(session, rsa1);
  const ec = ownerOf(session, ec1);
  const good = aes('land', 'good', randomBytes(32));
  const sealed = ec('land', 'point', randomBytes(32));
  assert.ok(sealed.alg === 'ECDH-ES+A256KW');
  const bad: readonly (readonly [string, unknown, string, { dataSet: string | null; id: string | null }])[] =
    [
      ['no JSON', 'no JSON', 'inventory-line-malformed', { dataSet: null, id: null }],
      ['an empty line', '', 'inventory-line-malformed', { dataSet: null, id: null }],
      [
        'an unknown field',
        { ...good, id: 'x', more: 1 },
        'inventory-line-malformed',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'no wrapped bytes',
        { dataSet: 'land', id: 'x', kid: 'kek.v1', alg: 'A256KW' },
        'inventory-line-malformed',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a line too long',
        { ...good, id: 'x', kid: 'k'.repeat(70_000) },
        'inventory-line-malformed',
        { dataSet: null, id: null },
      ],
      [
        'a member that is named twice, of which other readers may take the other',
        JSON.stringify({ ...good, id: 'x' }).replace('{', `{"encrypted_key" : "AAAA",`),
        'inventory-line-malformed',
        { dataSet: 'land', id: 'x' },
      ],
      ['a name twice', { ...good }, 'inventory-duplicate', { dataSet: 'land', id: 'good' }],
      [
        'an unknown key',
        { ...good, id: 'x', kid: 'other.v1' },
        'inventory-key-unknown',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'the new version',
        { ...good, id: 'x', kid: aes2.kid },
        'inventory-key-current',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'an algorithm of another key',
        { ...good, id: 'x', alg: 'RSA-OAEP' },
        'inventory-algorithm',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'an algorithm that nobody has',
        { ...good, id: 'x', alg: 'A128KW' },
        'inventory-algorithm',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a wrapped byte altered, AES',
        altered({ ...good, id: 'x' }),
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a wrapped byte altered, RSA',
        altered(rsa('land', 'x', randomBytes(32))),
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a wrapped byte altered, EC',
        altered(ec('land', 'x', randomBytes(32))),
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a point off the curve',
        { ...sealed, id: 'x', epk: { ...sealed.epk, x: flip(sealed.epk.x, 9) } },
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'another party',
        { ...sealed, id: 'x', apu: 'QWxpY2U' },
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'wrapped bytes cut short, AES',
        { ...good, id: 'x', encrypted_key: good.encrypted_key.slice(0, 40) },
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'wrapped bytes cut short, RSA',
        { ...rsa('land', 'x', randomBytes(32)), encrypted_key: 'AAAA' },
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'no wrapped bytes at all',
        { ...good, id: 'x', encrypted_key: '' },
        'inventory-altered',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a data key too long',
        aes('land', 'x', randomBytes(72)),
        'inventory-key-size',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a data key of an odd length',
        rsa('land', 'x', randomBytes(20)),
        'inventory-key-size',
        { dataSet: 'land', id: 'x' },
      ],
      [
        'a data key too short',
        rsa('land', 'x', randomBytes(8)),
        'inventory-key-size',
        { dataSet: 'land', id: 'x' },
      ],
    ];

  for (const [name, line, code, who] of bad)
    test(name, async () => {
      const last = aes('land', 'last', randomBytes(32));
      const inventory = inventoryOf([good, line, last]);
      const { records, listed, proof } = await moveAll(
        requestOf({ from: [aes1, rsa1, ec1], to: aes2, inventory }),
      );
      assert.deepEqual(
        records.map(({ id }) => id),
        ['good', 'last'],
      );
      assert.deepEqual(listed, [{ ...who, line: 2, code }]);
      assert.deepEqual([proof.count, proof.moved, proof.notMoved], [3, 2, 1]);
    });

  test('bytes that are no UTF-8, and a last line without an end', async () => {
    const inventory = inventoryOf([]);
    const broken = Buffer.from(JSON.stringify({ ...good, id: 'xyz' }));
    broken[broken.indexOf('xyz')] = 0xff;
    writeFileSync(inventory.path, Buffer.concat([broken, Buffer.from(`\n${JSON.stringify(good)}`)]));
    const request = requestOf({
      from: [aes1],
      to: aes2,
      inventory: { ...inventory, sha256: sha256Of(inventory.path) },
    });
    const { records, listed } = await moveAll(request);
    assert.deepEqual(
      records.map(({ id }) => id),
      ['good'],
    );
    assert.deepEqual(listed, [{ dataSet: null, id: null, line: 1, code: 'inventory-line-malformed' }]);
  });
});

describe('an inventory', () => {
  test('is read through: digest, size, lines, and the data keys of each data set and version', async () => {
    const aes = ownerOf(session, aes1);
    const { path, sha256 } = inventoryOf([
      aes('land', '1', randomBytes(16)),
      aes('law', '1', randomBytes(16)),
      aes('land', '2', randomBytes(16)),
      'no',
    ]);
    assert.deepEqual(value(await readInventory(path)), {
      sha256,
      sizeBytes: readFileSync(path).length,
      count: 4,
      malformed: 1,
      rows: [
        { dataSet: 'land', kid: 'kek.v1', count: 2 },
        { dataSet: 'law', kid: 'kek.v1', count: 1 },
      ],
    });
  });

  test('that is none is refused', async () => {
    problem(await readInventory(inventoryOf([]).path), 'inventory-malformed');
    problem(await readInventory(inventoryOf(['<html>']).path), 'inventory-malformed');
    problem(await readInventory(join(folder, 'absent')), 'file-absent');
  });

  test('that is not the one that was read before is refused, and nothing is written', async () => {
    const inventory = {
      ...inventoryOf([ownerOf(session, aes1)('a', 'b', randomBytes(32))]),
      sha256: '0'.repeat(64),
    };
    const request = requestOf({ from: [aes1], to: aes2, inventory });
    problem(await rewrapInventory(request), 'inventory-differs');
    const { moved } = resultPaths(request.output.directory, request.output.name);
    assert.ok(!existsSync(moved) && !existsSync(`${moved}.part`));
  });
});

/** An inventory of this many data keys, every seventh of them altered. */
const someKeys = (count: number) => {
  const wrap = ownerOf(session, aes1);
  return inventoryOf(
    Array.from({ length: count }, (_, index) => {
      const record = wrap('land', `${index}`, randomBytes(32));
      return index % 7 === 3 ? altered(record) : record;
    }),
  );
};

/** Stops after so many batches. */
const stopAfter = (batches: number) => {
  let left = batches;
  return async () => {
    left -= 1;
    if (left <= 0) throw new CeremonyError('cancelled');
    return Promise.resolve();
  };
};

describe('cut short', () => {
  test('it goes on where it stopped, and does nothing twice', async () => {
    const request = requestOf({ from: [aes1], to: aes2, inventory: someKeys(500) });
    problem(await rewrapInventory({ ...request, breathe: stopAfter(1) }), 'cancelled');
    const paths = resultPaths(request.output.directory, request.output.name);
    const before = readFileSync(`${paths.moved}.part`);
    assert.ok(before.length > 0 && !existsSync(paths.moved));
    const { resumed, count, notMoved } = await moveAll(request);
    assert.ok(resumed > 0 && resumed < count);
    assert.equal(notMoved, 71);
    assert.deepEqual(readFileSync(paths.moved).subarray(0, before.length), before);
  });

  test('at any byte of either file, it ends in the same proof', async () => {
    const inventory = someKeys(40);
    const whole = requestOf({ from: [aes1], to: aes2, inventory });
    const { paths, proof } = await moveAll(whole);
    const [moved, listed] = [readFileSync(paths.moved), readFileSync(paths.notMoved)];
    for (let turn = 0; turn < 40; turn += 1) {
      const request = requestOf({ from: [aes1], to: aes2, inventory });
      const parts = resultPaths(request.output.directory, request.output.name);
      writeFileSync(`${parts.moved}.part`, moved.subarray(0, Math.floor(Math.random() * moved.length)));
      if (turn % 3 > 0)
        writeFileSync(
          `${parts.notMoved}.part`,
          listed.subarray(0, Math.floor(Math.random() * listed.length)),
        );
      // What a power cut leaves of blocks that never came to the disk.
      if (turn % 3 === 2) writeFileSync(`${parts.moved}.part`, Buffer.alloc(300), { flag: 'a' });
      assert.deepEqual((await moveAll(request)).proof, proof);
    }
  });

  test('between the two names, or after them, it is found to be done', async () => {
    const request = requestOf({ from: [aes1], to: aes2, inventory: someKeys(40) });
    const { paths, ...first } = await moveAll(request);
    const again = await moveAll(request);
    assert.equal(again.resumed, 40);
    assert.deepEqual(again.proof, first.proof);
    assert.equal(again.sha256, first.sha256);

    const other = requestOf({ from: [aes1], to: aes2, inventory: request.inventory });
    const between = resultPaths(other.output.directory, other.output.name);
    writeFileSync(`${between.moved}.part`, readFileSync(paths.moved));
    writeFileSync(between.notMoved, readFileSync(paths.notMoved));
    assert.deepEqual((await moveAll(other)).proof, first.proof);
    assert.ok(!existsSync(`${between.moved}.part`));
  });

  // A ceremony that was given up destroys its version, and the next one makes another of the same name.
  for (const [algorithm, from, to] of [
    ['aes256', aes1, aes2],
    ['rsa3072', rsa1, rsa2],
    ['ecp384', ec1, ec2],
  ] as const)
    test(`what came of it under another key of the same name is not taken for its own, ${algorithm}`, async () => {
      const wrap = ownerOf(session, from);
      const inventory = inventoryOf([1, 2, 3].map((id) => wrap('land', `${id}`, randomBytes(32))));
      const lost = { ...(await makeVersion(session, `lost-${algorithm}.v2`, algorithm)), kid: to.kid };
      const request = requestOf({ from: [from], to: lost, inventory });
      const { paths } = value(await rewrapInventory(request));
      const before = readFileSync(paths.moved);
      const again: RewrapRequest = { ...request, to };
      problem(await rewrapInventory(again), 'file-exists');
      assert.deepEqual(readFileSync(paths.moved), before);
      // Nor is one half of it.
      renameSync(paths.moved, `${paths.moved}.part`);
      renameSync(paths.notMoved, `${paths.notMoved}.part`);
      problem(await rewrapInventory(again), 'file-exists');
      const { records } = await moveAll(requestOf({ from: [from], to, inventory }));
      assert.equal(records.length, 3);
    });

  test('a file of the same name that came of something else is not touched', async () => {
    const inventory = someKeys(40);
    const { paths: done } = await moveAll(requestOf({ from: [aes1], to: aes2, inventory }));
    for (const which of ['moved', 'notMoved'] as const) {
      const request = requestOf({ from: [aes1], to: aes2, inventory });
      const paths = resultPaths(request.output.directory, request.output.name);
      writeFileSync(paths[which], 'mine');
      problem(await rewrapInventory(request), 'file-exists');
      assert.equal(readFileSync(paths[which], 'utf8'), 'mine');
    }
    const request = requestOf({ from: [aes1], to: aes2, inventory });
    const paths = resultPaths(request.output.directory, request.output.name);
    for (const which of ['moved', 'notMoved'] as const)
      writeFileSync(paths[which], readFileSync(done[which]));
    truncateSync(paths.moved, 2000);
    problem(await rewrapInventory(request), 'file-exists');
    assert.equal(readFileSync(paths.moved).length, 2000);
  });

  test('by a full disk, it says so and goes on once there is room', async () => {
    let room = 20_000;
    const narrow: OpenAppendFile = async (path, mode) => {
      const file = await openAppendFile(path, mode);
      return {
        ...file,
        append: async (piece) => {
          room -= piece.length;
          if (room < 0) throw new CeremonyError('disk-full', { path });
          await file.append(piece);
        },
      };
    };
    const request = requestOf({ from: [aes1], to: aes2, inventory: someKeys(500) });
    problem(await rewrapInventory({ ...request, openFile: narrow }), 'disk-full');
    const { resumed, count } = await moveAll(request);
    assert.ok(resumed > 0);
    assert.equal(count, 500);
  });

  test('a pause holds it, and progress is told', async () => {
    const told: number[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const running = rewrapInventory({
      ...requestOf({ from: [aes1], to: aes2, inventory: someKeys(300) }),
      onProgress: ({ done }) => told.push(done),
      breathe: () => gate,
    });
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(told.length, 1);
    release();
    value(await running);
    assert.equal(told.at(-1), 300);
  });
});

describe('a token that fails', () => {
  test('is not taken for records that are wrong: what was done is kept, the rest is still to do', async () => {
    const lost = await makeVersion(session, 'lost.v1', 'aes256');
    const wrap = ownerOf(session, lost);
    const inventory = inventoryOf(
      Array.from({ length: 300 }, (_, index) => wrap('land', `${index}`, randomBytes(32))),
    );
    const request = requestOf({ from: [lost], to: aes2, inventory });
    const own = room.login(token);
    let batches = 0;
    const outcome = await rewrapInventory({
      ...request,
      sessions: [own],
      breathe: async () => {
        batches += 1;
        if (batches === 1) own.close();
        return Promise.resolve();
      },
    });
    problem(outcome, 'token-removed');
    const { resumed, moved } = await moveAll(request);
    assert.ok(resumed > 0);
    assert.equal(moved.token, 300);
  });
});

describe('the proof fails', () => {
  const inventory = someKeys(30);
  const lines = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const forgeries: readonly (readonly [string, (moved: string[], listed: string[]) => void])[] = [
    ['a data key is missing', (moved) => void moved.splice(4, 1)],
    ['the last data key is missing', (moved) => void moved.pop()],
    ['a data key is there twice', (moved) => void moved.splice(4, 0, moved[4] ?? '')],
    ['a data key was added', (moved) => void moved.push((moved[0] ?? '').replace('"id":"0"', '"id":"new"'))],
    ['two are in another order', (moved) => void moved.splice(4, 2, moved[5] ?? '', moved[4] ?? '')],
    [
      'one is still under the old version',
      (moved) => void (moved[4] = (moved[4] ?? '').replace('kek.v2', 'kek.v1')),
    ],
    ['one is not a record', (moved) => void (moved[4] = '{}')],
    [
      'one has the wrapped bytes from before',
      (moved) => void (moved[0] = (lines(inventory.path)[0] ?? '').replace('kek.v1', 'kek.v2')),
    ],
    [
      'one that was moved is listed too',
      (_, listed) => void listed.unshift('{"dataSet":"land","id":"0","line":1,"code":"inventory-altered"}'),
    ],
    [
      'one is left out for a reason that it does not have',
      (moved, listed) => {
        moved.shift();
        listed.unshift('{"dataSet":"land","id":"0","line":1,"code":"inventory-duplicate"}');
      },
    ],
    [
      'one that is listed is another',
      (_moved, listed) => void (listed[0] = (listed[0] ?? '').replace('"id":"3"', '"id":"4"')),
    ],
    ['one that was not moved is not listed', (_, listed) => void listed.shift()],
    [
      'one is listed that was never there',
      (_, listed) => void listed.push('{"dataSet":"land","id":"99","line":31,"code":"inventory-altered"}'),
    ],
  ];
  for (const [name, forge] of forgeries)
    test(`where ${name}`, async () => {
      const request = requestOf({ from: [aes1], to: aes2, inventory });
      const { paths } = await moveAll(request);
      const [moved, listed] = [lines(paths.moved), lines(paths.notMoved)];
      forge(moved, listed);
      writeFileSync(paths.moved, jsonLines(moved));
      writeFileSync(paths.notMoved, jsonLines(listed));
      // As a forger would: with the digests that fit.
      const results = { paths, sha256: sha256Of(paths.moved), notMovedSha256: sha256Of(paths.notMoved) };
      problem(await proveRewrap({ from: [aes1], to: aes2, inventory, results }), 'inventory-differs');
    });

  test('where a wrapped byte was altered after it was moved', async () => {
    const request = requestOf({ from: [aes1], to: aes2, inventory });
    const { paths, ...results } = await moveAll(request);
    const [first, ...rest] = lines(paths.moved);
    const record = readMoved(paths.moved)[0];
    assert.ok(first !== undefined && record !== undefined);
    writeFileSync(paths.moved, jsonLines([altered(record), ...rest]));
    problem(
      await proveRewrap({ from: [aes1], to: aes2, inventory, results: { ...results, paths } }),
      'inventory-differs',
    );
  });
});
