import { splitOf } from '../model/ceremonyPlan.ts';
import { CeremonyError, type ErrorCode, type Problem } from '../model/error.ts';
import type { EventBody } from '../model/event.ts';
import type { Split } from '../model/parameters.ts';
import { versionOf, type KeyVersion } from '../model/register.ts';
import type { KeyName, Step } from '../model/script.ts';
import type { Snapshot, Work } from '../model/snapshot.ts';
import { keyOf, registerBefore, type EmbassyKey, type State } from '../model/state.ts';
import type { Pkcs11Module } from '../tokens/module.ts';
import type { Session } from '../tokens/session.ts';
import type { Breath } from './breath.ts';
import type { Host } from './host.ts';
import type { People } from './people.ts';
import type { DataPaths } from './places.ts';
import type { Sitting } from './sitting.ts';
import type { Vault } from './vault.ts';

/** Everything that a step needs at hand while it is performed. */
export type Desk = {
  readonly sitting: Sitting;
  readonly people: People;
  readonly host: Host;
  /** The HSM's module and the cards' module; often the same. */
  readonly modules: { readonly hsm: Pkcs11Module; readonly cards: Pkcs11Module };
  /** The logged-in session to the HSM, kept from its PIN to the end of the ceremony or until it is pulled. */
  readonly hsm: { session: Session | null };
  readonly vault: Vault;
  /**
   * Where the data lies that is moved to a new version; no secret, and no part of the transcript. `found`: where it was worked on
   * last, as this machine remembers it even after a power cut.
   */
  readonly data: {
    paths: DataPaths | null;
    found: DataPaths | null;
    readonly remember: (paths: DataPaths) => Promise<void>;
  };
  /** Progress of what the machine does by itself; null when it is done. */
  readonly working: (work: WorkDone | null) => void;
  /** Taken between two strokes of work that people may hold. */
  readonly breath: Breath;
  readonly exported: (bundle: NonNullable<Snapshot['exported']>) => void;
};

/** How far the machine is; `unit` and `pausable` for work that takes long. */
export type WorkDone = Pick<Work, 'step' | 'done' | 'total'> & Partial<Pick<Work, 'unit' | 'pausable'>>;

export type Performer = (desk: Desk, step: Step) => Promise<void>;

export const stateOf = (desk: Desk): State => desk.sitting.state();

/** The embassy key that the step is about. */
export const keyOfStep = (desk: Desk, { id, key }: Step): EmbassyKey => {
  const found = key === undefined ? undefined : keyOf(stateOf(desk), key);
  if (found === undefined) throw new CeremonyError('internal', { step: id });
  return found;
};

/** The version of the register before that the step is about. */
export const versionBefore = (desk: Desk, { id, key }: Step): KeyName & KeyVersion => {
  const version = key === undefined ? undefined : versionOf(registerBefore(stateOf(desk)), key);
  if (key === undefined || version === undefined) throw new CeremonyError('internal', { step: id });
  return { ...version, label: key.label };
};

/** How the recovery key of this ceremony is split. */
export const plannedSplit = (desk: Desk): Split => {
  const split = splitOf(stateOf(desk).script);
  if (split === null) throw new CeremonyError('internal', { reason: 'nothing to split' });
  return split;
};

/** What a full disk or a clock that was set back leaves to do: put it right, and go on where it stopped. */
const mendable: ReadonlySet<ErrorCode> = new Set([
  'disk-full',
  'not-writable',
  'file-unreadable',
  'clock-set-back',
  'exception-needed',
]);

/** Appends an event, however often people have to put something right for it. Nothing is lost meanwhile: the state waits. */
export const record = async (desk: Desk, body: EventBody): Promise<void> => {
  for (;;) {
    try {
      await desk.sitting.record(body);
      desk.people.refresh();
      return;
    } catch (error) {
      if (!(error instanceof CeremonyError) || !mendable.has(error.code)) throw error;
      await tryAgain(desk, 'step' in body ? body.step : '', { code: error.code, details: error.details });
    }
  }
};

/** Tells people what went wrong and waits until they say to go on. */
export const tryAgain = (desk: Desk, step: string, problem: Problem): Promise<null> =>
  desk.people.ask(
    step,
    () => ({ kind: 'try-again' }),
    () => ({ ok: true, value: null }),
    problem,
  );

/** What a token, a driver or a PIN can do wrong while it is used: told to people, and tried again. */
const tokenFaults: ReadonlySet<ErrorCode> = new Set([
  'module-failed',
  'token-absent',
  'token-removed',
  'token-full',
  'token-read-only',
  'mechanism-missing',
  'pin-wrong',
  'pin-locked',
  'pin-required',
  'token-write-failed',
  // What it signs is checked as it is made.
  'signature-invalid',
]);

/** A thrown token fault as a problem: the ceremony waits for people, and never ends by it. What else is thrown goes on. */
export const asProblem = (error: unknown): Problem => {
  if (error instanceof CeremonyError && tokenFaults.has(error.code))
    return { code: error.code, details: error.details };
  throw error;
};
