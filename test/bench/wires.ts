import { open, type FileHandle } from 'node:fs/promises';
import pkcs11js from 'pkcs11js';
import type { Ledger } from './ledger.ts';

type Call = (...args: readonly unknown[]) => unknown;
const isCall = (value: unknown): value is Call => typeof value === 'function';

const noteMethod = (ledger: Ledger, kind: 'pkcs11' | 'disk', target: object, name: string): void => {
  const method: unknown = Reflect.get(target, name);
  if (!isCall(method)) return;
  Reflect.set(target, name, function (this: unknown, ...args: readonly unknown[]): unknown {
    return ledger.note(kind, name, () => Reflect.apply(method, this, args));
  });
};

/** Some calls are methods of pkcs11js's own, which no enumeration shows. */
const methodNames = (object: object | null): ReadonlySet<string> =>
  object === null || object === Object.prototype
    ? new Set()
    : new Set([...Object.getOwnPropertyNames(object), ...methodNames(prototypeOf(object))]);

const prototypeOf = (object: object): object | null => {
  const prototype: unknown = Object.getPrototypeOf(object);
  return typeof prototype === 'object' ? prototype : null;
};

/** Every call into the library, below everything of ours: also those that only look which tokens are there. */
export const notePkcs11 = (ledger: Ledger): void => {
  const { PKCS11 } = pkcs11js;
  class Noted extends PKCS11 {
    constructor() {
      super();
      for (const name of methodNames(this))
        if (name.startsWith('C_')) noteMethod(ledger, 'pkcs11', this, name);
    }
  }
  Reflect.set(pkcs11js, 'PKCS11', Noted);
};

const diskCalls = [
  'write',
  'writeFile',
  'sync',
  'datasync',
  'truncate',
] as const satisfies readonly (keyof FileHandle)[];

/** Whatever the engine writes and makes durable: the journal, the reports, the bundle, and their directories. */
export const noteDisk = async (ledger: Ledger): Promise<void> => {
  const handle = await open('.', 'r');
  const prototype: unknown = Object.getPrototypeOf(handle);
  await handle.close();
  if (typeof prototype !== 'object' || prototype === null) throw new Error('no file handles');
  for (const name of diskCalls) noteMethod(ledger, 'disk', prototype, name);
};
