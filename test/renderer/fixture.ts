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
  type PreviousBundle,
  type ScriptEvent,
  type Software,
} from '../../ceremonies/model/event.ts';
import type { GenerateParameters } from '../../ceremonies/model/parameters.ts';
import { splitOf, type CeremonyPlan } from '../../ceremonies/model/ceremonyPlan.ts';
import { announced, expectedEvents, isCollecting } from '../../ceremonies/model/expected.ts';
import { reduce } from '../../ceremonies/model/reduce.ts';
import { versionOf } from '../../ceremonies/model/register.ts';
import type { KeyName, StepKind } from '../../ceremonies/model/script.ts';
import type { Snapshot, TimelineEntry } from '../../ceremonies/model/snapshot.ts';
import {
  currentAct,
  currentSet,
  currentStep,
  custodiansOf,
  participantOf,
  presentCustodiansOf,
  presentedSetsOf,
  recipientsOf,
  shareIndexOf,
  vouchersFor,
  signersOf,
  type State,
} from '../../ceremonies/model/state.ts';
import { statementFormat, type Signed, type Statement } from '../../ceremonies/model/statement.ts';
import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { standardScript } from '../../ceremonies/scripts/standard.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { found, objectsFound } from '../model/straightRun.ts';
import { draftFor, parametersOf } from '../../renderer/screens/draft.ts';

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

const invented = parametersOf(draftFor('rehearsal'));

/** The rehearsal that the program itself proposes, with dice, and with somebody whose name is long. */
export const parameters: GenerateParameters = {
  ...invented,
  participants: invented.participants.map((person) =>
    person.id === 'custodian-3' ? { ...person, name: 'Triin Sepp-Õunapuu' } : person,
  ),
  dice: true,
};

