import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Command } from '../../ceremonies/cli/io.ts';
import { show } from '../../ceremonies/cli/show.ts';
import { verify } from '../../ceremonies/cli/verify.ts';
import { fromBase64, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { good } from '../../ceremonies/model/error.ts';
import { certificatePem } from '../../ceremonies/transcript/pem.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import {
  freshSplit,
  hold,
  makeBundle,
  previousOf,
  toCheck,
  toRebuild,
  withEntries,
  type Bundle,
} from '../verify/fixture.ts';

let bundle: Bundle;
let files: Readonly<Record<string, Uint8Array>>;

before(async () => {
  bundle = await makeBundle(parametersFor(2, 3));
  files = {
    good: bundle.bytes,
    bad: await withEntries(bundle.bytes, (entries) => entries.set('report.html', toUtf8('All is well.'))),
    empty: new Uint8Array(),
  };
});

const call = async (command: Command, ...args: string[]) => {
  const out: string[] = [];
  const err: string[] = [];
  const readFile = (path: string): Promise<Uint8Array> => {
    const content = files[path];
    return content === undefined
      ? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
      : Promise.resolve(content);
  };
  const code = await command(args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    bundlesIn: () => Promise.resolve(null),
    readFile,
    openFile: readFile,
  });
  return { code, out, err };
};

describe('ceremony verify', () => {
  test('exits 0 with a line for each claim and one more', async () => {
    const { code, out, err } = await call(verify, 'good');
    assert.equal(code, 0);
    assert.deepEqual(err, []);
    const { claims } = await verifyBundle(bundle.bytes);
    for (const { id } of claims) assert.equal(out.filter((line) => line.includes(` ${id}: `)).length, 1, id);
    assert.match(out.at(-1) ?? '', /^good/);
  });

  test('exits 1 for a bad bundle and says which claim failed, by code', async () => {
    const { code, out } = await call(verify, 'bad');
    assert.equal(code, 1);
    assert.match(out.at(-1) ?? '', /^bad/);
    assert.ok(out.some((line) => /^FAILED +manifests-cover-files: .*bundle-entry-changed/.test(line)));
  });

  test('exits 2 for what cannot be read, with one line on stderr', async () => {
    const { code, err } = await call(verify, 'empty');
    assert.equal(code, 2);
    assert.equal(err.length, 1);
    assert.match(err[0] ?? '', /^bundle-not-zip: /);
    await assert.rejects(call(verify, 'absent'), { code: 'file-absent' });
  });

  test('gives the verdict as JSON for tools', async () => {
    const { code, out } = await call(verify, 'bad', '--json');
    assert.equal(code, 1);
    const verdict: unknown = JSON.parse(out.join('\n'));
    assert.ok(typeof verdict === 'object' && verdict !== null && 'outcome' in verdict);
    assert.equal(verdict.outcome, 'bad');
  });

  test('refuses wrong usage', async () => {
    for (const args of [[], ['good', 'bad'], ['good', '--jason'], ['good', '--previous']]) {
      await assert.rejects(call(verify, ...args), { code: 'usage' });
    }
  });

  test('says when it continues from a bundle that was not shown, and only then', async () => {
    const ceremony = '00000000-0000-4000-8000-00000000000c';
    const sha256 = await sha256Hex(bundle.bytes);
    const next = await makeBundle(parametersFor(2, 3, { keyLabel: 'population' }), {
      ceremony,
      previousBundle: await previousOf(bundle),
    });
    files = { ...files, next: next.bytes };
    const naming = async (...args: string[]) => {
      const { code, out } = await call(verify, ...args);
      assert.equal(code, 0);
      // Before the claims: with the bundle before at hand, a claim names it.
      return out.slice(0, out.indexOf('')).some((line) => line.includes(sha256));
    };
    assert.equal(await naming('next'), true);
    assert.equal(await naming('next', '--previous', 'good'), false);
    assert.equal(await naming('good'), false);
  });

  test('says of a check whether the quorum stands, and who did not show a share', async () => {
    const enough = await toCheck(bundle);
    const visitors = ['custodian-3', 'custodian-1'];
    const stands = await hold({ ...enough, options: { ...enough.options, visitors } });
    const few = await hold({ ...enough, options: { ...enough.options, visitors: ['custodian-2'] } });
    files = { ...files, stands: stands.bytes, few: few.bytes };
    const good = await call(verify, 'stands', '--previous', 'good');
    assert.equal(good.code, 0);
    assert.ok(good.out.some((line) => line.includes('custodian Õie 2')));
    // Good as a record, and all the same a warning: what was found is not what was hoped for.
    const warning = await call(verify, 'few');
    assert.equal(warning.code, 0);
    assert.ok(warning.out.slice(0, warning.out.indexOf('')).some((line) => /NOT SHOWN TO STAND/.test(line)));
    assert.ok(!good.out.some((line) => /NOT SHOWN TO STAND/.test(line)));
  });

  test('says of each signer whether the auditor knows them, by a list and by trust anchors', async () => {
    const cards = Object.values(bundle.state.cards);
    const people = await Promise.all(
      bundle.state.script.parameters.participants.map(async ({ id, name }) => ({
        name,
        certificateSha256: await sha256Hex(fromBase64(bundle.state.cards[id]?.certificate ?? '')),
      })),
    );
    const swapped = people.map((person, index) => ({ ...person, name: people.at(index - 1)?.name ?? '' }));
    files = {
      ...files,
      people: toUtf8(JSON.stringify(people)),
      swapped: toUtf8(JSON.stringify(swapped)),
      pem: toUtf8(cards.map(({ certificate }) => certificatePem(fromBase64(certificate))).join('')),
    };
    const known = await call(verify, 'good', '--people', 'people');
    assert.equal(known.code, 0);
    assert.ok(known.out.some((line) => /^proved +signers-known: /u.test(line)));
    for (const { name } of people) assert.ok(known.out.some((line) => line.startsWith(`${name}: known`)));
    const unknown = await call(verify, 'good', '--trust-anchors', 'pem');
    assert.equal(unknown.code, 0);
    assert.ok(unknown.out.some((line) => /^attested +signers-known: /u.test(line)));
    const bad = await call(verify, 'good', '--people', 'swapped');
    assert.equal(bad.code, 1);
    assert.ok(bad.out.some((line) => /^FAILED +signers-known: .*signer-listed-otherwise/u.test(line)));
  });

  test('refuses lists and anchors that cannot be read', async () => {
    await assert.rejects(call(verify, 'good', '--people', 'good'), { code: 'people-malformed' });
    await assert.rejects(call(verify, 'good', '--people', 'absent'), { code: 'file-absent' });
    await assert.rejects(call(verify, 'good', '--trust-anchors', 'people'), {
      code: 'certificate-malformed',
    });
  });

  test('judges a whole folder by whom the auditor knows; only a bundle before has no place there', async () => {
    const lines: string[] = [];
    const inFolder = (...options: string[]) =>
      verify(['folder', ...options], {
        out: (line) => lines.push(line),
        err: (line) => lines.push(line),
        bundlesIn: () =>
          Promise.resolve([
            { name: 'good', read: () => Promise.resolve(good(files['good'] ?? new Uint8Array())) },
          ]),
        readFile: (path) => Promise.resolve(files[path] ?? new Uint8Array()),
        openFile: () => Promise.reject(new Error('a folder')),
      });
    assert.equal(await inFolder('--people', 'people'), 0);
    assert.equal(await inFolder('--people', 'swapped'), 1);
    assert.ok(lines.some((line) => line.includes('signers-known')));
    await assert.rejects(inFolder('--previous', 'good'), { code: 'usage' });
  });

  test('compares with the bundle before', async () => {
    assert.equal((await call(verify, 'good', '--previous', 'bad')).code, 1);
  });
});

