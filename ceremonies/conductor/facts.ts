import type { ModuleFacts } from '../model/event.ts';
import type { PinTries } from '../model/question.ts';
import type { ModuleInfo } from '../tokens/module.ts';
import type { PinState, TokenInfo } from '../tokens/token.ts';

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
