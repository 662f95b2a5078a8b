import pkcs11js from 'pkcs11js';
import { CeremonyError, type Result } from '../model/error.ts';
import { refuse } from './errors.ts';
import { objectClass, objectOf, readAttribute, search, type TokenObject } from './objects.ts';
import { attemptIn, type Session } from './session.ts';

/** Where a data object is on a token: a lasting, private CKO_DATA, seen by the token's user only. */
export type DataName = { readonly application: string; readonly label: string };

const nameAttributes = ({ application, label }: Partial<DataName>): pkcs11js.Template => [
  { type: pkcs11js.CKA_TOKEN, value: true },
  ...(application === undefined ? [] : [{ type: pkcs11js.CKA_APPLICATION, value: application }]),
  ...(label === undefined ? [] : [{ type: pkcs11js.CKA_LABEL, value: label }]),
];

const create = (session: Session, name: DataName, value: Uint8Array) =>
  session.module.cryptoki.C_CreateObject(session.handle(), [
    { type: pkcs11js.CKA_CLASS, value: objectClass.data },
    { type: pkcs11js.CKA_PRIVATE, value: true },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(value) },
    ...nameAttributes(name),
  ]);

/**
 * Writes bytes to the token, and never over what is there.
 * Problems: `label-present`, `token-full`, `token-read-only`, `token-removed`.
 */
export const writeData = (session: Session, name: DataName, value: Uint8Array): Result<TokenObject<'data'>> =>
  attemptIn(session, () => {
    if (search(session, 'data', nameAttributes(name)).length > 0) {
      return refuse('label-present', { kind: 'data', label: name.label });
    }
    return objectOf(session, 'data', create(session, name, value));
  });

/** The one data object of this name. Problems: `object-absent`, `token-ambiguous` when several have it, `token-removed`. */
export const findData = (session: Session, name: DataName): Result<TokenObject<'data'>> =>
  attemptIn(session, () => {
    const [found, second] = search(session, 'data', nameAttributes(name));
    if (found === undefined) return refuse('object-absent', { kind: 'data', label: name.label });
    return second === undefined ? found : refuse('token-ambiguous', { kind: 'data', label: name.label });
  });

/** Its bytes. Problem: `token-removed`. */
export const readData = (session: Session, object: TokenObject<'data'>): Result<Buffer> =>
  attemptIn(session, () => {
    const value = readAttribute(session, object, pkcs11js.CKA_VALUE);
    if (value === null) throw new CeremonyError('module-failed', { function: 'C_GetAttributeValue' });
    return value;
  });

/** All data objects of an application, with their labels. */
export const listData = (
  session: Session,
  application: string,
): Result<readonly (DataName & { readonly object: TokenObject<'data'> })[]> =>
  attemptIn(session, () =>
    search(session, 'data', nameAttributes({ application })).map((object) => ({
      application,
      label: readAttribute(session, object, pkcs11js.CKA_LABEL)?.toString('utf8') ?? '',
      object,
    })),
  );

const trial: DataName = { application: 'ceremony', label: 'trial' };

/** Writes one byte and destroys it, and what an attempt that was cut off left. */
const tryToStore = (session: Session): Result<boolean> => {
  try {
    return attemptIn(session, () => {
      const { cryptoki } = session.module;
      for (const { handle } of search(session, 'data', nameAttributes(trial)))
        cryptoki.C_DestroyObject(session.handle(), handle);
      cryptoki.C_DestroyObject(session.handle(), create(session, trial, Uint8Array.of(0)));
      return true;
    });
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'module-failed') return { ok: true, value: false };
    throw error;
  }
};

/**
 * Whether this token keeps data objects, found out by trying: what a token says of itself does not tell. Only being taken out is a
 * problem (`token-removed`). Any other refusal means no when it is repeated: a fault that passes is not what a token cannot do.
 */
export const canStoreData = (session: Session): Result<boolean> => {
  if (!session.writable) return { ok: true, value: false };
  const isWithout = (tried: Result<boolean>): boolean =>
    tried.ok ? !tried.value : tried.problem.code !== 'token-removed';
  const first = tryToStore(session);
  const tried = isWithout(first) ? tryToStore(session) : first;
  return isWithout(tried) ? { ok: true, value: false } : tried;
};
