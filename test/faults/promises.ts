import { createPrivateKey, createPublicKey } from 'node:crypto';
import { openingCard } from '../../ceremonies/conductor/shares.ts';
import { playsHsm, rehearsalPins } from '../../ceremonies/conductor/rehearsalRoom.ts';
import { fromBase64 } from '../../ceremonies/formats/bytes.ts';
import { parseCertificate } from '../../ceremonies/formats/certificate.ts';
import { aesCheckValue } from '../../ceremonies/keys/checkValue.ts';
import { unwrapKey } from '../../ceremonies/keys/keyWrap.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { KeyVersion, Register, ShareSetRecord } from '../../ceremonies/model/register.ts';
import { sameToken } from '../../ceremonies/model/values.ts';
import type { Secret } from '../../ceremonies/secrets/secret.ts';
import { combineShares } from '../../ceremonies/shares/combine.ts';
import { recoveryKeyCommitment } from '../../ceremonies/shares/commitment.ts';
import { openSealedShare } from '../../ceremonies/shares/seal.ts';
import { readPairs } from '../../ceremonies/tokens/cards.ts';
import { findData, readData } from '../../ceremonies/tokens/dataObjects.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { findObjects, readName, type ObjectKind } from '../../ceremonies/tokens/objects.ts';
import { openSession, type Session } from '../../ceremonies/tokens/session.ts';
import type { TokenAddress, TokenInfo } from '../../ceremonies/tokens/token.ts';
import { value } from '../tokens/softhsm.ts';

/** The room at the end of a ceremony, and the register that says what must be in it. */
export type End = {
  readonly module: Pkcs11Module;
  readonly register: Pick<Register, 'ceremony' | 'domain' | 'keys' | 'shareSets'>;
  readonly pins: ReadonlyMap<ParticipantId, string>;
  /** The cards of those who took part. */
  readonly cards: readonly TokenAddress[];
  /** What was broken before everybody's eyes: a card that is here no more. */
  readonly broken: readonly TokenAddress[];
  /** Cards that others took the place of, and that a share may lie on, as everybody was told. */
  readonly lost: readonly TokenAddress[];
};

/**
 * What a ceremony promised and did not keep, each in a few words; nothing when all is well. Looked at with as little of the
 * conductor as can be: every object on every token against the register, and every share set that is called live put together from
 * the cards, its recovery key compared with its commitment, and the keys unwrapped under it, in software.
 */
export const brokenPromises = async (end: End): Promise<readonly string[]> => {
  const objects = end.module
    .tokens()
    .filter((token) => token.initialised && !end.broken.some((card) => sameToken(card, token)))
    .flatMap((token) => strayObjects(end, token));
  const live = end.register.shareSets.filter(({ state }) => state === 'live');
  const sets = await Promise.all(live.map((set) => deadSet(end, set)));
  return [...objects, ...sets.flat()];
};

/** What a register promises, without what differs from one run to the next. */
export const summaryOf = ({ keys, shareSets, dataSets }: Register): unknown => ({
  keys: keys.map(({ label, versions }) => ({
    label,
    versions: versions.map(({ version, state, wrapped, hsms }) => ({
      version,
      state,
      isWrapped: wrapped !== null,
      hsms: hsms.map(({ removed }) => removed !== null),
    })),
  })),
  // A set that a power cut made void is told of, and promises nothing.
  live: shareSets
    .filter(({ state }) => state === 'live')
    .map(({ threshold, count, keys: opened, shares }) => ({
      threshold,
      count,
      opened,
      shares: shares.map(({ holder, bag, proven, destroyed }) => ({
        holder: holder?.name,
        bag,
        isProven: proven !== null,
        destroyed: destroyed.map(({ medium }) => medium),
      })),
    })),
  dataSets: dataSets.map(({ name, label, version, count }) => ({ name, label, version, count })),
});

const kinds = [
  'private-key',
  'public-key',
  'secret-key',
  'certificate',
  'data',
] as const satisfies readonly ObjectKind[];

const contentOf = (session: Session): readonly string[] =>
  kinds
    .flatMap((kind) =>
      value(findObjects(session, { kind })).map(
        (object) => `${kind} ${value(readName(session, object)).label}`,
      ),
    )
    .sort();

const pinsOf = ({ pins }: End, token: TokenInfo): readonly string[] =>
  playsHsm(token)
    ? [rehearsalPins.hsm]
    : [...new Set([...pins.values(), rehearsalPins.card, rehearsalPins.transport])];

const logIn = (end: End, token: TokenInfo): Session | null => {
  for (const pin of pinsOf(end, token)) {
    const session = openSession(end.module, token, { kind: 'user', pin });
    if (session.ok) return session.value;
  }
  return null;
};

const strayObjects = (end: End, token: TokenInfo): readonly string[] => {
  const name = `${token.label} ${token.serial}`;
  const session = logIn(end, token);
  // A card whose making was cut off has no PIN yet, and nothing on it.
  if (session === null) return token.userPinSet ? [`${name}: no PIN opens it`] : [];
  const content = contentOf(session);
  session.close();
  const isLost = end.lost.some((card) => sameToken(card, token));
  const found = content.filter((object) => !isLost || !isOwnShare(end.register, object));
  const wanted = contentWanted(end, token, found);
  return [
    ...without(found, wanted).map((object) => `${name}: stray ${object}`),
    ...without(wanted, found).map((object) => `${name}: no ${object}`),
  ];
};

