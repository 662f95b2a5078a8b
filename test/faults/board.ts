import assert from 'node:assert/strict';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** What goes wrong with one call to a token: before the token hears of it, or after it did its work. */
export type TokenFault =
  | {
      readonly kind: 'refused' | 'refused-after' | 'sessions-lost' | 'taken-out';
      readonly value: ReturnValue;
    }
  | { readonly kind: 'dark' | 'dark-after' | 'crash' | 'crash-after' | 'hang' | 'short' | 'long' };

/** Of PKCS#11 v2.40, section 5.1. */
export const returnValues = {
  CKR_HOST_MEMORY: 0x2,
  CKR_GENERAL_ERROR: 0x5,
  CKR_FUNCTION_FAILED: 0x6,
  CKR_DEVICE_ERROR: 0x30,
  CKR_DEVICE_MEMORY: 0x31,
  CKR_DEVICE_REMOVED: 0x32,
  CKR_OBJECT_HANDLE_INVALID: 0x82,
  CKR_SESSION_HANDLE_INVALID: 0xb3,
  CKR_TOKEN_NOT_PRESENT: 0xe0,
  CKR_USER_NOT_LOGGED_IN: 0x101,
} as const;
export type ReturnValue = keyof typeof returnValues;

/** What follows is laid out as in module.c. */
const kinds = [
  'refused',
  'refused-after',
  'sessions-lost',
  'taken-out',
  'dark',
  'dark-after',
  'crash',
  'crash-after',
  'hang',
  'short',
  'long',
] as const satisfies readonly TokenFault['kind'][];

const functions = [
  'C_Initialize',
  'C_Finalize',
  'C_GetInfo',
  'C_GetSlotList',
  'C_GetSlotInfo',
  'C_GetTokenInfo',
  'C_GetMechanismList',
  'C_GetMechanismInfo',
  'C_InitToken',
  'C_OpenSession',
  'C_CloseSession',
  'C_GetSessionInfo',
  'C_Login',
  'C_Logout',
  'C_InitPIN',
  'C_SetPIN',
  'C_CreateObject',
  'C_DestroyObject',
  'C_GetAttributeValue',
  'C_SetAttributeValue',
  'C_FindObjectsInit',
  'C_FindObjects',
  'C_FindObjectsFinal',
  'C_SignInit',
  'C_Sign',
  'C_DecryptInit',
  'C_Decrypt',
  'C_GenerateKey',
  'C_GenerateKeyPair',
  'C_WrapKey',
  'C_UnwrapKey',
  'C_DeriveKey',
  'C_GenerateRandom',
] as const;
export type FunctionName = (typeof functions)[number];

const word = 4;
/** Where each number stands: what was counted, what is so now, and the calls that are to go wrong. */
const at = {
  calls: 0,
  dark: word,
  takenOut: 2 * word,
  hanging: 3 * word,
  struck: 4 * word,
  plans: 5 * word,
  trace: 85 * word,
};
const plansMax = 16;
/** The last place is kept for what goes wrong `besides`. */
const plannedMax = plansMax - 1;
const wordsOfPlan = 5;
const traceMax = 1 << 20;

/** The nth call from here on goes wrong, from 1. `called`: the nth call of this function. */
export type PlannedCall = {
  readonly nth: number;
  readonly fault: TokenFault;
  readonly called?: FunctionName | undefined;
};

/** The file in shared memory on which the module counts its calls and finds which of them go wrong. */
export type Board = {
  readonly path: string;
  /** How many calls there were since the last `clear`. */
  readonly calls: () => number;
  /** The functions that were called, from the first since the last `clear`. */
  readonly trace: () => readonly FunctionName[];
  /** Nothing goes wrong from here on, and calls are counted anew. */
  readonly clear: () => void;
  /** These calls go wrong, at most fifteen; whatever was planned before and has not struck does not. */
  readonly plan: (planned: readonly PlannedCall[]) => void;
  /** A call that goes wrong because the ceremony that is played is so, and that is no fault of the walk; null: none does any more. */
  readonly besides: (planned: PlannedCall | null) => void;
  /** Which of those that were planned last have struck, by their place in the list. */
  readonly strikes: () => readonly number[];
  /** How many faults have struck since the last `clear`. */
  readonly struck: () => number;
  /** A call does not come back. */
  readonly isHanging: () => boolean;
  /** The power is off: no token and no file does anything any more. */
  readonly isDark: () => boolean;
  readonly goDark: () => void;
  /** Somebody puts the token back that was taken out. */
  readonly putBack: () => void;
};

/** `mode`: a new one, or that of another process. */
export const openBoard = (path: string, mode: 'create' | 'share' = 'create'): Board => {
  const file = openSync(path, mode === 'create' ? 'w+' : 'r+');
  if (mode === 'create') writeSync(file, Buffer.alloc(1), 0, 1, at.trace + traceMax - 1);
  process.once('exit', () => closeSync(file));

  const read = (position: number): number => {
    const bytes = Buffer.alloc(word);
    readSync(file, bytes, 0, word, position);
    return bytes.readUInt32LE();
  };
  const write = (position: number, values: readonly number[]): void => {
    const bytes = Buffer.alloc(values.length * word);
    values.forEach((value, index) => bytes.writeUInt32LE(value, index * word));
    writeSync(file, bytes, 0, bytes.length, position);
  };

  return {
    path,
    calls: () => read(at.calls),
    trace: () => {
      const bytes = Buffer.alloc(Math.min(read(at.calls), traceMax));
      readSync(file, bytes, 0, bytes.length, at.trace);
      return [...bytes].flatMap((number) => functions[number - 1] ?? []);
    },
    clear: () =>
      write(
        at.calls,
        Array.from({ length: at.trace / word }, () => 0),
      ),
    plan: (planned) => {
      assert.ok(planned.length <= plannedMax);
      const calls = read(at.calls);
      const none = Array.from({ length: (plannedMax - planned.length) * wordsOfPlan }, () => 0);
      write(at.plans, [...planned.flatMap((each) => planOf(each, calls)), ...none]);
    },
    besides: (planned) =>
      write(
        at.plans + plannedMax * wordsOfPlan * word,
        planned === null ? Array.from({ length: wordsOfPlan }, () => 0) : planOf(planned, read(at.calls)),
      ),
    strikes: () =>
      Array.from({ length: plannedMax }, (_, index) => index).filter(
        (index) => read(at.plans + (index * wordsOfPlan + wordsOfPlan - 1) * word) !== 0,
      ),
    struck: () => read(at.struck),
    isHanging: () => read(at.hanging) !== 0,
    isDark: () => read(at.dark) !== 0,
    goDark: () => write(at.dark, [1]),
    putBack: () => write(at.takenOut, [0]),
  };
};

const planOf = ({ nth, fault, called }: PlannedCall, calls: number): readonly number[] => [
  called === undefined ? calls + nth : nth,
  kinds.indexOf(fault.kind) + 1,
  valueOf(fault),
  called === undefined ? 0 : functions.indexOf(called) + 1,
  0,
];

const valueOf = (fault: TokenFault): number => ('value' in fault ? returnValues[fault.value] : 0);
