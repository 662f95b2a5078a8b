import { createHash } from 'node:crypto';
import { bytesToWords } from '../../ceremonies/formats/words.ts';
import { binomial } from '../../ceremonies/model/binomial.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import {
  genesis,
  transcriptFormat,
  type CeremonyEvent,
  type EventBody,
  type ModuleFacts,
  type Software,
} from '../../ceremonies/model/event.ts';
import { seat, type GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { announced, eventsOf } from '../../ceremonies/model/plan.ts';
import { reduce } from '../../ceremonies/model/reduce.ts';
import type { StepKind } from '../../ceremonies/model/script.ts';
import type { Snapshot, TimelineEntry } from '../../ceremonies/model/snapshot.ts';
import {
  currentAct,
  currentSet,
  currentStep,
  custodiansOf,
  shareIndexOf,
  signersOf,
  type State,
} from '../../ceremonies/model/state.ts';
import { statementFormat, type Signed, type Statement } from '../../ceremonies/model/statement.ts';
import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { generateScript } from '../../ceremonies/scripts/generate.ts';

/**
 * Snapshots for tests of the screens. Every state is made by the real `reduce` from the events of a ceremony that follows its
 * script, so no screen is tested against a state that cannot be. Digests, certificates and signatures are fillings.
 */
export type Tape = { readonly state: State; readonly events: readonly Recorded[] };
type Recorded = { readonly event: CeremonyEvent; readonly hash: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const filling = (text: string): string => Buffer.from(text).toString('base64');
const uuidOf = (name: string): string => {
  const hex = sha256(name);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export const parameters: GenerateParameters = {
  domain: 'rehearsal',
  embassy: 'Luxembourg',
  place: 'Betzdorf',
  keyLabel: 'land-register',
  algorithm: 'ecp384',
  threshold: 2,
  participants: [
    ...seat([
      { role: 'administrator', name: 'Kadri Tamm' },
      { role: 'witness', name: 'Jaan Kask' },
      { role: 'custodian', name: 'Liis Saar' },
      { role: 'custodian', name: 'Peeter Mägi' },
      { role: 'custodian', name: 'Triin Sepp-Õunapuu' },
      { role: 'auditor', name: 'Tõnu Rebane' },
    ]),
  ],
  dice: true,
  acceptsNoSpareShare: false,
};

export const software: Software = {
  version: '0.1.0',
  appHash: sha256('app'),
  electron: '33.4.11',
  node: '20.18.3',
  runtime: 'unofficial',
  platform: 'linux x64, Debian 12',
};

const tokenOf = (label: string): TokenFacts => ({
  label,
  serial: sha256(label).slice(0, 16),
  manufacturer: 'SoftHSM project',
  model: 'SoftHSM v2',
  hardwareVersion: '2.6',
  firmwareVersion: '2.6',
  software: true,
});
export const hsm = tokenOf('rehearsal-hsm');
export const cardOf = (id: string): TokenFacts => tokenOf(`card-${id}`);

const module: ModuleFacts = {
  path: '/usr/lib/softhsm/libsofthsm2.so',
  sha256: sha256('module'),
  manufacturer: 'SoftHSM',
  description: 'Implementation of PKCS11',
  version: '2.6',
};

export const opened = (given: GenerateParameters = parameters): Tape =>
  append(null, {
    type: 'ceremony-opened',
    format: transcriptFormat,
    ceremony: uuidOf('ceremony'),
    script: generateScript(given),
    previousBundle: null,
  });

const startedAt = Date.UTC(2026, 10, 22, 9, 0, 0);

/** One more event, numbered, dated and chained, through the real `reduce`. */
export const append = (tape: Tape | null, body: EventBody): Tape => {
  const seq = tape?.events.length ?? 0;
  const event: CeremonyEvent = {
    ...body,
    seq,
    previous: tape?.events.at(-1)?.hash ?? genesis,
    at: new Date(startedAt + seq * 47_000).toISOString(),
  };
  const state = reduce(tape?.state ?? null, event);
  return { state, events: [...(tape?.events ?? []), { event, hash: sha256(JSON.stringify(event)) }] };
};

const key = { label: parameters.keyLabel, version: 1 };
const evidence = { local: true, sensitive: true, extractable: false, neverExtractable: true };
const checkValue = sha256('key');

/** The next event of the script, with whatever announces it. */
export const advance = (tape: Tape): Tape => {
  const { state } = tape;
  const step = currentStep(state);
  if (step === null) throw new CeremonyError('ceremony-closed');
  const type = eventsOf(step)[state.progress];
  if (type === undefined) throw new CeremonyError('internal');
  const action = announced(type);
  const token = step.kind === 'enrol-card' || step.kind === 'store-share' ? cardOf(step.by[0] ?? '') : hsm;
  const ready =
    action === null ? tape : append(tape, { type: 'token-action-begun', step: step.id, action, token });
  return append(ready, scriptEvent(ready, type));
};

const scriptEvent = (tape: Tape, type: ReturnType<typeof eventsOf>[number]): EventBody => {
  const { state } = tape;
  const at = currentStep(state);
  if (at === null) throw new CeremonyError('ceremony-closed');
  const [first = ''] = at.by;
  const base = { step: at.id, by: [...at.by] };
  const set = currentSet(state)?.set ?? '';
  const head = tape.events.at(-1)?.hash ?? genesis;
  const about = { format: statementFormat(parameters.domain), ceremony: state.ceremony };
  const signed = (statement: Statement): Signed => ({
    statement,
    algorithm: 'ecdsa-sha384',
    signature: filling('signature'),
  });
  const holds = custodiansOf(state).some((person) => person.id === first);
  const act = currentAct(state)?.id ?? 'opening';
  const custodians = custodiansOf(state);
  const index = shareIndexOf(state, first);
  const commitments = custodians.map((person) => sha256(`commitment ${person.id}`));

  switch (type) {
    case 'software-confirmed':
      return { type, ...base, software };
    case 'air-gap-checked':
      return { type, ...base, findings: [] };
    case 'hsm-identified':
      return { type, ...base, module, token: hsm, mechanisms: ['CKM_AES_KEY_GEN'] };
    case 'clock-compared': {
      const hostClock = new Date(startedAt).toISOString();
      return { type, ...base, hostClock, readings: at.by.map((by) => ({ by, wallClock: hostClock })) };
    }
    case 'bags-recorded':
      return {
        type,
        ...base,
        direction: at.kind === 'record-bags-in' ? 'in' : 'out',
        bags: custodians.map(({ id, name }, place) => ({
          number: `EE-${4100 + place}`,
          holds: name,
          custodian: id,
        })),
      };
    case 'card-enrolled':
      return {
        type,
        step: at.id,
        participant: first,
        origin: 'initialised',
        token: cardOf(first),
        module,
        certificate: filling(`certificate of ${first}`),
        sealingKey: holds ? filling('key') : null,
        signed: signed({
          ...about,
          purpose: 'enrol',
          participant: first,
          name: parameters.participants.find((person) => person.id === first)?.name ?? '',
          certificateSha256: sha256(first),
          sealingKeySha256: holds ? sha256('key') : null,
        }),
      };
    case 'ceremony-key-ready':
      return { type, ...base, origin: 'generated', token: hsm, certificate: filling('ceremony'), evidence };
    case 'embassy-key-generated':
      return {
        type,
        ...base,
        ...key,
        algorithm: parameters.algorithm,
        token: hsm,
        checkValue,
        certificate: filling('embassy'),
        evidence: { ...evidence, extractable: true, neverExtractable: false },
      };
    case 'recovery-key-made':
      return {
        type,
        ...base,
        set: uuidOf(`set ${state.sets.length}`),
        mixed: { hsmBytes: 64, osBytes: 64, diceRolls: state.script.parameters.dice ? 99 : 0 },
        commitment: sha256('recovery key'),
      };
    case 'key-wrapped':
      return { type, ...base, set, ...key, mechanism: 'aes-kwp', wrapped: filling('wrapped') };
    case 'working-copy-made':
      return { type, ...base, ...key, checkValue, evidence };
    case 'share-set-committed':
      return { type, ...base, set, threshold: state.script.parameters.threshold, commitments };
    case 'share-stored':
      return {
        type,
        step: at.id,
        participant: first,
        set,
        index,
        token: cardOf(first),
        sealed: filling('share'),
        readBackFrom: 'card-object',
      };
    case 'share-receipted':
      return {
        type,
        step: at.id,
        participant: first,
        set,
        index,
        signed: signed({
          ...about,
          purpose: 'receipt',
          participant: first,
          set,
          index,
          commitment: commitments[index - 1] ?? '',
          sealedSha256: sha256('sealed'),
        }),
      };
    case 'quorums-proved': {
      const { threshold } = state.script.parameters;
      return {
        type,
        ...base,
        set,
        recombinations: custodians.length - threshold + 1,
        quorums: binomial(custodians.length, threshold).toString(),
      };
    }
    case 'recovery-key-wiped':
      return { type, ...base, set };
    case 'original-destroyed':
      return { type, ...base, ...key, token: hsm, gone: true };
    case 'act-completed':
      return { type, step: at.id, act };
    case 'act-signed': {
      const participant = at.by[state.progress - 1] ?? '';
      const signedHead = state.acts[act]?.head ?? head;
      const said = { ...about, purpose: 'act', participant, act, head: signedHead } as const;
      return { type, step: at.id, act, participant, signed: signed(said) };
    }
    case 'transcript-closed':
      return { type, ...base, registerSha256: sha256('register') };
    case 'declared': {
      const said = {
        ...about,
        purpose: 'declare',
        participant: first,
        agrees: true,
        remark: '',
        head,
      } as const;
      return { type, step: at.id, participant: first, agrees: true, remark: '', signed: signed(said) };
    }
  }
};

/** Plays the script until a step is reached: of a kind, the first one, or that of one person. */
export const playedTo = (kind: StepKind, person?: string, from: Tape = opened()): Tape => {
  let tape = from;
  for (;;) {
    const step = currentStep(tape.state);
    if (step === null) throw new CeremonyError('internal', { never: kind });
    const there = step.kind === kind && (person === undefined || step.by[0] === person);
    if (there && tape.state.progress === 0) return tape;
    tape = advance(tape);
  }
};

/** The whole script: a closed transcript. */
export const closed = (): Tape => advance(playedTo('close-transcript'));

export const signedAndExported = (): Tape => {
  let tape = append(closed(), { type: 'report-made', name: 'report.html', sha256: sha256('report') });
  for (const signer of signersOf(tape.state))
    tape = append(tape, {
      type: 'bundle-signed',
      signer,
      manifestSha256: sha256('manifest'),
      signature: filling('signature'),
    });
  const bundle = sha256('bundle');
  tape = append(tape, {
    type: 'bundle-exported',
    fileName: '2026-11-22-land-register-generate.asice',
    sizeBytes: 48_213,
    sha256: bundle,
  });
  return append(tape, { type: 'bundle-read-back', sha256: bundle, verdict: 'good' });
};

const inWords = (hash: string): Snapshot['head'] => ({ hash, words: bytesToWords(Buffer.from(hash, 'hex')) });

const timelineEntry = ({ event, hash }: Recorded): TimelineEntry => ({
  seq: event.seq,
  at: event.at,
  type: event.type,
  step: 'step' in event ? event.step : null,
  who: 'participant' in event ? [event.participant] : 'by' in event ? event.by : [],
  hash,
});

/** What the window would be sent at this point of a tape. */
export const snapshotOf = (tape: Tape, rest: Partial<Snapshot> = {}): Snapshot => {
  const { state, events } = tape;
  const head = inWords(events.at(-1)?.hash ?? genesis);
  const act = currentAct(state);
  const signing = currentStep(state)?.kind === 'complete-act' && state.progress > 0;
  const signedHead = act === null ? undefined : state.acts[act.id]?.head;
  return {
    state,
    question: null,
    work: null,
    head,
    headToSign: signing ? (signedHead === undefined ? head : inWords(signedHead)) : null,
    timeline: events.map(timelineEntry),
    surroundings: {
      airGap: [],
      tokens: [hsm, ...Object.values(state.cards).map((card) => card.token)].slice(0, 3),
    },
    exported: null,
    notices: [],
    ...rest,
  };
};
