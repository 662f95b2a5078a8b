import { bad, CeremonyError, good, type ErrorCode, type ErrorDetails, type Result } from '../model/error.ts';

/**
 * What a token's return value means to the people in the room. Only what they can mend is here; every other return value
 * is a fault and becomes a thrown `module-failed`. PKCS#11 v2.40, section 5.1.
 */
const meanings: Readonly<Record<string, ErrorCode>> = {
  CKR_DEVICE_REMOVED: 'token-removed',
  CKR_TOKEN_NOT_PRESENT: 'token-removed',
  // OpenSC answers so when a card was taken out of its reader.
  CKR_TOKEN_NOT_RECOGNIZED: 'token-removed',
  CKR_SESSION_HANDLE_INVALID: 'token-removed',
  CKR_SESSION_CLOSED: 'token-removed',
  CKR_DEVICE_MEMORY: 'token-full',
  CKR_TOKEN_WRITE_PROTECTED: 'token-read-only',
  CKR_SESSION_READ_ONLY: 'token-read-only',
  CKR_SESSION_READ_ONLY_EXISTS: 'token-read-only',
  CKR_MECHANISM_INVALID: 'mechanism-missing',
  CKR_FUNCTION_NOT_SUPPORTED: 'mechanism-missing',
  CKR_PIN_INCORRECT: 'pin-wrong',
  CKR_PIN_LOCKED: 'pin-locked',
  CKR_PIN_INVALID: 'pin-invalid',
  CKR_PIN_LEN_RANGE: 'pin-invalid',
  CKR_PIN_TOO_WEAK: 'pin-invalid',
  CKR_USER_PIN_NOT_INITIALIZED: 'token-not-initialised',
  CKR_OBJECT_HANDLE_INVALID: 'object-absent',
  CKR_KEY_HANDLE_INVALID: 'object-absent',
};

/** What tokens say that cannot write and do not know why: SoftHSM on a full or read-only disk, cards with a fault. */
const writeFailed: Readonly<Record<string, ErrorCode>> = {
  CKR_GENERAL_ERROR: 'token-write-failed',
  CKR_FUNCTION_FAILED: 'token-write-failed',
  CKR_DEVICE_ERROR: 'token-write-failed',
};

/** The same return value can mean something narrower in one function. */
const meaningsIn: Readonly<Record<string, Readonly<Record<string, ErrorCode>>>> = {
  // Read-only cards under OpenSC have no write functions at all.
  C_CreateObject: { ...writeFailed, CKR_FUNCTION_NOT_SUPPORTED: 'token-read-only' },
  C_DestroyObject: { ...writeFailed, CKR_FUNCTION_NOT_SUPPORTED: 'token-read-only' },
  C_SetAttributeValue: { ...writeFailed, CKR_FUNCTION_NOT_SUPPORTED: 'token-read-only' },
  C_InitToken: {
    ...writeFailed,
    CKR_FUNCTION_NOT_SUPPORTED: 'initialise-refused',
    // tpm2-pkcs11, of a token that is initialised already.
    CKR_ARGUMENTS_BAD: 'initialise-refused',
  },
  C_InitPIN: writeFailed,
  C_SetPIN: writeFailed,
  C_GenerateKey: writeFailed,
  // A curve, a size or a use that the token has not, whatever its list of mechanisms said.
  C_GenerateKeyPair: {
    ...writeFailed,
    CKR_TEMPLATE_INCONSISTENT: 'mechanism-missing',
    CKR_ATTRIBUTE_VALUE_INVALID: 'mechanism-missing',
    CKR_ATTRIBUTE_TYPE_INVALID: 'mechanism-missing',
    CKR_DOMAIN_PARAMS_INVALID: 'mechanism-missing',
    CKR_CURVE_NOT_SUPPORTED: 'mechanism-missing',
    CKR_KEY_SIZE_RANGE: 'mechanism-missing',
  },
  C_WrapKey: { CKR_KEY_UNEXTRACTABLE: 'key-not-extractable', CKR_KEY_NOT_WRAPPABLE: 'key-not-extractable' },
  // SoftHSM says no more than GENERAL_ERROR of a wrapped key that fails its check.
  C_UnwrapKey: {
    CKR_GENERAL_ERROR: 'ciphertext-invalid',
    CKR_FUNCTION_FAILED: 'ciphertext-invalid',
    CKR_WRAPPED_KEY_INVALID: 'ciphertext-invalid',
    CKR_WRAPPED_KEY_LEN_RANGE: 'ciphertext-invalid',
    CKR_ENCRYPTED_DATA_INVALID: 'ciphertext-invalid',
    CKR_ENCRYPTED_DATA_LEN_RANGE: 'ciphertext-invalid',
    // By its policy, not for what is wrapped.
    CKR_KEY_FUNCTION_NOT_PERMITTED: 'unwrap-refused',
    CKR_ACTION_PROHIBITED: 'unwrap-refused',
    CKR_TEMPLATE_INCONSISTENT: 'unwrap-refused',
    CKR_TEMPLATE_INCOMPLETE: 'unwrap-refused',
    CKR_ATTRIBUTE_VALUE_INVALID: 'unwrap-refused',
  },
  // Of a public point that is not on the curve.
  C_DeriveKey: {
    CKR_GENERAL_ERROR: 'ciphertext-invalid',
    CKR_FUNCTION_FAILED: 'ciphertext-invalid',
    CKR_ARGUMENTS_BAD: 'ciphertext-invalid',
    CKR_DATA_INVALID: 'ciphertext-invalid',
    CKR_DATA_LEN_RANGE: 'ciphertext-invalid',
    CKR_MECHANISM_PARAM_INVALID: 'ciphertext-invalid',
    CKR_PUBLIC_KEY_INVALID: 'ciphertext-invalid',
  },
  // SoftHSM takes OAEP with SHA-1 only, and calls any other hash a bad argument.
  C_DecryptInit: { CKR_ARGUMENTS_BAD: 'mechanism-missing', CKR_MECHANISM_PARAM_INVALID: 'mechanism-missing' },
  C_Decrypt: {
    CKR_GENERAL_ERROR: 'ciphertext-invalid',
    CKR_FUNCTION_FAILED: 'ciphertext-invalid',
    CKR_DATA_INVALID: 'ciphertext-invalid',
    CKR_ENCRYPTED_DATA_INVALID: 'ciphertext-invalid',
    CKR_ENCRYPTED_DATA_LEN_RANGE: 'ciphertext-invalid',
  },
};

