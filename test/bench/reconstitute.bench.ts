/**
 * Machine time of rebuilding 1 key and 50 keys of one share set on SoftHSM2: from the confirmation that the shares are together
 * to the recovery key wiped, and the whole ceremony; and what it divides into, PKCS#11 calls, the disk, and our own part.
 *
 * Fifty keys come under one recovery key as they do in an embassy: made one by one, each with a share set of its own, then
 * rebuilt once with a fresh share set. The first of the rounds is the first rebuilding of the process.
 */
import { readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import type { CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { seat } from '../../ceremonies/model/parameters.ts';
import { temporaryFolder } from '../temporary.ts';
import { divide, openLedger, type Span } from './ledger.ts';
import { heading, ms, percent, table } from './print.ts';
import { noteDisk, notePkcs11 } from './wires.ts';

const keyCounts = [1, 50] as const;
const rounds = 3;

const sitting = {
  domain: 'rehearsal',
  embassy: 'Eesti andmesaatkond',
  place: 'Luxembourg',
  participants: [
    ...seat([
      { role: 'administrator', name: 'Peeter Kuusk' },
      { role: 'witness', name: 'Ene Saar' },
      ...[1, 2, 3].map((number) => ({ role: 'custodian' as const, name: `Võtmehoidja ${number}` })),
    ]),
  ],
} as const;
const splitting = { threshold: 2, dice: false, sheets: false, acceptsNoSpareShare: false };

const ledger = openLedger();
notePkcs11(ledger);
await noteDisk(ledger);

const folder = temporaryFolder('bench');
const module = openRehearsalModule(folder, null);
const robot = openRobot(join(folder, 'out'));
/** When each step of the ceremony that runs was first seen. */
const seen = new Map<string, number>();
const { engine, play } = openRehearsal(
  { directory: folder, modules: () => ({ hsm: module, cards: module }), host: nodeHost(softwareOf('')) },
  (question, state) =>
    ledger.note('people', question.kind, () => {
      if (!seen.has(question.step)) seen.set(question.step, performance.now());
      return robot(question, state);
    }),
);

const go = async (plan: CeremonyPlan, previous: string | null): Promise<string> => {
  furnishRehearsalRoom(module, { cards: 5, hsm: plan.kind === 'reconstitute' ? 'empty' : 'any' });
  ledger.clear();
  seen.clear();
  const { path, sha256 } = await play(engine.start(plan, previous));
  const kept = join(folder, `${sha256}.asice`);
  await rename(path, kept);
  return kept;
};

const generate = (keyLabel: string): CeremonyPlan => ({
  kind: 'generate',
  parameters: {
    ...sitting,
    participants: [...sitting.participants],
    ...splitting,
    keyLabel,
    algorithm: 'ecp384',
  },
});

const rebuild = async (previous: string, fresh: boolean): Promise<CeremonyPlan> => {
  const inspected = await engine.inspect(previous);
  if (!inspected.ok) throw new Error(inspected.problem.code);
  const live = inspected.value.register.shareSets.filter(({ state }) => state === 'live');
  const recipients = ['custodian-1', 'custodian-2', 'custodian-3'];
  return {
    kind: 'reconstitute',
    parameters: {
      ...sitting,
      participants: [...sitting.participants],
      sets: live.map(({ set }) => set),
      fresh: fresh ? { ...splitting, recipients } : null,
    },
  };
};

/** A bundle with `count` keys under one live share set. */
const bundleOf = async (count: number): Promise<string> => {
  let path: string | null = null;
  for (let number = 1; number <= count; number += 1)
    path = await go(generate(`register-${count}-${number}`), path);
  if (path === null) throw new Error('no keys');
  return count === 1 ? path : go(await rebuild(path, true), path);
};

type Parts = ReturnType<typeof divide> & { readonly total: number };

const partsBetween = (spans: readonly Span[], fromMs: number, toMs: number): Parts => {
  const parts = divide(spans, fromMs, toMs);
  return { ...parts, total: toMs - fromMs - parts.people };
};

type Round = { readonly act: Parts; readonly whole: Parts };

const playRound = async (before: string): Promise<Round> => {
  const plan = await rebuild(before, false);
  const fromMs = performance.now();
  const path = await go(plan, before);
  const toMs = performance.now();
  const spans = [...ledger.spans];
  // A later bundle beside the one before would be asked about.
  await unlink(path);
  // Two people confirm that the shares are together; the next question of the act asks for the first signature.
  const [, confirmedMs = 0, signedMs = 0] = [...seen]
    .filter(([step]) => step.startsWith('recovery.'))
    .map(([, atMs]) => atMs);
  return { act: partsBetween(spans, confirmedMs, signedMs), whole: partsBetween(spans, fromMs, toMs) };
};

heading('Rebuilding keys');
for (const count of keyCounts) {
  const before = await bundleOf(count);
  const played: Round[] = [];
  for (let round = 0; round < rounds; round += 1) played.push(await playRound(before));
  const [first] = played;
  const middle = played.toSorted((a, b) => a.act.total - b.act.total)[Math.floor(rounds / 2)];
  if (first === undefined || middle === undefined) continue;
  const { byteLength } = await readFile(before);
  console.log(
    `  ${count} ${count === 1 ? 'key' : 'keys'}, P-384, 2 of 3; bundle before: ${byteLength} bytes`,
  );
  const row = (name: string, part: keyof Parts) => [
    name,
    ...[first.act, middle.act, middle.whole].flatMap((parts) => [
      ms(parts[part]),
      percent(parts[part], parts.total),
    ]),
  ];
  table([
    ['', 'rebuilding, first', '', `middle of ${rounds}`, '', 'its ceremony', ''],
    row('in all', 'total'),
    row('PKCS#11 calls', 'pkcs11'),
    row('disk (write, fsync)', 'disk'),
    row('our own', 'own'),
  ]);
  console.log('');
}
module.close();
