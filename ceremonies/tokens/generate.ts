import pkcs11js from 'pkcs11js';
import { bad, good, type ErrorCode, type Result } from '../model/error.ts';
import {
  guardAttributes,
  nameAttributes,
  pairRecipes,
  usageAttributes,
  type KeyPairAlgorithm,
  type KeySpec,
} from './keyTypes.ts';
import { objectClass, objectOf, requireFreeLabel, type TokenObject } from './objects.ts';
import { attemptAsyncIn, type Session } from './session.ts';

export type KeyPair = {
  readonly privateKey: TokenObject<'private-key'>;
  readonly publicKey: TokenObject<'public-key'>;
};

/**
 * What the template of the public half says of its use. `every`: each use, granted or denied. `none`: nothing, for a token whose
 * keys cannot be told apart by use; the private half is still told what it may do.
 */
type PublicUses = 'every' | 'none';

/**
 * Makes a key pair on the token. RSA takes seconds; the event loop goes on. One operation at a time in a session.
 * Problems: `label-present` (lasting keys only), `mechanism-missing`, `token-full`, `token-read-only`, `token-removed`.
 */
export const generateKeyPair = (
  session: Session,
  algorithm: KeyPairAlgorithm,
  spec: KeySpec,
  publicUses: PublicUses = 'every',
): Promise<Result<KeyPair>> =>
  attemptAsyncIn(session, async () => {
    if (spec.lifetime === 'token') {
      requireFreeLabel(session, 'private-key', spec.label);
      requireFreeLabel(session, 'public-key', spec.label);
    }
    const { mechanism, keyType, parameters } = pairRecipes[algorithm];
    const pair = await session.module.cryptoki.C_GenerateKeyPairAsync(
      session.handle(),
      { mechanism },
      [
        { type: pkcs11js.CKA_CLASS, value: objectClass['public-key'] },
        { type: pkcs11js.CKA_KEY_TYPE, value: keyType },
        { type: pkcs11js.CKA_PRIVATE, value: false },
        ...nameAttributes(spec),
        ...(publicUses === 'every' ? usageAttributes('public-key', spec.uses) : []),
        ...parameters,
      ],
      [
        { type: pkcs11js.CKA_CLASS, value: objectClass['private-key'] },
        { type: pkcs11js.CKA_KEY_TYPE, value: keyType },
        ...nameAttributes(spec),
        ...guardAttributes(spec.extractable),
        ...usageAttributes('private-key', spec.uses),
      ],
    );
    return {
      privateKey: objectOf(session, 'private-key', pair.privateKey),
      publicKey: objectOf(session, 'public-key', pair.publicKey),
    };
  });

/** What a token answers that could make the pair another way; a fault that stays is met again there. */
const goOn: ReadonlySet<ErrorCode> = new Set(['mechanism-missing', 'token-write-failed']);

/**
 * Makes a key pair of the first of these kinds that the token makes when it comes to it. Some list a mechanism with curves or sizes
 * that they refuse; and tpm2-pkcs11 takes `verify` for `decrypt` and `encrypt` for `sign`, so that it refuses every template which
 * grants one of them only. Problems as for `generateKeyPair`, of the kind that was tried first.
 */
export const generateFirstOf = async (
  session: Session,
  algorithms: readonly KeyPairAlgorithm[],
  specFor: (algorithm: KeyPairAlgorithm) => KeySpec,
): Promise<Result<KeyPair & { readonly algorithm: KeyPairAlgorithm }>> => {
  let refused: Result<never> | null = null;
  for (const algorithm of algorithms)
    for (const publicUses of ['every', 'none'] as const) {
      const pair = await generateKeyPair(session, algorithm, specFor(algorithm), publicUses);
      if (pair.ok) return good({ ...pair.value, algorithm });
      if (!goOn.has(pair.problem.code)) return pair;
      refused ??= pair;
    }
  return refused ?? bad('mechanism-missing');
};

/** Makes an AES key of 16 or 32 bytes on the token. Problems as for `generateKeyPair`. */
export const generateAesKey = (
  session: Session,
  sizeBytes: 16 | 32,
  spec: KeySpec,
): Promise<Result<TokenObject<'secret-key'>>> =>
  attemptAsyncIn(session, async () => {
    if (spec.lifetime === 'token') requireFreeLabel(session, 'secret-key', spec.label);
    const handle = await session.module.cryptoki.C_GenerateKeyAsync(
      session.handle(),
      { mechanism: pkcs11js.CKM_AES_KEY_GEN },
      [
        { type: pkcs11js.CKA_CLASS, value: objectClass['secret-key'] },
        { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
        { type: pkcs11js.CKA_VALUE_LEN, value: sizeBytes },
        ...nameAttributes(spec),
        ...guardAttributes(spec.extractable),
        ...usageAttributes('secret-key', spec.uses),
      ],
    );
    return objectOf(session, 'secret-key', handle);
  });
