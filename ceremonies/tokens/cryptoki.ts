import type pkcs11js from 'pkcs11js';
import { asCryptokiError } from './errors.ts';

/** A loaded library whose every failure is a CryptokiError naming its function. */
export type Cryptoki = {
  readonly api: pkcs11js.PKCS11;
  /** Calls that run on another thread at this moment. */
  readonly pendingCalls: () => number;
};

/** Puts the function's name to each error, and counts what is under way; the API stays pkcs11js's own. */
export const watchedCryptoki = (library: pkcs11js.PKCS11): Cryptoki => {
  let pending = 0;

  const rethrow = (name: string, error: unknown): never => {
    throw asCryptokiError(name.replace(/Async$/, ''), error) ?? error;
  };

  const watch = (name: string, fn: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]): unknown => {
      try {
        const result: unknown = Reflect.apply(fn, library, args);
        if (!(result instanceof Promise)) return result;
        pending += 1;
        // `args` stays in this closure until then: the worker thread reads its buffers by address.
        return result
          .catch((error: unknown) => rethrow(name, error))
          .finally(() => {
            pending -= 1;
            args.length = 0;
          });
      } catch (error) {
        return rethrow(name, error);
      }
    };
  };

  const isFunction = (value: unknown): value is (...args: unknown[]) => unknown =>
    typeof value === 'function';

  /** Made once: some work calls one function a million times. */
  const watched = new Map<string, (...args: unknown[]) => unknown>();

  const api = new Proxy(library, {
    get: (target, name) => {
      const known = typeof name === 'string' ? watched.get(name) : undefined;
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name);
      if (typeof name !== 'string' || !isFunction(value)) return value;
      const made = watch(name, value);
      watched.set(name, made);
      return made;
    },
  });
  return { api, pendingCalls: () => pending };
};
