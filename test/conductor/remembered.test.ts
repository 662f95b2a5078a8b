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
import { atStep, loss, once } from '../model/interrupts.ts';
import {
  abandoned,
  after,
  holdNext,
  newborn,
  onceAt,
  surrogate,
  toCheck,
  toGenerate,
  toRotate,
} from '../model/life.ts';
import { bodyOf, chain, type Run } from '../model/straightRun.ts';
import { replay } from '../../ceremonies/model/reduce.ts';

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
/** The machine has the journal of this. */
const keep = async (
  { events, state }: Pick<Run, 'events' | 'state'>,
  directory = sittings,
): Promise<void> => {
  await ensureDirectory(join(directory, state.ceremony));
  const journal = await createJournal(join(directory, state.ceremony));
  for (const event of events) await journal.append(bodyOf(event), new Date(event.at), () => undefined);
  await journal.close();
};
await keep({ events, state });

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

describe('an HSM that was lost at a ceremony that was then given up', () => {
  const losing = once(atStep('close-transcript'), (step) => [loss(step)]);
  const rotation = toRotate('land-register', split, false);
  const givenUp = async (): Promise<Pick<Run, 'events' | 'state'>> => {
    const run = await holdNext(life, rotation, { interrupt: losing });
    const place = run.events.findIndex(({ type }) => type === 'exception-raised');
    const at = replay(run.events.slice(0, place + 1));
    const bodies = [
      ...run.events.slice(0, place + 1).map(bodyOf),
      abandoned(at, at.script.acts.at(-1)?.steps.at(-1)?.id ?? ''),
    ];
    const told = await chain(bodies, run.events[0]?.at);
    return { events: told, state: replay(told) };
  };
  const lostIn = ({ remembered = [] }: PreviousBundle): readonly string[] =>
    remembered.flatMap((each) => (each.kind === 'hsm-lost' ? [`${each.label}: ${each.reason}`] : []));

  test('is remembered, until it is used again', async () => {
    const places = mkdtempSync(join(tmpdir(), 'sittings-'));
    try {
      const lost = await givenUp();
      assert.equal(lost.state.lifecycle, 'abandoned');
      await keep(lost, places);
      assert.deepEqual(lostIn(await remembering(places, before)), ['hsm: It burnt.']);
      const next = { ...life, ceremonies: life.ceremonies + 1 };
      await keep(await holdNext(next, rotation, { hsm: 'another hsm' }), places);
      assert.deepEqual(lostIn(await remembering(places, before)), ['hsm: It burnt.']);
      await keep(await holdNext({ ...next, ceremonies: next.ceremonies + 1 }, rotation), places);
      assert.deepEqual(lostIn(await remembering(places, before)), []);
    } finally {
      rmSync(places, { recursive: true });
    }
  });
});