/** A Cryptoki function that did not return CKR_OK. Never leaves this folder: `attempt` translates it. */
export class CryptokiError extends Error {
  readonly fn: string;
  /** The return value's name, such as `CKR_PIN_INCORRECT`; what no table names is `CKR_VENDOR_DEFINED`. */
  readonly rv: string;
  readonly value: number;

  constructor(fn: string, rv: string, value: number) {
    super(`${fn} ${rv} 0x${value.toString(16)}`);
    this.name = 'CryptokiError';
    this.fn = fn;
    this.rv = rv;
    this.value = value;
  }
}

/** pkcs11js throws its own error type from some functions and a plain Error from others; both name the value like this. */
const returnValue = /(CKR_\w+)(?::(\d+))?/;

/** Of PKCS#11 v2.40, and without a name in pkcs11js. */
const unnamed: ReadonlyMap<number, string> = new Map([[0x140, 'CKR_CURVE_NOT_SUPPORTED']]);

/** The Cryptoki error in what pkcs11js threw, or null when it was something else. */
export const asCryptokiError = (fn: string, thrown: unknown): CryptokiError | null => {
  if (!(thrown instanceof Error)) return null;
  const match = returnValue.exec(thrown.message);
  if (match === null) return null;
  const [, rv = '', inMessage] = match;
  const own = 'code' in thrown && typeof thrown.code === 'number' ? thrown.code : 0;
  const value = inMessage === undefined ? own : Number(inMessage);
  return new CryptokiError(fn, unnamed.get(value) ?? rv, value);
};

export const meaningOf = (error: CryptokiError): ErrorCode | undefined =>
  meaningsIn[error.fn]?.[error.rv] ?? meanings[error.rv];

/** Something that people can mend, on its way to the `attempt` around it. */
class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** Ends the surrounding `attempt` with this problem. */
export const refuse = (code: ErrorCode, details: ErrorDetails = {}): never => {
  throw new Refusal(code, details);
};

/** The value of a result, or the end of the surrounding `attempt` with its problem. */
export const orRefuse = <T>(result: Result<T>): T =>
  result.ok ? result.value : refuse(result.problem.code, result.problem.details);

const factsOf = (error: CryptokiError): ErrorDetails => ({
  function: error.fn,
  code: `${error.rv}:0x${error.value.toString(16)}`,
});

const fault = (error: CryptokiError): CeremonyError =>
  new CeremonyError('module-failed', factsOf(error), error);

const caught = (error: unknown): ReturnType<typeof bad> => {
  if (error instanceof Refusal) return bad(error.code, error.details);
  if (error instanceof CryptokiError) {
    const code = meaningOf(error);
    if (code !== undefined) return bad(code, factsOf(error));
    throw fault(error);
  }
  throw error;
};

/** Runs token work; what people can mend comes back as a problem, any other failure is thrown as `module-failed`. */
export const attempt = <T>(work: () => T): Result<T> => {
  try {
    return good(work());
  } catch (error) {
    return caught(error);
  }
};

export const attemptAsync = async <T>(work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return good(await work());
  } catch (error) {
    return caught(error);
  }
};

/** Runs module work that has no expected failure: whatever the library refuses is thrown as `module-failed`. */
export const faultless = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw error instanceof CryptokiError ? fault(error) : error;
  }
};