/** What is in one list and not in the other, as often as it is there too often. */
const without = (list: readonly string[], other: readonly string[]): readonly string[] => {
  const left = [...other];
  return list.filter((each) => {
    const at = left.indexOf(each);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
};

const ceremonyKey = ['private-key', 'public-key', 'certificate'].map((kind) => `${kind} embassy-ceremony`);
const cardKeys = [
  'private-key signing',
  'public-key signing',
  'certificate signing',
  'private-key sealing',
  'public-key sealing',
];

const contentWanted = (end: End, token: TokenInfo, found: readonly string[]): readonly string[] => {
  if (playsHsm(token)) {
    const isUsed = found.length > 0;
    return [...(isUsed ? ceremonyKey : []), ...keysOn(end.register, token)];
  }
  const shares = sharesOn(end.register, token);
  const isSomebodys = shares.length > 0 || end.cards.some((card) => sameToken(card, token));
  // One that was made ready for somebody who then took another, or half-way, has keys, and nothing that anybody promised.
  return [...cardKeys.filter((key) => isSomebodys || found.includes(key)), ...shares];
};

const keysOn = ({ keys }: End['register'], token: TokenInfo): readonly string[] =>
  keys.flatMap(({ label, versions }) =>
    versions
      .filter(({ hsms }) => hsms.some((hsm) => hsm.removed === null && sameToken(hsm.token, token)))
      .flatMap(({ version, algorithm }) =>
        (algorithm === 'aes256' ? ['secret-key'] : ['private-key', 'public-key']).map(
          (kind) => `${kind} ${label}.v${version}`,
        ),
      ),
  );

/**
 * A share of a set that this ceremony began and gave up has no business on any card. One that it ended, made in an earlier
 * ceremony, stays where it is until its holder hands it in, as the register says.
 */
const sharesOn = ({ shareSets, ceremony }: End['register'], token: TokenInfo): readonly string[] =>
  shareSets
    .filter((set) => set.state === 'live' || set.ceremony !== ceremony)
    .flatMap(({ set, shares }) =>
      shares
        .filter(
          ({ holder, destroyed }) =>
            holder !== null &&
            sameToken(holder.card, token) &&
            !destroyed.some(({ medium }) => medium !== 'sheet'),
        )
        .map(({ index }) => `data share ${set} ${index}`),
    );

/** A share that was put on a card in this ceremony. */
const isOwnShare = ({ shareSets, ceremony }: End['register'], object: string): boolean =>
  shareSets.some((set) => set.ceremony === ceremony && object.startsWith(`data share ${set.set} `));

const deadSet = async (end: End, set: ShareSetRecord): Promise<readonly string[]> => {
  const name = `share set ${set.set}`;
  const bodies = (await Promise.all(set.shares.map((share) => bodyOf(end, set, share)))).filter(
    (body) => body !== null,
  );
  if (bodies.length < set.threshold)
    return [`${name}: ${bodies.length} shares of ${set.threshold} can be read`];
  const quorums = [bodies.slice(0, set.threshold), bodies.slice(-set.threshold)];
  return quorums.flatMap((quorum) => {
    const recoveryKey = combineShares(quorum);
    const isIt = recoveryKeyCommitment(end.register.domain, recoveryKey) === set.recoveryKeyCommitment;
    return isIt ? deadKeys(end.register, set, recoveryKey) : [`${name}: another recovery key`];
  });
};

const bodyOf = async (
  end: End,
  { set }: ShareSetRecord,
  { index, holder, destroyed }: ShareSetRecord['shares'][number],
): Promise<Secret | null> => {
  const token = end.module.tokens().find((each) => holder !== null && sameToken(each, holder.card));
  const session = token === undefined || destroyed.length > 0 ? null : logIn(end, token);
  if (session === null) return null;
  try {
    const { signing, sealing } = value(readPairs(session));
    const object = findData(session, { application: 'embassy-key-ceremony', label: `share ${set} ${index}` });
    if (!object.ok || signing === null || sealing === null) return null;
    const sealed = value(readData(session, object.value));
    const card = await openingCard({ session, signing, card: { signing, sealing }, pin: '' }, sealing);
    return value(await openSealedShare(sealed, card)).body;
  } finally {
    session.close();
  }
};

const deadKeys = (
  { keys }: End['register'],
  { set }: ShareSetRecord,
  recoveryKey: Secret,
): readonly string[] =>
  keys.flatMap(({ label, versions }) =>
    versions
      .filter((version) => version.set === set && version.wrapped !== null)
      .filter((version) => !opens(recoveryKey, version))
      .map(({ version }) => `share set ${set}: does not open ${label} v${version}`),
  );

const opens = (recoveryKey: Secret, { algorithm, wrapped, certificate, checkValue }: KeyVersion): boolean => {
  const key = unwrapKey(recoveryKey, fromBase64(wrapped ?? ''));
  if (!key.ok) return false;
  if (algorithm === 'aes256') return aesCheckValue(key.value) === checkValue;
  const spki = key.value.use((der) =>
    createPublicKey(createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })).export({
      format: 'der',
      type: 'spki',
    }),
  );
  return spki.equals(value(parseCertificate(fromBase64(certificate ?? ''))).spki);
};
