import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, describe, test } from 'node:test';
import { remembering } from '../../ceremonies/conductor/remembered.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { ensureDirectory } from '../../ceremonies/transcript/appendFile.ts';
import { createJournal } from '../../ceremonies/transcript/journal.ts';
import { after, holdNext, newborn, onceAt, surrogate, toCheck, toGenerate } from '../model/life.ts';
import { bodyOf } from '../model/straightRun.ts';

const sittings = mkdtempSync(join(tmpdir(), 'sittings-'));
afterAll(() => rmSync(sittings, { recursive: true }));

const split = { threshold: 3, holders: ['Õie', 'Peeter', 'Rein', 'Salme'] };
const made = await holdNext(newborn, toGenerate('land-register', split));
const life = after(newborn, made);
const before: PreviousBundle = life.before ?? assert.fail();
const set = registerOf(made.state).shareSets[0]?.set ?? '';

/** A sitting of which this machine has the journal: Õie brings the second share, which is Peeter's. */
const { state, events } = await holdNext(life, toCheck([set], ['Õie']), {
  visitors: ({ presentation }) => (presentation.proven.length > 0 ? [] : ['custodian-1']),
  interrupt: onceAt(0, (now, step) =>
    now.cards['custodian-1'] === undefined
      ? []
      : surrogate(now, step, { participant: 'custodian-1', set, index: 2 }),
  ),
});
await ensureDirectory(join(sittings, state.ceremony));
const journal = await createJournal(join(sittings, state.ceremony));
for (const event of events) await journal.append(bodyOf(event), new Date(event.at), () => undefined);
await journal.close();

/** As if the register had it already that these had the share in hand at that ceremony. */
const knownOf = (...names: readonly string[]): PreviousBundle => ({
  ...before,
  register: {
    ...before.register,
    shareSets: before.register.shareSets.map((each) => ({
      ...each,
      shares: each.shares.map((share) => ({
        ...share,
        seenBy:
          share.index === 2
            ? names.map((name) => ({ name, at: state.openedAt, ceremony: state.ceremony }))
            : share.seenBy,
      })),
    })),
  },
});
const namesOf = ({ remembered = [] }: PreviousBundle): readonly string[] =>
  remembered.flatMap((each) => (each.kind === 'share-seen' ? [`${each.name} ${each.index}`] : []));

describe('who had another’s share in hand, by a journal on this machine', () => {
  test('is remembered until the register has it', async () => {
    assert.deepEqual(namesOf(await remembering(sittings, before)), ['Õie 2']);
    assert.deepEqual(namesOf(await remembering(sittings, knownOf('Õie'))), []);
  });

  test('is remembered although the register has somebody else of the same sitting, which went on since', async () => {
    assert.deepEqual(namesOf(await remembering(sittings, knownOf('Rein'))), ['Õie 2']);
  });
});
