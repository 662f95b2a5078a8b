import { CeremonyError, type Result } from '../model/error.ts';
import type { EventBody, TokenAction } from '../model/event.ts';
import type { TokenFacts } from '../model/values.ts';
import { sameToken } from '../model/values.ts';
import { isLive, openSession, type Session } from '../tokens/session.ts';
import { tokenPresent, type Pkcs11Module } from '../tokens/module.ts';
import type { TokenAddress, TokenInfo } from '../tokens/token.ts';
import { asProblem, record, stateOf, tryAgain, type Desk } from './desk.ts';
import { pinTries } from './facts.ts';

/** What a question shows of a module: one that fails for a moment has nothing to show, and is no end of a ceremony. */
const shown = <T>(look: () => T, nothing: T): T => {
  try {
    return look();
  } catch (error) {
    if (error instanceof CeremonyError) return nothing;
    throw error;
  }
};

export const tokensOrNone = (module: Pkcs11Module): readonly TokenInfo[] => shown(() => module.tokens(), []);

/** One of them, without a look at the others: that takes most of a second where there are a dozen readers. */
export const tokenOrNone = (module: Pkcs11Module, address: TokenAddress): TokenInfo | undefined =>
  shown(() => tokenPresent(module, address), undefined);

export const findToken = (
  tokens: readonly TokenInfo[],
  address: { readonly label: string; readonly serial: string },
): TokenInfo | undefined => tokens.find((token) => sameToken(token, address));

/** The HSM of this ceremony. */
export const hsmToken = (desk: Desk): TokenFacts => {
  const hsm = stateOf(desk).hsm;
  if (hsm === null) throw new CeremonyError('internal', { reason: 'no HSM yet' });
  return hsm.token;
};

/** The session to the HSM; asks for its PIN when there is none, or when the one there was is gone. */
export const hsmSession = async (desk: Desk, step: string): Promise<Session> => {
  const present = desk.hsm.session;
  if (present !== null && isLive(present)) return present;
  // Else the new one would share its login, and the token would not look at the PIN.
  present?.close();
  const token = hsmToken(desk);
  const session = await desk.people.ask(
    step,
    () => ({ kind: 'hsm-pin', token, tries: pinTries(tokenOrNone(desk.modules.hsm, token)) }),
    ({ pin }) => attemptNow(() => openSession(desk.modules.hsm, token, { kind: 'user', pin })),
  );
  desk.hsm.session = session;
  return session;
};

export type HsmAction<T> = {
  readonly action: TokenAction;
  readonly perform: (session: Session) => Promise<Result<T>>;
  /** Destroys what an interrupted attempt left on the token. Gives how many objects that were. */
  readonly cleanUp?: (session: Session) => Result<number>;
  /** How many objects the action is about: told with its announcement; after an attempt that was interrupted, what is left of them. */
  readonly search?: (session: Session) => Result<number>;
};

/**
 * One write-ahead action on the HSM, as often as it takes. The announcement is on disk before the token is touched;
 * what an attempt left behind, in this run or in one before a crash, is destroyed and journalled before the next.
 * The caller records what was done, which ends the action.
 */
export const onHsm = async <T>(
  desk: Desk,
  step: string,
  { action, perform, cleanUp, search }: HsmAction<T>,
): Promise<T> => {
  for (;;) {
    const session = await hsmSession(desk, step);
    const result = await attempt(async () => {
      if (stateOf(desk).pending !== null) {
        const settled = cleanUp === undefined ? search?.(session) : cleanUp(session);
        if (settled?.ok === false) return settled;
        const found = settled?.value ?? 0;
        const said = cleanUp === undefined ? leftBehind(found) : settlement(found);
        await record(desk, { type: 'token-action-settled', step, action, ...said });
      }
      const found = search?.(session);
      if (found?.ok === false) return found;
      const objects = found === undefined ? {} : { objects: found.value };
      await record(desk, { type: 'token-action-begun', step, action, token: hsmToken(desk), ...objects });
      return perform(session);
    });
    if (result.ok) return result.value;
    await tryAgain(desk, step, result.problem);
  }
};

export const settlement = (destroyed: number) =>
  destroyed === 0
    ? ({ found: 'nothing', taken: 'nothing' } as const)
    : ({ found: 'something', taken: 'destroyed' } as const);

/** What an attempt to destroy left where it was: the next one destroys it. */
export const leftBehind = (found: number) =>
  found === 0
    ? ({ found: 'nothing', taken: 'nothing' } as const)
    : ({ found: 'something', taken: 'left' } as const);

/**
 * Settles what was begun on a token, if anything was, without looking at it: what it holds is dead, and goes when the token is
 * next used. `write`: how that is recorded; a full disk is put right first, unless the caller tells of it in another way.
 */
export const leavePending = async (
  desk: Desk,
  step: string,
  write: (body: EventBody) => Promise<unknown> = (body) => record(desk, body),
): Promise<void> => {
  const { pending } = stateOf(desk);
  if (pending === null) return;
  const { action } = pending;
  await write({ type: 'token-action-settled', step, action, found: 'unknown', taken: 'left' });
};

/** A driver's fault becomes a problem for people; what is the program's own fault is thrown on. */
export const attempt = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work();
  } catch (error) {
    return { ok: false, problem: asProblem(error) };
  }
};

/** The same for work that waits for nothing. */
export const attemptNow = <T>(work: () => Result<T>): Result<T> => {
  try {
    return work();
  } catch (error) {
    return { ok: false, problem: asProblem(error) };
  }
};

/** Work on the HSM that leaves nothing behind: reading, signing, session objects. */
export const withHsm = async <T>(
  desk: Desk,
  step: string,
  work: (session: Session) => Promise<Result<T>> | Result<T>,
): Promise<T> => {
  for (;;) {
    const session = await hsmSession(desk, step);
    const result = await attempt(async () => work(session));
    if (result.ok) return result.value;
    await tryAgain(desk, step, result.problem);
  }
};
