import type { Result } from '../model/error.ts';
import { attemptIn, type Session } from './session.ts';

/** Random bytes of the token. They are a secret: the caller wipes the Buffer (it is not from Node's shared pool). */
export const generateRandom = (session: Session, sizeBytes: number): Result<Buffer> =>
  attemptIn(session, () =>
    session.module.cryptoki.C_GenerateRandom(session.handle(), Buffer.alloc(sizeBytes)),
  );
