import type { Unlock } from '../shares/seal.ts';
import { agree } from '../tokens/agree.ts';
import { decryptOaep } from '../tokens/decrypt.ts';
import type { TokenObject } from '../tokens/objects.ts';
import type { Session } from '../tokens/session.ts';

/** The private half of a seal, as a token performs it. `pin` for keys that want it at each use. */
export const unlockWith = (
  session: Session,
  key: TokenObject<'private-key'>,
  kind: Unlock['kind'],
  pin?: string,
): Unlock =>
  kind === 'key-transport'
    ? { kind, decryptOaep: (hash, ciphertext) => decryptOaep(session, key, hash, ciphertext, pin) }
    : { kind, agree: (point) => agree(session, key, point) };
