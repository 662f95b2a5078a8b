import { bad, good, type Result } from '../../model/error.ts';
import { tokenCodes, type NotMovedCode } from '../../model/inventory.ts';
import { withSecret } from '../../secrets/secret.ts';
import { moveDataKey, type Lane, type Route, type WrappingKey } from '../../tokens/dataKeys.ts';
import type { Session } from '../../tokens/session.ts';
import { isDataKeySize, tokenFails, type Version, type Wrapping } from './versions.ts';

/**
 * `token`: the data key never left the HSM in the clear. `engine`: it passed through locked memory of this program, because the
 * token cannot do it alone.
 */
export type Way = 'token' | 'engine';

/** What became of one data key. */
export type Moved =
  | { readonly kind: 'moved'; readonly wrapping: Wrapping }
  | { readonly kind: 'not-moved'; readonly code: NotMovedCode };

/** From one version to the new one. */
export type Path = {
  readonly way: Way;
  /**
   * Problems are the token's: whatever is wrong with the record is what became of it. `known`: what an earlier run says it made of
   * it, which is proved instead of made; check-value-differs where it is not the same data key under the new version.
   */
  readonly move: (lane: Lane, wrapping: Wrapping, known: Wrapping | null) => Promise<Result<Moved>>;
};

const isTokenCode = (code: string): code is NotMovedCode => (tokenCodes as ReadonlySet<string>).has(code);

/** Tells what is wrong with the record from what is wrong with the token. */
const explain = async (
  from: Version,
  refused: Extract<Result<never>, { ok: false }>,
): Promise<Result<Moved>> => {
  const { code } = refused.problem;
  if (isTokenCode(code)) return good({ kind: 'not-moved', code });
  if (code !== 'ciphertext-invalid') return refused;
  return tokenFails(await from.check()) ?? good({ kind: 'not-moved', code: 'inventory-altered' });
};

const movedTo = (wrapping: Wrapping): Result<Moved> => good({ kind: 'moved', wrapping });

const onToken =
  (from: Version, route: Route, alg: 'A256KW' | 'RSA-OAEP'): Path['move'] =>
  async (lane, { wrapped }, known) => {
    const moved = await moveDataKey(lane, route, wrapped, known?.wrapped);
    return moved.ok ? movedTo({ alg, wrapped: moved.value }) : explain(from, moved);
  };

const reopened = async (session: Session, to: Version, wrapping: Wrapping): ReturnType<Version['open']> => {
  const again = await to.open(session, wrapping);
  return again.ok || again.problem.code !== 'ciphertext-invalid' ? again : bad('check-value-differs');
};

const resealed = async (
  from: Version,
  to: Version,
  session: Session,
  wrapping: Wrapping,
  known: Wrapping | null,
): Promise<Result<Wrapping>> => {
  const opened = await from.open(session, wrapping);
  if (!opened.ok) return opened;
  return withSecret(opened.value, async (dataKey): Promise<Result<Wrapping>> => {
    if (!isDataKeySize(dataKey.sizeBytes)) return bad('inventory-key-size');
    const sealed = known === null ? await to.seal(session, dataKey, wrapping) : good(known);
    if (!sealed.ok) return sealed;
    const again = await reopened(session, to, sealed.value);
    if (!again.ok) return again;
    return withSecret(again.value, (found) => (found.equals(dataKey) ? sealed : bad('check-value-differs')));
  });
};

const inEngine =
  (from: Version, to: Version): Path['move'] =>
  async ({ session }, wrapping, known) => {
    const sealed = await resealed(from, to, session, wrapping, known);
    return sealed.ok ? movedTo(sealed.value) : explain(from, sealed);
  };

/** A token that wraps with RFC 3394 what it opened by OAEP would not show that it filled it up: the engine sees the size. */
const showsSize = (from: Version, to: Version): boolean => from.alg === 'A256KW' || from.alg === to.alg;

/** The best way from a version to the new one that the token allows. */
export const pathOf = (from: Version, to: Version, witness: WrappingKey): Path =>
  from.onToken !== null && to.onToken !== null && to.alg !== 'ECDH-ES+A256KW' && showsSize(from, to)
    ? { way: 'token', move: onToken(from, { from: from.onToken, to: to.onToken, witness }, to.alg) }
    : { way: 'engine', move: inEngine(from, to) };
