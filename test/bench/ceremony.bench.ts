/**
 * Machine time of whole ceremonies through the real engine on SoftHSM2, and what it divides into: PKCS#11 calls, waiting for
 * the disk, and our own part. Setting the room up and the robot that plays the people are no part of a ceremony.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { nodeHost, softwareOf } from '../../ceremonies/conductor/nodeHost.ts';
import { openRehearsal } from '../../ceremonies/conductor/rehearsal.ts';
import { furnishRehearsalRoom, openRehearsalModule } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { openRobot } from '../../ceremonies/conductor/robot.ts';
import { seat, type GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { watchCollections } from '../collections.ts';
import { temporaryFolder } from '../temporary.ts';
import { byName, divide, openLedger, type Ledger, type Span } from './ledger.ts';
import { heading, ms, percent, table } from './print.ts';
import { noteDisk, notePkcs11 } from './wires.ts';

const rounds = 3;
const sizes = [
  { threshold: 3, custodians: 5 },
  { threshold: 7, custodians: 12 },
] as const;
type Size = (typeof sizes)[number];

const parametersFor = ({ threshold, custodians }: Size): GenerateParameters => ({
  domain: 'rehearsal',
  embassy: 'Eesti andmesaatkond',
  place: 'Luxembourg',
  keyLabel: 'land-register',
  algorithm: 'ecp384',
  threshold,
  participants: [
    ...seat([
      { role: 'administrator', name: 'Peeter Kuusk' },
      { role: 'witness', name: 'Ene Saar' },
      ...Array.from({ length: custodians }, (_, index) => ({
        role: 'custodian' as const,
        name: `Võtmehoidja ${index + 1}`,
      })),
    ]),
  ],
  dice: false,
  sheets: false,
  acceptsNoSpareShare: false,
});

type Round = ReturnType<typeof divide> & {
  /** From the first event to the bundle read back and verified, without the robot. */
  readonly total: number;
  /** How much of our own part our thread was at work; the rest of it waits for WebCrypto's threads and for files read. */
  readonly busy: number;
  /** Of our own part: what the collector took while a question was open. People have time for that; the robot has not. */
  readonly collecting: number;
  /** Our code at work while a token or the disk was waited for, which costs the people nothing. */
  readonly hidden: number;
  readonly spans: readonly Span[];
};

const playRound = async (ledger: Ledger, size: Size): Promise<Round> => {
  const folder = temporaryFolder('bench');
  const module = openRehearsalModule(folder, null);
  // The module may have been started for another room before.
  module.rescan();
  furnishRehearsalRoom(module, { cards: size.custodians + 2, hsm: 'any' });
  const robot = openRobot(join(folder, 'out'));
  const { engine, play } = openRehearsal(
    { directory: folder, modules: () => ({ hsm: module, cards: module }), host: nodeHost(softwareOf('')) },
    (question, state) => ledger.note('people', question.kind, () => robot(question, state)),
  );
  ledger.clear();
  const collections = watchCollections();
  const loop = performance.eventLoopUtilization();
  const fromMs = performance.now();
  await play(engine.start({ kind: 'generate', parameters: parametersFor(size) }, null));
  const toMs = performance.now();
  const { active } = performance.eventLoopUtilization(loop);
  const collected = await collections.end();
  module.close();
  const spans = [...ledger.spans];
  const spent = divide(spans, fromMs, toMs);
  const blocking = spans.filter(({ name }) => name.startsWith('C_') && !name.endsWith('Async'));
  // What the loop was active for is ours, the robot's, or a call that blocked it.
  const ours = active - spent.people - divide(blocking, fromMs, toMs).pkcs11;
  return {
    ...spent,
    total: toMs - fromMs - spent.people,
    busy: Math.min(ours, spent.own),
    collecting: collected.reduce((sum, { tookMs }) => sum + tookMs, 0),
    hidden: Math.max(0, ours - spent.own),
    spans,
  };
};

const ledger = openLedger();
notePkcs11(ledger);
await noteDisk(ledger);
heading('Machine time of a ceremony');
for (const size of sizes) {
  const played: Round[] = [];
  for (let round = 0; round < rounds; round += 1) played.push(await playRound(ledger, size));
  const [first] = played;
  const middle = [...played].sort((a, b) => a.total - b.total)[Math.floor(rounds / 2)];
  if (first === undefined || middle === undefined) continue;
  console.log(`  generate, ${size.threshold} of ${size.custodians}, P-384, SoftHSM2`);
  const row = (name: string, part: (round: Round) => number) => [
    name,
    ms(part(first)),
    percent(part(first), first.total),
    ms(part(middle)),
    percent(part(middle), middle.total),
  ];
  table([
    ['', 'first', '', `middle of ${rounds}`, ''],
    row('in all', ({ total }) => total),
    row('PKCS#11 calls', ({ pkcs11 }) => pkcs11),
    row('disk (write, fsync)', ({ disk }) => disk),
    row('our own', ({ own }) => own),
    row('  of it: at work', ({ busy }) => busy),
    row('  of it: waiting for WebCrypto, files read', ({ own, busy }) => own - busy),
    row('  of it: texts of secrets collected, while people read', ({ collecting }) => collecting),
    row('at work behind a token or the disk', ({ hidden }) => hidden),
  ]);
  for (const kind of ['pkcs11', 'disk'] as const) {
    const calls = byName(middle.spans, kind);
    const count = calls.reduce((sum, each) => sum + each.calls, 0);
    const longest = calls.slice(0, 5).map((each) => `${each.name} ${each.calls}× ${ms(each.ms)}`);
    console.log(`  ${count} calls: ${longest.join(', ')}`);
  }
  console.log('');
}
