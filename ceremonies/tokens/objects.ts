import pkcs11js from 'pkcs11js';
import type { Result } from '../model/error.ts';
import { CeremonyError } from '../model/error.ts';
import { sameToken } from '../model/values.ts';
import { CryptokiError, refuse } from './errors.ts';
import { isPresent } from './module.ts';
import { attemptIn, type Session } from './session.ts';
import type { TokenAddress } from './token.ts';

export type ObjectKind = 'private-key' | 'public-key' | 'secret-key' | 'certificate' | 'data';

/** `token`: stays until it is destroyed. `session`: gone with the session that made it, and with a crash. */
export type Lifetime = 'token' | 'session';

/** An object on one token; good in every session to it until the module starts again. */
export type TokenObject<Kind extends ObjectKind = ObjectKind> = {
  readonly kind: Kind;
  readonly token: TokenAddress;
  /** For this folder only. */
  readonly generation: number;
  readonly handle: pkcs11js.Handle;
};

export type ObjectQuery<Kind extends ObjectKind = ObjectKind> = {
  readonly kind: Kind;
  readonly label?: string;
  readonly id?: Uint8Array;
  readonly lifetime?: Lifetime;
};

export const objectClass: Readonly<Record<ObjectKind, number>> = {
  'private-key': pkcs11js.CKO_PRIVATE_KEY,
  'public-key': pkcs11js.CKO_PUBLIC_KEY,
  'secret-key': pkcs11js.CKO_SECRET_KEY,
  certificate: pkcs11js.CKO_CERTIFICATE,
  data: pkcs11js.CKO_DATA,
};

export const objectOf = <Kind extends ObjectKind>(
  session: Session,
  kind: Kind,
  handle: pkcs11js.Handle,
): TokenObject<Kind> => ({ kind, token: session.token, generation: session.module.generation(), handle });

/**
 * The handle of an object, for use in this session. A handle is a mere number that another token, or the next start of
 * the module, may give to something else: throws `token-wrong` for the one, refuses with `token-removed` for the other.
 */
export const handleIn = (session: Session, object: TokenObject): pkcs11js.Handle => {
  if (!sameToken(session.token, object.token)) {
    throw new CeremonyError('token-wrong', { label: session.token.label, serial: session.token.serial });
  }
  if (object.generation !== session.module.generation()) refuse('token-removed', { reason: 'session over' });
  return object.handle;
};

const pageSize = 64;
/** More than any token holds. */
const objectsMax = 100_000;

/** Inside an `attempt`: all objects of a kind that have these attributes. */
export const search = <Kind extends ObjectKind>(
  session: Session,
  kind: Kind,
  attributes: pkcs11js.Template = [],
): readonly TokenObject<Kind>[] =>
  handlesOf(session, [{ type: pkcs11js.CKA_CLASS, value: objectClass[kind] }, ...attributes]).map((handle) =>
    objectOf(session, kind, handle),
  );

const handlesOf = (session: Session, template: pkcs11js.Template): readonly pkcs11js.Handle[] => {
  const { cryptoki } = session.module;
  const handle = session.handle();
  cryptoki.C_FindObjectsInit(handle, template);
  try {
    const found: pkcs11js.Handle[] = [];
    for (;;) {
      const page = cryptoki.C_FindObjects(handle, pageSize);
      // A driver that tells of more than it was asked for has written them where nobody knows.
      if (page.length > pageSize || found.length > objectsMax)
        throw new CeremonyError('module-failed', { function: 'C_FindObjects', objects: page.length });
      found.push(...page);
      if (page.length > 0) continue;
      // SoftHSM finds nothing on a token that is gone; that must not pass for an object that is not there.
      if (found.length === 0 && !isPresent(session.module, session.token)) refuse('token-removed');
      return found;
    }
  } finally {
    cryptoki.C_FindObjectsFinal(handle);
  }
};

const queryAttributes = ({ label, id, lifetime }: ObjectQuery): pkcs11js.Template => [
  ...(label === undefined ? [] : [{ type: pkcs11js.CKA_LABEL, value: label }]),
  ...(id === undefined ? [] : [{ type: pkcs11js.CKA_ID, value: Buffer.from(id) }]),
  ...(lifetime === undefined ? [] : [{ type: pkcs11js.CKA_TOKEN, value: lifetime === 'token' }]),
];