export const software: Software = {
  version: '0.1.0',
  appHash: sha256('app'),
  verifierSha256: sha256('verifier'),
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
  begun({ kind: 'generate', parameters: given }, null);

export const begun = (plan: CeremonyPlan, previousBundle: PreviousBundle | null): Tape =>
  append(null, {
    type: 'ceremony-opened',
    format: transcriptFormat,
    ceremony: uuidOf(`ceremony ${plan.kind} ${previousBundle?.register.history.length ?? ''}`),
    script: standardScript(plan, previousBundle?.register ?? null),
    previousBundle,
  });

const startedAt = Date.UTC(2026, 10, 22, 9, 0, 0);

/** A ceremony that continues from another is held on the day after it. */
const startOf = (tape: Tape | null, body: EventBody): number => {
  const before = tape?.state.previousBundle ?? (body.type === 'ceremony-opened' ? body.previousBundle : null);
  return before === null ? startedAt : Math.max(startedAt, Date.parse(before.made.closedAt) + 86_400_000);
};

/** One more event, numbered, dated and chained, through the real `reduce`. */
export const append = (tape: Tape | null, body: EventBody): Tape => {
  const seq = tape?.events.length ?? 0;
  const event: CeremonyEvent = {
    ...body,
    seq,
    previous: tape?.events.at(-1)?.hash ?? genesis,
    at: new Date(startOf(tape, body) + seq * 47_000).toISOString(),
  };
  const state = reduce(tape?.state ?? null, event);
  return { state, events: [...(tape?.events ?? []), { event, hash: sha256(JSON.stringify(event)) }] };
};

/** Three years from 22 November 2026; of a key that nobody has. */
const embassyCertificate =
  'MIICNTCCAbqgAwIBAgIUfihdBGNLeG9KQN1DHGeu9ud7v40wCgYIKoZIzj0EAwIwUTELMAkGA1UEBhMCRUUxEzARBgNVBAoMCkx1' +
  'eGVtYm91cmcxEjAQBgNVBAsMCVJFSEVBUlNBTDEZMBcGA1UEAwwQbGFuZC1yZWdpc3RlciB2MjAeFw0yNjExMjIyMzE3MzlaFw0y' +
  'OTExMjEyMzE3MzlaMFExCzAJBgNVBAYTAkVFMRMwEQYDVQQKDApMdXhlbWJvdXJnMRIwEAYDVQQLDAlSRUhFQVJTQUwxGTAXBgNV' +
  'BAMMEGxhbmQtcmVnaXN0ZXIgdjIwdjAQBgcqhkjOPQIBBgUrgQQAIgNiAASZGIcUoHVCAZIFUwpaxNliVAOy/clMQN+6WDYAsu5P' +
  '/YYCCxyeSOnrPDe40JD4spWGbn1afj2bg2qauH2JlU2IodBa0M0ChRIs6O7Kv09Smnb3jendJCytcV2etZL3e2yjUzBRMB0GA1Ud' +
  'DgQWBBSf/WzPU+y4eMJsWIIQZEIQvKs54zAfBgNVHSMEGDAWgBSf/WzPU+y4eMJsWIIQZEIQvKs54zAPBgNVHRMBAf8EBTADAQH/' +
  'MAoGCCqGSM49BAMCA2kAMGYCMQC1TlUlE9pwZtACHi1cVTNAdu5wMobFWzZwv2Cv8fFSkO+tvE+seSNgEDAC1JdODHACMQChN/EM' +
  'wOXArZx8/6q/Rv1dbCjKz7xW2zrHJJDyQ2PTEMrDdkiha6C4rx6+bTEfgPE=';

const evidence = { local: true, sensitive: true, extractable: false, neverExtractable: true };
const checkValueOf = ({ label, version }: KeyName): string => sha256(`key ${label} ${version}`);

/** The next event of the script, with whatever announces it. */
export const advance = (tape: Tape): Tape => {
  const { state } = tape;
  const step = currentStep(state);
  if (step === null) throw new CeremonyError('ceremony-closed');
  if (isCollecting(step)) return collect(tape);
  const [type] = expectedEvents(state, step);
  if (type === undefined) throw new CeremonyError('internal');
  const action = type === 'card-enrolled' && isKnown(state, step.by[0]) ? null : announced(type);
  const token = step.kind === 'enrol-card' || step.kind === 'store-share' ? cardOf(step.by[0] ?? '') : hsm;
  const ready =
    action === null
      ? tape
      : append(tape, { type: 'token-action-begun', step: step.id, action, token, ...found(action) });
  return append(ready, scriptEvent(ready, type));
};

/** Whoever holds a share of the bundle before has the card that it was sealed to. */
const isKnown = (state: Tape['state'], id: string | undefined): boolean =>
  presentedSetsOf(state).some(({ shares }) =>
    shares.some(
      ({ holder }) => id !== undefined && holder !== null && holder.name === participantOf(state, id)?.name,
    ),
  );

/** What came last, of what a visit to a collecting step is for. */
const visitEvent = (kind: StepKind): ScriptEvent['type'] =>
  kind === 'hand-in-shares' ? 'share-destroyed' : 'share-presented';

/** The next custodian who holds a share comes with the card of last time; when all have come, nobody else does. */
const collect = (tape: Tape): Tape => {
  const { state } = tape;
  const [set] = presentedSetsOf(state);
  const next = custodiansOf(state).find(
    ({ id, name }) =>
      !came(state, id) &&
      (set?.shares.some(({ holder, destroyed }) => holder?.name === name && destroyed.length === 0) ?? false),
  );
  return next === undefined ? append(tape, scriptEvent(tape, 'presentation-closed')) : visited(tape, next.id);
};

const came = (state: State, id: string): boolean =>
  currentStep(state)?.kind === 'hand-in-shares'
    ? state.destroyed.shares.some(({ participant }) => participant === id)
    : state.presentation.shares.some(({ participant }) => participant === id);

/** A custodian's visit: the card becomes known, and the share is there. */
export const visited = (tape: Tape, participant: string): Tape => {
  const known =
    tape.state.cards[participant] === undefined
      ? append(tape, scriptEvent(tape, 'card-enrolled', participant))
      : tape;
  const type = visitEvent(currentStep(known.state)?.kind ?? 'collect-shares');
  return append(announcedOn(known, type, participant), scriptEvent(known, type, participant));
};

/** What touches the visitor's card is announced first. */
const announcedOn = (tape: Tape, type: ScriptEvent['type'], participant: string): Tape => {
  const action = announced(type);
  return action === null || type === 'card-enrolled'
    ? tape
    : append(tape, {
        type: 'token-action-begun',
        step: currentStep(tape.state)?.id ?? '',
        action,
        token: cardOf(participant),
      });
};

const scriptEvent = (tape: Tape, type: ScriptEvent['type'], visitor?: string): EventBody => {
  const { state } = tape;
  const at = currentStep(state);
  if (at === null) throw new CeremonyError('ceremony-closed');
  const first = visitor ?? at.by[0] ?? '';
  const base = { step: at.id, by: [...at.by] };
  const set = currentSet(state)?.set ?? '';
  const head = tape.events.at(-1)?.hash ?? genesis;
  const { script } = state;
  const about = { format: statementFormat(script.parameters.domain), ceremony: state.ceremony };
  const signed = (statement: Statement): Signed => ({
    statement,
    algorithm: 'ecdsa-sha384',
    signature: filling('signature'),
  });
  const recipients = recipientsOf(state);
  const known = visitor !== undefined || isKnown(state, first);
  const holds = recipients.includes(first) || known;
  const split = splitOf(script);
  const key = { label: at.key?.label ?? '', version: at.key?.version ?? 1 };
  const before = state.previousBundle?.register;
  const versionBefore = before === undefined ? undefined : versionOf(before, key);
  const brought = presentedSetsOf(state)[0];
  const act = currentAct(state)?.id ?? 'opening';
  const index = shareIndexOf(state, first);
  const commitments = recipients.map((id) => sha256(`commitment ${state.ceremony} ${id}`));

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
        bags: presentCustodiansOf(state).map(({ id, name }, place) => ({
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
        origin: known ? 'adopted' : 'initialised',
        token: cardOf(first),
        module,
        certificate: filling(`certificate of ${first}`),
        sealingKey: holds ? filling('key') : null,
        signed: signed({
          ...about,
          purpose: 'enrol',
          participant: first,
          name: participantOf(state, first)?.name ?? '',
          certificateSha256: sha256(first),
          sealingKeySha256: holds ? sha256('key') : null,
        }),
      };
    case 'card-replaced': {
      const participant = state.replacing?.participant ?? '';
      const getsShare = recipients.includes(participant);
      return {
        type,
        step: at.id,
        participant,
        origin: 'initialised',
        token: cardOf(`${participant} 2`),
        module,
        certificate: filling(`another certificate of ${participant}`),
        sealingKey: getsShare ? filling('another key') : null,
        signed: signed({
          ...about,
          purpose: 'enrol',
          participant,
          name: participantOf(state, participant)?.name ?? '',
          certificateSha256: sha256(`another ${participant}`),
          sealingKeySha256: getsShare ? sha256('another key') : null,
        }),
      };
    }
    case 'card-vouched': {
      const holder = state.replacing?.participant ?? '';
      const next = vouchersFor(state, holder).find(
        ({ id }) => state.replacing?.vouchedBy.includes(id) === false,
      );
      const participant = next?.id ?? '';
      return {
        type,
        step: at.id,
        participant,
        signed: signed({
          ...about,
          purpose: 'vouch',
          participant,
          holder,
          name: participantOf(state, holder)?.name ?? '',
          certificateSha256: state.replacing?.card?.certificateSha256 ?? '',
        }),
      };
    }
    case 'ceremony-key-ready':
      return { type, ...base, origin: 'generated', token: hsm, certificate: filling('ceremony'), evidence };
    case 'embassy-key-generated':
      return {
        type,
        ...base,
        ...key,
        algorithm: 'ecp384',
        token: hsm,
        checkValue: checkValueOf(key),
        certificate: embassyCertificate,
        evidence: { ...evidence, extractable: true, neverExtractable: false },
      };
    case 'recovery-key-made':
      return {
        type,
        ...base,
        set: uuidOf(`set ${state.ceremony} ${state.sets.length}`),
        mixed: { hsmBytes: 64, osBytes: 64, diceRolls: split?.dice === true ? 99 : 0 },
        commitment: sha256(`recovery key ${state.ceremony}`),
      };
    case 'key-wrapped':
      return { type, ...base, set, ...key, mechanism: 'aes-kwp', wrapped: filling('wrapped') };
    case 'working-copy-made':
      return { type, ...base, ...key, checkValue: checkValueOf(key), evidence };
    case 'share-set-committed':
      return { type, ...base, set, threshold: split?.threshold ?? 0, commitments };
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
      const threshold = split?.threshold ?? 0;
      return {
        type,
        ...base,
        set,
        recombinations: recipients.length - threshold + 1,
        quorums: binomial(recipients.length, threshold).toString(),
      };
    }
    case 'recovery-key-wiped':
      return { type, ...base, set };
    case 'original-destroyed':
      return { type, ...base, ...key, token: hsm, gone: true };
    case 'bundle-confirmed':
      return { type, ...base, sha256: state.previousBundle?.sha256 ?? '' };
    case 'canary-sealed':
      return { type, ...base, ...key, canary: filling('canary') };
    case 'sheet-printed':
      return {
        type,
        step: at.id,
        participant: first,
        set,
        index,
        printer: 'Brother HL-L2310D',
        bag: `P-${5200 + index}`,
      };
    case 'share-presented': {
      const name = participantOf(state, first)?.name;
      const share = brought?.shares.find(({ holder }) => holder?.name === name);
      const said = { set: brought?.set ?? '', index: share?.index ?? 1, source: 'card-object' as const };
      const commitment = share?.commitment ?? '';
      return {
        type,
        step: at.id,
        participant: first,
        ...said,
        signed: signed({ ...about, purpose: 'present', participant: first, ...said, commitment }),
      };
    }
    case 'presentation-closed':
      return { type, ...base };
    case 'recovery-key-rebuilt':
      return {
        type,
        ...base,
        set: brought?.set ?? '',
        indices: state.presentation.shares.map((share) => share.index).slice(0, brought?.threshold),
        commitment: brought?.recoveryKeyCommitment ?? '',
      };
    case 'key-restored': {
      const known = before === undefined ? undefined : versionOf(before, key);
      return {
        type,
        ...base,
        set: known?.set ?? '',
        ...key,
        token: hsm,
        checkValue: known?.checkValue ?? '',
        evidence: { ...evidence, extractable: split !== null },
        canary: 'opened',
      };
    }
    case 'rebuilt-key-wiped':
      return { type, ...base, set: brought?.set ?? '' };
    case 'inventory-read':
      return {
        type,
        ...base,
        inventory: { sha256: sha256('inventory'), sizeBytes: 48_000_000, lines: 100_000 },
        backups: { folder: 'backups-2026', files: 12, sizeBytes: 4_000_000_000 },
      };
    case 'data-rewrapped':
      return {
        type,
        ...base,
        ...key,
        dataKeys: {
          inToken: 99_997,
          inEngine: 0,
          notMoved: 3,
          sha256: sha256('new inventory'),
          notMovedSha256: sha256('not moved'),
          listed: [7, 8, 9].map((line) => ({
            line,
            dataSet: 'parcels',
            id: `parcel-${line}`,
            code: 'inventory-altered',
          })),
        },
        backups: {
          moved: Array.from({ length: 12 }, (_, number) => ({
            name: `2026-${number + 1}.cms`,
            from: 1,
            oldSha256: sha256(`old ${number}`),
            newSha256: sha256(`new ${number}`),
            contentSha256: sha256(`content ${number}`),
          })),
          notMoved: [],
        },
      };
    case 'rewrap-proved':
      return {
        type,
        ...base,
        rows: [
          { dataSet: 'parcels', version: 1, moved: 60_000, notMoved: 3 },
          { dataSet: 'owners', version: 1, moved: 39_997, notMoved: 0 },
        ],
      };
    case 'share-destroyed': {
      const name = participantOf(state, first)?.name;
      const share = brought?.shares.find(({ holder }) => holder?.name === name);
      const said = {
        set: brought?.set ?? '',
        index: share?.index ?? 1,
        medium: 'card-object' as const,
      };
      const commitment = share?.commitment ?? '';
      return {
        type,
        step: at.id,
        participant: first,
        ...said,
        signed: signed({ ...about, purpose: 'hand-in', participant: first, ...said, commitment }),
      };
    }
    case 'data-given-up': {
      const target = script.kind === 'destroy' ? script.parameters.target : null;
      const { reason, dataSets } = (target?.kind === 'key' ? target.givenUp : undefined) ?? {
        reason: '',
        dataSets: [],
      };
      const said = { ...key, reason, dataSets };
      return {
        type,
        step: at.id,
        participant: first,
        signed: signed({ ...about, purpose: 'give-up', participant: first, ...said }),
      };
    }
    case 'destruction-confirmed': {
      const said = { ...key, checkValue: versionBefore?.checkValue ?? '' };
      return {
        type,
        step: at.id,
        participant: first,
        signed: signed({ ...about, purpose: 'destroy', participant: first, ...said }),
      };
    }
    case 'key-destroyed':
      return {
        type,
        ...base,
        ...key,
        token: hsm,
        objects: objectsFound['destroy-key'] ?? 0,
        gone: true,
        use: 'refused',
      };
    case 'card-destroyed': {
      const target = script.kind === 'destroy' ? script.parameters.target : null;
      return {
        type,
        ...base,
        certificateSha256: target?.kind === 'card' ? target.certificateSha256 : '',
        way: 'erased',
        objects: objectsFound['destroy-card'] ?? 0,
      };
    }
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
export const closed = (from: Tape = opened()): Tape => advance(playedTo('close-transcript', undefined, from));

const bundleOf = ({ ceremony }: State): string => sha256(`bundle ${ceremony}`);

export const signedAndExported = (from: Tape = opened()): Tape => {
  let tape = append(closed(from), { type: 'report-made', name: 'report.html', sha256: sha256('report') });
  for (const signer of signersOf(tape.state))
    tape = append(tape, {
      type: 'bundle-signed',
      signer,
      manifestSha256: sha256('manifest'),
      signature: filling('signature'),
    });
  const bundle = bundleOf(tape.state);
  tape = append(tape, {
    type: 'bundle-exported',
    fileName: '2026-11-22-land-register-generate.asice',
    sizeBytes: 48_213,
    sha256: bundle,
  });
  return append(tape, { type: 'bundle-read-back', sha256: bundle, verdict: 'good' });
};

/** The bundle of a ceremony, as a later one continues from it. */
export const previousFrom = ({ state }: Tape): PreviousBundle => ({
  sha256: bundleOf(state),
  ceremony: state.ceremony,
  register: registerOf(state),
  made: {
    kind: state.script.kind,
    closedAt: state.closedAt ?? state.lastAt,
    place: state.script.parameters.place,
  },
  doubts: [],
});

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
    dataPlaces: null,
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
