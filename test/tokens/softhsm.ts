import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { ErrorCode, Result } from '../../ceremonies/model/error.ts';
import { initialiseToken } from '../../ceremonies/tokens/initialise.ts';
import { openModule, type Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { openSession, type Session } from '../../ceremonies/tokens/session.ts';
import { findSoftHsm, useSoftHsmDirectory } from '../../ceremonies/tokens/softhsm.ts';
import type { TokenAddress, TokenInfo } from '../../ceremonies/tokens/token.ts';

export const soPin = 'so-87654321';
export const userPin = '12345678';

export type Room = {
  readonly directory: string;
  readonly tokensDirectory: string;
  readonly module: Pkcs11Module;
  /** Makes a token with the PINs above. */
  readonly makeToken: (label: string) => TokenInfo;
  /** A session of the token's user, closed with the room. */
  readonly login: (address: TokenAddress) => Session;
};

/** The value of a result that must be good. */
export const value = <T>(result: Result<T>): T => {
  assert.ok(result.ok, result.ok ? '' : `${result.problem.code} ${JSON.stringify(result.problem.details)}`);
  return result.value;
};

/** Asserts that a result is the problem with this code, and returns its details. */
export const problem = (result: Result<unknown>, code: ErrorCode) => {
  assert.ok(!result.ok, `expected ${code}`);
  assert.equal(result.problem.code, code);
  return result.problem.details;
};

export const softHsmLibrary = (): string => {
  const path = findSoftHsm();
  assert.ok(path !== null, 'these tests need SoftHSM2 (Debian: softhsm2)');
  return path;
};

/** A temporary SoftHSM2 of its own, gone after the test file. A test file can have one: its module is per process. */
export const makeRoom = (): Room => {
  const directory = mkdtempSync(join(tmpdir(), 'softhsm-'));
  const { tokens } = useSoftHsmDirectory(directory);
  const module = openModule(softHsmLibrary());
  after(() => {
    module.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    directory,
    tokensDirectory: tokens,
    module,
    makeToken: (label) => value(initialiseToken(module, { kind: 'blank' }, { label, soPin, userPin })),
    login: (address) => value(openSession(module, address, { kind: 'user', pin: userPin })),
  };
};
