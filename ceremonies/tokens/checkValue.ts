import pkcs11js from 'pkcs11js';
import type { Result } from '../model/error.ts';
import { handleIn, type TokenObject } from './objects.ts';
import { attemptAsyncIn, type Session } from './session.ts';

const blockSizeBytes = 16;

/**
 * The AES-CMAC (SP 800-38B) of one block of zeros, whole: 16 bytes; a key check value is its first 3 (or 5). The key needs
 * the use `sign`. Problems: `mechanism-missing`, `token-removed`.
 */
export const aesCheckValue = (session: Session, key: TokenObject<'secret-key'>): Promise<Result<Buffer>> =>
  attemptAsyncIn(session, async () => {
    const { cryptoki } = session.module;
    cryptoki.C_SignInit(session.handle(), { mechanism: pkcs11js.CKM_AES_CMAC }, handleIn(session, key));
    return cryptoki.C_SignAsync(session.handle(), Buffer.alloc(blockSizeBytes), Buffer.alloc(blockSizeBytes));
  });
