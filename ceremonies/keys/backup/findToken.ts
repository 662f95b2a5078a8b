import type { AnyRecipient } from '../../formats/envelopedData.ts';
import { bad, good, type Result } from '../../model/error.ts';
import type { Pkcs11Module } from '../../tokens/module.ts';
import { withSession } from '../../tokens/session.ts';
import type { TokenInfo } from '../../tokens/token.ts';
import { matchKeys } from './recipients.ts';
import { findPublicFacts } from './tokenKeys.ts';

/** What a token shows without a PIN: that it holds a key which the file names, or keys that might be it; by their labels. */
export type Shown = { readonly holds: 'named' | 'possible' | 'no'; readonly labels: readonly string[] };

/** Looks whether a token shows the key to a file. `certificates` (X.509, DER) as in a bundle. */
export const lookForKey = async (
  module: Pkcs11Module,
  token: TokenInfo,
  recipients: readonly AnyRecipient[],
  certificates: readonly Uint8Array[],
): Promise<Shown> => {
  const facts = await withSession(module, token, { kind: 'none' }, (session) =>
    findPublicFacts(session, certificates),
  );
  if (!facts.ok) return { holds: 'no', labels: [] };
  const match = matchKeys(recipients, facts.value);
  if (!match.ok)
    return { holds: match.problem.code === 'backup-key-unclear' ? 'possible' : 'no', labels: [] };
  const { attempts, named } = match.value;
  // A key shows itself twice: by its public part, and by its certificate.
  const labels = new Set(attempts.map(({ key }) => key.label).filter((label) => label !== ''));
  return { holds: named ? 'named' : 'possible', labels: [...labels] };
};

const namesOf = (tokens: readonly TokenInfo[]): string =>
  tokens.map(({ label, serial }) => `${label} (${serial})`).join(', ');

/**
 * The token to open a file with: the one that is asked for by its label or serial number, else the only one there is, else the
 * only one that shows a key which the file names, or failing that a key which fits.
 * Problems: token-absent, token-ambiguous (`tokens`).
 */
export const findBackupToken = async (
  module: Pkcs11Module,
  wanted: string | undefined,
  recipients: readonly AnyRecipient[],
  certificates: readonly Uint8Array[],
): Promise<Result<TokenInfo>> => {
  const present = module.tokens().filter(({ initialised, userPinSet }) => initialised && userPinSet);
  const candidates =
    wanted === undefined
      ? present
      : present.filter(({ label, serial }) => label === wanted || serial === wanted);
  const [only, second] = candidates;
  if (only === undefined) return bad('token-absent', { label: wanted ?? '', tokens: namesOf(present) });
  if (second === undefined) return good(only);
  if (wanted !== undefined) return bad('token-ambiguous', { tokens: namesOf(candidates) });

  const shown = await Promise.all(
    candidates.map(async (token) => ({
      token,
      what: (await lookForKey(module, token, recipients, certificates)).holds,
    })),
  );
  for (const what of ['named', 'possible'] as const) {
    const [found, another] = shown.filter((each) => each.what === what);
    if (found !== undefined && another === undefined) return good(found.token);
    if (another !== undefined) break;
  }
  return bad('token-ambiguous', { tokens: namesOf(candidates) });
};