/** All objects of a kind with this label and id; private ones are seen only by a logged-in session. */
export const findObjects = <Kind extends ObjectKind>(
  session: Session,
  query: ObjectQuery<Kind>,
): Result<readonly TokenObject<Kind>[]> =>
  attemptIn(session, () => search(session, query.kind, queryAttributes(query)));

/** How many lasting objects there are, of any class, known here or not; private ones are seen only by a logged-in session. */
export const countObjects = (session: Session): Result<number> =>
  attemptIn(session, () => handlesOf(session, [{ type: pkcs11js.CKA_TOKEN, value: true }]).length);

/** The one object that answers the query. Problems: `object-absent`; `token-ambiguous` when several do. */
export const findObject = <Kind extends ObjectKind>(
  session: Session,
  query: ObjectQuery<Kind>,
): Result<TokenObject<Kind>> =>
  attemptIn(session, () => {
    const [found, second] = search(session, query.kind, queryAttributes(query));
    const details = { kind: query.kind, label: query.label ?? '' };
    if (found === undefined) return refuse('object-absent', details);
    return second === undefined ? found : refuse('token-ambiguous', details);
  });

/** Inside an `attempt`: refuses with `label-present` when a lasting object of this kind has the label. */
export const requireFreeLabel = (session: Session, kind: ObjectKind, label: string): void => {
  if (search(session, kind, queryAttributes({ kind, label, lifetime: 'token' })).length > 0) {
    refuse('label-present', { kind, label });
  }
};

/** Good when no lasting key, public key, or certificate on the token has this label. Problem: `label-present`. */
export const assertLabelFree = (session: Session, label: string): Result<void> =>
  attemptIn(session, () => {
    for (const kind of ['private-key', 'public-key', 'secret-key', 'certificate'] as const) {
      requireFreeLabel(session, kind, label);
    }
  });

const unreadable: ReadonlySet<string> = new Set(['CKR_ATTRIBUTE_TYPE_INVALID', 'CKR_ATTRIBUTE_SENSITIVE']);

/** Inside an `attempt`: one attribute, or null where the object has none or does not give it away. */
export const readAttribute = (session: Session, object: TokenObject, type: number): Buffer | null => {
  const handle = handleIn(session, object);
  try {
    const [attribute] = session.module.cryptoki.C_GetAttributeValue(session.handle(), handle, [{ type }]);
    return attribute?.value ?? null;
  } catch (error) {
    if (error instanceof CryptokiError && unreadable.has(error.rv)) return null;
    throw error;
  }
};

export const readFlag = (session: Session, object: TokenObject, type: number): boolean =>
  readAttribute(session, object, type)?.[0] === 1;

/** CK_ULONG: little-endian where we run, 4 bytes on Windows and 8 elsewhere. */
export const readNumber = (session: Session, object: TokenObject, type: number): number | null => {
  const bytes = readAttribute(session, object, type);
  return bytes === null || bytes.length < 4 ? null : bytes.readUInt32LE(0);
};

/** Label and id of an object, as far as it has them. */
export const readName = (
  session: Session,
  object: TokenObject,
): Result<{ readonly label: string; readonly id: Uint8Array }> =>
  attemptIn(session, () => ({
    label: readAttribute(session, object, pkcs11js.CKA_LABEL)?.toString('utf8') ?? '',
    id: readAttribute(session, object, pkcs11js.CKA_ID) ?? Buffer.alloc(0),
  }));

/**
 * Destroys an object and searches again to show that it is gone. Problems: `object-absent` when it was gone before,
 * `token-read-only`, `token-removed`. Throws `module-failed` when the token says it is destroyed but still shows it.
 */
export const destroyObject = (session: Session, object: TokenObject): Result<void> =>
  attemptIn(session, () => {
    const handle = handleIn(session, object);
    const isThere = () => search(session, object.kind).some((found) => found.handle.equals(handle));
    if (!isThere()) refuse('object-absent', { kind: object.kind });
    session.module.cryptoki.C_DestroyObject(session.handle(), handle);
    if (isThere())
      throw new CeremonyError('module-failed', { function: 'C_DestroyObject', reason: 'still there' });
  });
