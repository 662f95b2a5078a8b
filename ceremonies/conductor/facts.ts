import type { ModuleFacts } from '../model/event.ts';
import type { PinTries } from '../model/question.ts';
import type { TokenFacts } from '../model/values.ts';
import type { ModuleInfo } from '../tokens/module.ts';
import type { PinState, TokenInfo } from '../tokens/token.ts';

/** The part of a token's description that goes into the transcript. */
export const tokenFacts = (token: TokenInfo): TokenFacts => ({
  label: token.label,
  serial: token.serial,
  manufacturer: token.manufacturer,
  model: token.model,
  hardwareVersion: token.hardwareVersion,
  firmwareVersion: token.firmwareVersion,
  software: token.software,
});

export const moduleFacts = ({
  path,
  sha256,
  manufacturer,
  description,
  libraryVersion,
}: ModuleInfo): ModuleFacts => ({
  path,
  sha256,
  manufacturer,
  description,
  version: libraryVersion,
});

const tries: Readonly<Record<PinState, PinTries>> = {
  ok: 'all',
  'count-low': 'fewer',
  'final-try': 'one',
  locked: 'none',
};

export const pinTries = (token: TokenInfo | undefined): PinTries =>
  token === undefined ? 'all' : tries[token.pinState];
