import { bad, good, type Result } from '../../model/error.ts';
import { tokenCodes, type DataKeyRecord, type NotMovedCode } from '../../model/inventory.ts';
import { withSecret } from '../../secrets/secret.ts';
import { moveDataKey, type Lane, type WrappingKey } from '../../tokens/dataKeys.ts';
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
  /** Problems are the token's: whatever is wrong with the record is what became of it. */
  readonly move: (lane: Lane, record: DataKeyRecord) => Promise<Result<Moved>>;
};

const isTokenCode = (code: string): code is NotMovedCode => (tokenCodes as ReadonlySet<string>).has(code);

/** Tells what is wrong with the record from what is wrong with the token. */
const settle = async (from: Version, moved: Result<Wrapping>): Promise<Result<Moved>> => {
  if (moved.ok) return good({ kind: 'moved', wrapping: moved.value });
  const { code } = moved.problem;
  if (isTokenCode(code)) return good({ kind: 'not-moved', code });
  if (code !== 'ciphertext-invalid') return moved;
  return tokenFails(await from.check()) ?? good({ kind: 'not-moved', code: 'inventory-altered' });
};

const onToken =
  (from: WrappingKey, to: WrappingKey, witness: WrappingKey, alg: 'A256KW' | 'RSA-OAEP') =>
  async (lane: Lane, { encrypted_key: wrapped }: DataKeyRecord): Promise<Result<Wrapping>> => {
    const moved = await moveDataKey(lane, { from, to, witness }, Buffer.from(wrapped, 'base64url'));
    return moved.ok ? good({ alg, encrypted_key: moved.value.toString('base64url') }) : moved;
  };

const reopened = async (session: Session, to: Version, wrapping: Wrapping): ReturnType<Version['open']> => {
  const again = await to.open(session, wrapping);
  return again.ok || again.problem.code !== 'ciphertext-invalid' ? again : bad('check-value-differs');
};

const inEngine =
  (from: Version, to: Version) =>
  async ({ session }: Lane, record: DataKeyRecord): Promise<Result<Wrapping>> => {
    const opened = await from.open(session, record);
    if (!opened.ok) return opened;
    return withSecret(opened.value, async (dataKey): Promise<Result<Wrapping>> => {
      if (!isDataKeySize(dataKey.sizeBytes)) return bad('inventory-key-size');
      const sealed = await to.seal(session, dataKey, record);
      if (!sealed.ok) return sealed;
      const again = await reopened(session, to, sealed.value);
      if (!again.ok) return again;
      return withSecret(again.value, (found) =>
        found.equals(dataKey) ? sealed : bad('check-value-differs'),
      );
    });
  };

/** A token that wraps with RFC 3394 what it opened by OAEP would not show that it filled it up: the engine sees the size. */
const showsSize = (from: Version, to: Version): boolean => from.alg === 'A256KW' || from.alg === to.alg;

/** The best way from a version to the new one that the token allows. */
export const pathOf = (from: Version, to: Version, witness: WrappingKey): Path => {
  const alone =
    from.onToken !== null && to.onToken !== null && to.alg !== 'ECDH-ES+A256KW' && showsSize(from, to)
      ? onToken(from.onToken, to.onToken, witness, to.alg)
      : null;
  const move = alone ?? inEngine(from, to);
  return {
    way: alone === null ? 'engine' : 'token',
    move: async (lane, record) => settle(from, await move(lane, record)),
  };
};