describe('ceremony show', () => {
  test('shows every event with its people, and the words', async () => {
    const { code, out } = await call(show, 'good');
    assert.equal(code, 0);
    const text = out.join('\n');
    for (const { at } of bundle.events) assert.ok(text.includes(at));
    for (const { name } of bundle.state.script.parameters.participants) assert.ok(text.includes(name));
  });

  test('shows a rebuilding and a check, too', async () => {
    const rebuilt = await hold(await toRebuild(bundle, freshSplit(bundle)));
    const checked = await hold(await toCheck(rebuilt));
    files = { ...files, rebuilt: rebuilt.bytes, checked: checked.bytes };
    for (const [name, { events }] of Object.entries({ rebuilt, checked })) {
      const { code, out } = await call(show, name);
      assert.equal(code, 0);
      for (const { at } of events) assert.ok(out.some((line) => line.includes(at)));
      assert.match(out[0] ?? '', /land-register .*2 of 3/);
    }
  });

  test('gives the events as JSON for tools', async () => {
    const { out } = await call(show, 'good', '--json');
    const shown: unknown = JSON.parse(out.join('\n'));
    assert.deepEqual(
      (shown as { event: unknown }[]).map(({ event }) => event),
      bundle.events,
    );
  });

  test('sends no control characters to the terminal', async () => {
    const hostile = await makeBundle(parametersFor(2, 2, { embassy: 'A\u202eB' }));
    files = { ...files, hostile: hostile.bytes };
    const { out } = await call(show, 'hostile');
    assert.ok(out.every((line) => !/[\u0000-\u001f\u007f-\u009f\u202e]/.test(line)));
  });

  test('exits 2 for what cannot be read', async () =>
    assert.rejects(call(show, 'empty'), { code: 'bundle-not-zip' }));
});
