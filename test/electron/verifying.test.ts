import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { HowFar } from '../../ceremonies/verify/howFar.ts';
import { openVerifying } from '../../electron/verifying.ts';
import type { Verifying } from '../../electron/verifyContract.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { hold, makeBundle, toRotate } from '../verify/fixture.ts';

const folder = temporaryFolder('verifying');
const chain = join(folder, 'chain');
const [first, second] = [join(chain, '1.asice'), join(chain, '2.asice')];
const trusted = { people: null, trustAnchors: null, timeAnchors: null };
const wholeChain = { directory: chain, trusted };
const alone = { file: first, previous: null, trusted };

before(async () => {
  mkdirSync(chain);
  const made = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  writeFileSync(first, made.bytes);
  writeFileSync(second, (await hold(await toRotate(made, null))).bytes);
});

/** Everything that was told, and the auditor's work; `heard` may ask for more of it meanwhile. */
const watched = (heard: (far: HowFar) => void = () => undefined) => {
  const told: Verifying[] = [];
  const handlers = openVerifying((far) => {
    told.push(far);
    if (far !== null) heard(far);
  });
  return { handlers, told };
};

const codeOf = (reply: { readonly ok: boolean; readonly problem?: { readonly code: string } }): string =>
  reply.problem?.code ?? 'done';

describe('how far bundles are verified', () => {
  test('is told bundle by bundle, forwards only, and no more when it is over', async () => {
    const { handlers, told } = watched();
    assert.equal(codeOf(await handlers['verify-folder'](wholeChain)), 'done');
    assert.equal(told.at(-1), null);
    const far = told.flatMap((each) => each ?? []);
    assert.deepEqual([...new Set(far.map(({ done, total }) => `${done} of ${total}`))], ['0 of 2', '1 of 2']);
    for (const [index, { done, share }] of far.entries()) {
      const past = far[index - 1];
      if (past?.done === done) assert.ok(share > past.share);
      assert.ok(share >= 0 && share <= 1);
    }
    assert.equal(far.at(-1)?.share, 1);
  });

  test('is told of a comparison as of one work', async () => {
    const { handlers, told } = watched();
    assert.equal(codeOf(await handlers['compare-bundles']({ a: first, b: second })), 'done');
    const far = told.flatMap((each) => each ?? []);
    assert.ok(far.length > 4);
    assert.deepEqual(
      far.map(({ share }) => share),
      far.map(({ share }) => share).toSorted((a, b) => a - b),
    );
    assert.ok(far.every(({ total }) => total === 1));
  });
});

describe('a verification that is stopped', () => {
  for (const when of [0, 0.3, 0.7])
    test(`comes to no verdict, from ${100 * when} % on`, async () => {
      const { handlers, told } = watched(({ share }) => {
        if (share >= when) void handlers['cancel-verifying']({});
      });
      assert.equal(codeOf(await handlers['verify-bundle'](alone)), 'cancelled');
      assert.equal(told.at(-1), null);
      assert.ok(told.filter((far) => far !== null && far.share >= when).length === 1);
    });

  test('reads no bundle of a folder after that', async () => {
    const { handlers, told } = watched(() => void handlers['cancel-verifying']({}));
    assert.equal(codeOf(await handlers['verify-folder'](wholeChain)), 'cancelled');
    assert.deepEqual(told, [{ done: 0, total: 2, share: 0 }, null]);
  });

  test('is what another one ends, and says of itself alone when it is over', async () => {
    const others: Promise<unknown>[] = [];
    const { handlers, told } = watched(() => {
      if (others.length === 0) others.push(handlers['verify-bundle'](alone));
    });
    assert.equal(codeOf(await handlers['compare-bundles']({ a: first, b: second })), 'cancelled');
    assert.deepEqual(await Promise.all(others), [await watched().handlers['verify-bundle'](alone)]);
    assert.deepEqual([told.at(-1), told.filter((far) => far === null).length], [null, 1]);
  });

  test('leaves nothing to stop', async () => {
    const { handlers } = watched();
    assert.equal(codeOf(await handlers['cancel-verifying']({})), 'done');
    assert.equal(codeOf(await handlers['verify-bundle'](alone)), 'done');
  });
});
