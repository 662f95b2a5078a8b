import { toBase64, fromBase64, toUtf8, fromUtf8 } from '../../ceremonies/formats/bytes.ts';
import { decodeLine } from '../../ceremonies/transcript/chain.ts';
import { generateParameters } from '../../ceremonies/model/parameters.ts';
import { registerFormat, type Register } from '../../ceremonies/model/register.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor, play, type RunOptions } from '../model/straightRun.ts';
import { bundleOf, softwareRoom, ecPair, selfSigned, signerOf, makeBundle, withEntries, eventsOf, entriesOf, type SoftwareRoom } from '../verify/fixture.ts';
import { publicKeyCheckValue } from '../../ceremonies/keys/checkValue.ts';

const usual = parametersFor(2, 3);
const production = parametersFor(2, 3, { domain: 'production' });
const run = async (what: string, parameters: typeof usual, change: (room: SoftwareRoom) => SoftwareRoom | Promise<SoftwareRoom>, options: RunOptions = {}, previous?: Uint8Array) => {
  try {
    const honest = await softwareRoom(parameters);
    const room = await change(honest);
    const b = await bundleOf(await play(parameters, room, options), room);
    const v = await verifyBundle(b.bytes, previous ? { previous } : {});
    console.log(what, '=>', v.outcome, v.claims.filter((c) => c.status === 'failed').map((c) => [c.id, c.problem?.code, JSON.stringify(c.details)].join(' ')), JSON.stringify(v.claims.find((c) => c.id === 'previous-bundle')?.status));
    return b;
  } catch (e) { console.log(what, '=> threw', (e as Error).message); return null; }
};
const onceAt = (step: string, make: (state: State) => readonly EventBody[]) => { let done = false; return (state: State) => { if (done || currentStep(state)?.id !== step) return []; done = true; return make(state); }; };
const same = (r: SoftwareRoom) => r;
const voided = onceAt('shares.6', (state) => [{ type: 'share-set-voided', step: 'shares.6', set: state.sets.at(-1)?.set ?? '', reason: 'interrupted' }]);
let first: string | null = null;
await run('same recovery key in two sets', usual, (room) => ({ ...room, makeSet: async (n, c) => { const s = await room.makeSet(n, c); first ??= s.recoveryKeyCommitment; return { ...s, recoveryKeyCommitment: first }; } }), { interrupt: voided });
let wr: string | null = null;
await run('same wrapped blob in two sets', usual, (room) => ({ ...room, makeSet: async (n, c) => { const s = await room.makeSet(n, c); wr ??= s.wrapped; return { ...s, wrapped: wr }; } }), { interrupt: voided });
await run('resumed with unofficial runtime in production', production, same, { interrupt: onceAt('key.1', () => [{ type: 'resumed', step: 'key.1', droppedBytes: 0, software: { version: '6.6.6', appHash: 'ee'.repeat(32), electron: '1.0.0', node: 'x', runtime: 'unofficial', platform: 'evil' } }]) });
// exchange key is custodian's sealing key: needs cert issued by HSM over it
const before = await run('honest', usual, same);
if (before) {
  const reg = (await import('../../ceremonies/transcript/registerOf.ts')).registerOf(before.state);
  const { sha256Hex } = await import('../../ceremonies/formats/digest.ts');
  const sha256 = await sha256Hex(before.bytes);
  const prev = { sha256, ceremony: before.state.ceremony, register: reg };
  const nextP = parametersFor(2, 3, { keyLabel: 'population' });
  const other = '1b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b';
  await run('next honest', nextP, same, { previousBundle: prev, ceremony: other }, before.bytes);
  await run('same ceremony id', nextP, same, { previousBundle: prev }, before.bytes);
  await run('previous ceremony lies', nextP, same, { previousBundle: { ...prev, ceremony: '9b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b' }, ceremony: other }, before.bytes);
  await run('other embassy', parametersFor(2, 3, { keyLabel: 'population', embassy: 'Other' }), same, { previousBundle: prev, ceremony: other }, before.bytes);
  await run('same key again', nextP, (room) => ({ ...room, key: { checkValue: before.room.key.checkValue, certificate: before.room.key.certificate }, certificateOf: (id) => id === 'hsm' ? before.room.certificateOf('hsm') : room.certificateOf(id), close: (id, m, at) => id === 'hsm' ? before.room.close(id, m, at) : room.close(id, m, at) }), { previousBundle: prev, ceremony: other }, before.bytes);
  await run('same set id', nextP, (room) => ({ ...room, makeSet: async (n, c) => ({ ...(await room.makeSet(n, c)), set: reg.shareSets[0]?.set ?? '' }) }), { previousBundle: prev, ceremony: other }, before.bytes);
  await run('same recovery commitment as previous', nextP, (room) => ({ ...room, makeSet: async (n, c) => ({ ...(await room.makeSet(n, c)), recoveryKeyCommitment: reg.shareSets[0]?.recoveryKeyCommitment ?? '' }) }), { previousBundle: prev, ceremony: other }, before.bytes);
  // injected register
  const k = reg.keys[0]!;
  const inj: Register = { ...reg, keys: [{ label: 'ghost', versions: [{ ...k.versions[0]!, set: '8b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b' }, { ...k.versions[0]!, version: 1 }] }, { label: 'ghost', versions: k.versions }], shareSets: [{ ...reg.shareSets[0]!, shares: [] , ceremony: '8b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b'}, reg.shareSets[0]!] };
  await run('incoherent register injected', nextP, same, { previousBundle: { ...prev, register: inj }, ceremony: other });
  // previous that is not a good bundle
  const broken = await withEntries(before.bytes, (e) => { e.delete('META-INF/signature001.p7s'); });
  await run('previous is not good', nextP, same, { previousBundle: { ...prev, sha256: await sha256Hex(broken) }, ceremony: other }, broken);
  // proto
  const line = fromUtf8(before.files.get('transcript.jsonl')!).split('\n')[2]!;
  console.log('__proto__', JSON.stringify(decodeLine(`{"__proto__":1,${line.slice(1)}`)));
  console.log('nested __proto__', JSON.stringify(decodeLine(line.replace('"findings"', '"__proto__":1,"findings"').replace('{"at"', '{"at"'))).slice(0, 200));
}
// invisible names
for (const ch of ['\u034f', '\u3164', '\ufe0f', '\u115f', '\u200b', '\u{e0100}', '\u17b4']) {
  const p = { ...usual, participants: usual.participants.map((x) => (x.id === 'custodian-2' ? { ...x, name: usual.participants[2]!.name + ch } : x)) };
  const { parameterProblems } = await import('../../ceremonies/model/parameters.ts');
  console.log('name', ch.codePointAt(0)?.toString(16), generateParameters.safeParse(p).success, parameterProblems(p).length);
}
await run('cert of another name', usual, async (room) => { const pair = ecPair(); const certificate = await selfSigned(pair, 'Eve', true); const s = signerOf(pair); const { canonicalJson } = await import('../../ceremonies/formats/canonical.ts'); const { closeWith } = await import('../verify/fixture.ts'); return { ...room, certificateOf: (id) => id === 'witness' ? toBase64(certificate) : room.certificateOf(id), sign: async (st) => st.participant === 'witness' ? { statement: st, algorithm: 'ecdsa-sha384', signature: toBase64(await s.sign(toUtf8(canonicalJson(st)))) } : room.sign(st), close: (id, m, at) => id === 'witness' ? closeWith({ certificate, ...s }, m, at) : room.close(id, m, at) }; });
void fromBase64; void publicKeyCheckValue; void eventsOf; void entriesOf; void makeBundle;
