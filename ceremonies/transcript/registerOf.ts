import { splitOf } from '../model/ceremonyPlan.ts';
import type { ErrorCode } from '../model/error.ts';
import {
  registerFormat,
  type DataSetRecord,
  type Holder,
  type KeyVersion,
  type Register,
  type ShareRecord,
  type ShareSetRecord,
} from '../model/register.ts';
import { wentWith } from '../model/remembered.ts';
import type { KeyName } from '../model/script.ts';
import {
  currentSet,
  hsmLossOf,
  keyStateOf,
  knownCardsOf,
  participantOf,
  presentedSetsOf,
  rememberedOf,
  sameKey,
  type EmbassyKey,
  type RecoverySet,
  type State,
  type StoredShare,
} from '../model/state.ts';
import { sameToken } from '../model/values.ts';
import { sharesOnCard, type ShareOnCard } from '../model/whereabouts.ts';

/**
 * The key register after a ceremony: the one it continued from, and what it added. A function of the transcript
 * alone, the same before and after `transcript-closed`, so that the closing event can carry its digest.
 */
export const registerOf = (state: State): Register => {
  const before = state.previousBundle?.register;
  const gone = goneWithCards(state);
  return {
    format: registerFormat,
    domain: state.script.parameters.domain,
    embassy: state.script.parameters.embassy,
    ceremony: state.ceremony,
    previousBundle: state.previousBundle?.sha256 ?? null,
    history: historyOf(state),
    keys: keysAfter(state, before?.keys ?? []),
    shareSets: [
      ...(before?.shareSets ?? []).map((set) => ended(state, withShares(state, set, gone))),
      ...state.sets.map((set) => shareSetOf(state, set)),
    ],
    dataSets: dataSetsAfter(state, before?.dataSets ?? []),
  };
};

const historyOf = ({ previousBundle }: State): Register['history'] => {
  if (previousBundle === null) return [];
  const { sha256: bundle, ceremony, made, register } = previousBundle;
  return [...register.history, { bundle, ceremony, ...made }];
};

type Occasion = { readonly at: string; readonly ceremony: string };
const occasion = ({ ceremony }: State, at: string): Occasion => ({ at, ceremony });

const keysAfter = (state: State, before: Register['keys']): Register['keys'] => {
  const added = state.keys.flatMap((key) => {
    const version = key.origin === 'generated' ? newVersion(state, key) : null;
    return version === null ? [] : [{ label: key.label, version }];
  });
  const labels = [...new Set([...before, ...added].map(({ label }) => label))];
  return labels.map((label) => ({
    label,
    versions: [
      ...(before.find((key) => key.label === label)?.versions ?? []).map((version) =>
        continued(state, label, version),
      ),
      ...added.filter((key) => key.label === label).map(({ version }) => version),
    ],
  }));
};

/** What wraps a key from now on: the recovery key of this ceremony, once every quorum of it is proved. */
const wrappingOf = (
  state: State,
  key: KeyName,
): { readonly wrapped: string; readonly set: string } | null => {
  const set = currentSet(state);
  const wrapped = set?.wrapped.find((each) => sameKey(each, key))?.wrapped;
  return set?.state === 'proved' && wrapped !== undefined ? { wrapped, set: set.set } : null;
};

/** A key that no proved share set guards is not in the register: nobody could ever rebuild it. */
const newVersion = (state: State, key: EmbassyKey): KeyVersion | null => {
  const wrapping = wrappingOf(state, key);
  if (wrapping === null || key.canary === null) return null;
  const { version, algorithm, checkValue, certificate, canary, token, madeAt } = key;
  return {
    version,
    algorithm,
    state: keyStateOf(state, key) ?? 'pre-activation',
    transitions: transitionsOf(state, key),
    checkValue,
    certificate,
    ...wrapping,
    canary,
    hsms: withoutLost(state, [{ token, ...occasion(state, madeAt), removed: null }]),
  };
};

const transitionsOf = (state: State, name: KeyName): KeyVersion['transitions'] =>
  state.transitions
    .filter((each) => sameKey(each, name))
    .map(({ state: next, at, reason }) => ({ state: next, ...occasion(state, at), reason }));

/** A version of the register before: what it became, where it was put or destroyed, and how it is wrapped now. */
const continued = (state: State, label: string, version: KeyVersion): KeyVersion => {
  const name = { label, version: version.version };
  const restored = state.keys.find((key) => sameKey(key, name));
  const now = keyStateOf(state, name) ?? version.state;
  return {
    ...version,
    ...(restored === undefined ? {} : wrappingOf(state, restored)),
    ...(now === 'destroyed' ? { wrapped: null } : {}),
    state: now,
    transitions: [...version.transitions, ...transitionsOf(state, name)],
    hsms: withoutLost(state, [
      ...withoutRemembered(state, name, hsmsAfterwards(state, name, version)),
      ...(restored === undefined
        ? []
        : [{ token: restored.token, ...occasion(state, restored.madeAt), removed: null }]),
    ]),
  };
};

/** Whatever was on the HSM of this ceremony went with it, if two people closed the ceremony without it. */
const withoutLost = (state: State, hsms: KeyVersion['hsms']): KeyVersion['hsms'] => {
  const { hsm } = state;
  const loss = hsmLossOf(state);
  if (hsm === null || loss === null) return hsms;
  return hsms.map((each) =>
    each.removed === null && sameToken(each.token, hsm.token)
      ? { ...each, removed: { way: 'lost', ...occasion(state, loss.at) } }
      : each,
  );
};

/**
 * What was on an HSM that was lost at a ceremony that was given up is on record as lost from now on; unless that HSM is here again. A
 * version that is destroyed here waits until the next time: who destroys it says by themselves which of its HSMs exist no more.
 */
const withoutRemembered = (state: State, name: KeyName, hsms: KeyVersion['hsms']): KeyVersion['hsms'] => {
  if (state.destroyed.keys.some((key) => sameKey(key, name))) return hsms;
  const losses = rememberedOf(state, 'hsm-lost').filter(
    (loss) => state.hsm === null || !sameToken(state.hsm.token, loss),
  );
  return hsms.map((each) =>
    losses.some((loss) => wentWith(loss, each))
      ? { ...each, removed: { way: 'lost', ...occasion(state, state.openedAt) } }
      : each,
  );
};

/**
 * It is gone from the HSM where it was destroyed, and from those that exist no more, as two people said. One that was lost and found
 * stands there once more.
 */
const hsmsAfterwards = (state: State, name: KeyName, { hsms }: KeyVersion): KeyVersion['hsms'] => {
  const destroyed = state.destroyed.keys.find((key) => sameKey(key, name));
  if (destroyed === undefined) return hsms;
  const target = state.script.kind === 'destroy' ? state.script.parameters.target : null;
  const lost = target?.kind === 'key' ? (target.lostHsms ?? []) : [];
  const when = occasion(state, destroyed.at);
  const isFound = target?.kind === 'key' && target.foundHsm !== undefined;
  const found = isFound
    ? [{ token: destroyed.token, ...when, removed: { way: 'destroyed' as const, ...when } }]
    : [];
  const others = hsms.map((hsm): (typeof hsms)[number] => {
    if (hsm.removed !== null) return hsm;
    if (sameToken(hsm.token, destroyed.token)) return { ...hsm, removed: { way: 'destroyed', ...when } };
    const isLost = lost.some((token) => sameToken(hsm.token, token));
    return isLost ? { ...hsm, removed: { way: 'lost', ...when } } : hsm;
  });
  return [...others, ...found];
};

/** What was shown is whole, what was brought for another is known to whoever brought it, and what was destroyed is gone. */
const withShares = (state: State, set: ShareSetRecord, gone: readonly Gone[]): ShareSetRecord => ({
  ...set,
  shares: set.shares.map((share): ShareRecord => {
    const shown = state.presentation.proven.filter(
      (each) => each.set === set.set && each.index === share.index,
    );
    const last = shown.at(-1);
    const brought = shown.filter(({ by }) => by === 'surrogate');
    const objects = state.destroyed.shares.filter(
      (each) => each.set === set.set && each.index === share.index,
    );
    const proven = last === undefined ? share.proven : occasion(state, last.at);
    const withCards = gone.filter((each) => each.share === share);
    const withItsCard = withCards.filter(
      ({ certificateSha256 }) => certificateSha256 === share.holder?.certificateSha256,
    );
    return {
      ...share,
      proven,
      seenBy: [
        ...share.seenBy,
        ...rememberedOf(state, 'share-seen')
          .filter((each) => each.set === set.set && each.index === share.index)
          .map(({ name, at, ceremony }) => ({ name, at, ceremony })),
        ...brought.map(({ participant, at }) => ({
          name: participantOf(state, participant)?.name ?? participant,
          ...occasion(state, at),
        })),
      ],
      destroyed: [
        ...share.destroyed,
        ...objects.map(({ medium, at }) => ({ medium, ...occasion(state, at) })),
        ...withItsCard.map(({ at }) => ({ medium: 'card' as const, ...occasion(state, at) })),
      ],
      lostCards: lostCardsAfter(state, set.set, { ...share, proven }, withCards),
    };
  }),
});

type LostCard = ShareRecord['lostCards'][number];

type Gone = ShareOnCard & { readonly at: string };

/** What lay on the cards that were destroyed, and when that was. */
const goneWithCards = ({ destroyed, previousBundle }: State): readonly Gone[] =>
  previousBundle === null
    ? []
    : destroyed.cards.flatMap(({ certificateSha256, at }) =>
        sharesOnCard(previousBundle.register, certificateSha256)
          .filter(({ isDestroyed }) => !isDestroyed)
          .map((each) => ({ ...each, at })),
      );

/** Those that were known are accounted for if they are here again, or gone; others took the place of those that were lost now. */
const lostCardsAfter = (
  state: State,
  set: string,
  { index, holder, proven, lostCards }: Pick<ShareRecord, 'index' | 'holder' | 'proven' | 'lostCards'>,
  withCards: readonly Gone[],
): LostCard[] => {
  const known = lostCards.map((each): LostCard => {
    if (each.ended !== null) return each;
    const gone = withCards.find(({ certificateSha256 }) => certificateSha256 === each.certificateSha256);
    if (gone !== undefined) return { ...each, ended: { way: 'destroyed', ...occasion(state, gone.at) } };
    const isHolders = each.certificateSha256 === holder?.certificateSha256;
    return isHolders ? { ...each, ended: showingOf(state, set, index) } : each;
  });
  const lost = state.replaced.filter(
    ({ card: { certificateSha256 } }) =>
      !known.some((each) => each.ended === null && each.certificateSha256 === certificateSha256) &&
      (holder?.certificateSha256 === certificateSha256 ||
        state.writtenTo.some(
          (each) => each.set === set && each.index === index && each.certificateSha256 === certificateSha256,
        )),
  );
  return [
    ...known,
    ...lost.map(({ card: { participant, token, certificateSha256 }, lostAt }) => {
      const isHolders = certificateSha256 === holder?.certificateSha256;
      // People may set the clock back: whatever was shown until now was not shown since.
      const at = isHolders && proven !== null && proven.at > lostAt ? proven.at : lostAt;
      const name = participantOf(state, participant)?.name ?? participant;
      return { name, card: token, certificateSha256, ...occasion(state, at), ended: null };
    }),
  ];
};

/** Its holder brought the share with it, or took the share off it. */
const showingOf = (state: State, set: string, index: number): LostCard['ended'] => {
  const isIt = (each: { readonly set: string; readonly index: number }): boolean =>
    each.set === set && each.index === index;
  const shown =
    state.presentation.proven.find((each) => each.withItsCard && isIt(each)) ??
    state.destroyed.shares.find((each) => each.medium !== 'sheet' && isIt(each));
  return shown === undefined ? null : { way: 'shown', ...occasion(state, shown.at) };
};

/**
 * Once the keys are wrapped under a fresh recovery key the set that was brought is void, and so is one whose destruction was
 * the purpose. From the bundles before, and from the register before in this transcript, the shares of a replaced one could
 * still rebuild the keys: the report says so.
 */
const ended = (state: State, set: ShareSetRecord): ShareSetRecord => {
  const at = endOf(state);
  const isBrought = presentedSetsOf(state).some((each) => each.set === set.set);
  return at !== null && isBrought && set.state === 'live'
    ? { ...set, state: 'void', ended: occasion(state, at) }
    : set;
};

/** When the sets that this ceremony is about came to their end; null if it does not end any. */
const endOf = (state: State): string | null => {
  if (state.script.kind === 'destroy') return state.presentation.closedAt;
  const set = splitOf(state.script) === null ? null : currentSet(state);
  return set?.state === 'proved' ? (set.provedAt ?? null) : null;
};

const shareSetOf = (state: State, set: RecoverySet): ShareSetRecord => {
  const split = splitOf(state.script);
  return {
    set: set.set,
    ceremony: state.ceremony,
    state: set.state === 'proved' ? 'live' : 'void',
    threshold: split?.threshold ?? 0,
    count: split?.recipients.length ?? 0,
    recoveryKeyCommitment: set.recoveryKeyCommitment,
    keys: set.wrapped.map(({ label, version }) => ({ label, version })),
    ended: set.voidedAt === null ? null : occasion(state, set.voidedAt),
    shares: set.commitments.map((commitment, position): ShareRecord => {
      const index = position + 1;
      const stored = set.shares.find((share) => share.index === index);
      const holder = stored === undefined ? null : holderOf(state, stored);
      const proven = stored === undefined ? null : occasion(state, stored.at);
      return {
        index,
        commitment,
        holder,
        sealed: stored?.sealed ?? null,
        proven,
        bag: set.sheets.find((sheet) => sheet.index === index)?.bag ?? null,
        seenBy: [],
        destroyed: [],
        lostCards: lostCardsAfter(state, set.set, { index, holder, proven, lostCards: [] }, []),
      };
    }),
  };
};

/** Who took a share, and the card by which they are known when they bring it back: of a void set it may be one that they had before. */
const holderOf = (state: State, { participant, token }: StoredShare): Holder | null => {
  const name = participantOf(state, participant)?.name;
  const card = knownCardsOf(state).find((each) => sameToken(each.token, token));
  if (name === undefined || card === undefined || card.sealingKeySha256 === null) return null;
  const { certificateSha256, sealingKeySha256 } = card;
  return { name, card: token, certificateSha256, sealingKeySha256 };
};

/**
 * What lies under each version by all inventories so far. One that has fewer lines than an earlier one moved no more than it says:
 * the rest stays on record under the old version, or a short inventory would let a key be destroyed that others still need.
 */
const dataSetsAfter = (state: State, before: Register['dataSets']): Register['dataSets'] => {
  const { read, moved, proof } = state.rewrap;
  if (read === null || moved === null || proof === null) return before.map((each) => gaveUp(state, each));
  const told = [...dataKeysTold(state, moved, proof), ...backupsTold(state, read, moved)];
  const kept = before.flatMap((each): readonly DataSetRecord[] => {
    // What was given up stays on record as it was.
    if (each.givenUp !== null) return [each];
    const count = each.label === moved.label ? remaining(each, state.rewrap, told) : each.count;
    return count === 0 ? [] : [{ ...each, count }];
  });
  // Which version a backup is under that was not moved, nobody could read: it may be one of those that are known.
  const isKnown = (each: DataSetRecord): boolean =>
    kept.some(
      (old) =>
        old.givenUp === null &&
        (isSameData(old, each) ||
          (each.holds === 'backups' &&
            each.version < moved.version &&
            isSameFolder(old, each) &&
            old.count >= each.count)),
    );
  return [...kept, ...told.filter((each) => each.count > 0 && !isKnown(each))];
};

/** All that lay under the version that was destroyed, if both who lead gave it up. */
const gaveUp = (state: State, each: DataSetRecord): DataSetRecord => {
  const { script, transitions } = state;
  const target = script.kind === 'destroy' ? script.parameters.target : null;
  const end = transitions.find((to) => to.state === 'destroyed' && sameKey(to, each));
  if (target?.kind !== 'key' || target.givenUp === undefined || end === undefined || each.givenUp !== null)
    return each;
  return { ...each, givenUp: { reason: target.givenUp.reason, ...occasion(state, end.at) } };
};

const isSameData = (a: DataSetRecord, b: DataSetRecord): boolean =>
  a.holds === b.holds && a.label === b.label && a.name === b.name && a.version === b.version;

const isSameFolder = (a: DataSetRecord, b: DataSetRecord): boolean =>
  a.holds === b.holds && a.label === b.label && a.name === b.name;

/** How much of what was known is still there: never less than was told now, nor than what nobody moved. */
const remaining = (
  each: DataSetRecord,
  { read, moved, proof }: State['rewrap'],
  told: readonly DataSetRecord[],
): number => {
  const toldNow = told.find((other) => isSameData(other, each))?.count ?? 0;
  if (each.holds === 'backups') {
    const folder = read?.backups?.folder ?? null;
    if (each.name !== folder) return each.count;
    const gone = (moved?.backups?.moved ?? []).filter(({ from }) => from === each.version).length;
    return Math.max(each.count - gone, 0);
  }
  const rows = proof?.rows ?? [];
  if (each.name === '') return areLinesCovered(rows, each) ? toldNow : Math.max(each.count, toldNow);
  const row = rows.find(({ dataSet, version }) => dataSet === each.name && version === each.version);
  return row === undefined ? each.count : Math.max(each.count - row.moved, row.notMoved);
};

/** Lines without a name that could not be read are done with when as many were read under their version, and none could not. */
const areLinesCovered = (
  rows: NonNullable<State['rewrap']['proof']>['rows'],
  each: DataSetRecord,
): boolean => {
  const under = rows.filter((row) => row.version === each.version);
  const count = under.reduce((all, { moved, notMoved }) => all + moved + notMoved, 0);
  return count >= each.count && !rows.some(({ version }) => version === null);
};

type Rewrapped = NonNullable<State['rewrap']['moved']>;

/** What was not moved stays under the version that its line names; where that could not be read, under the one before. */
const dataKeysTold = (
  state: State,
  { label, version, dataKeys }: Rewrapped,
  { rows, at }: NonNullable<State['rewrap']['proof']>,
): readonly DataSetRecord[] => {
  const under = new Map<string, DataSetRecord>();
  const add = (name: string, of: number, count: number): void => {
    const key = `${of}/${name}`;
    const known = under.get(key)?.count ?? 0;
    under.set(key, {
      name,
      holds: 'data-keys',
      label,
      version: of,
      count: known + count,
      sha256: (of === version ? dataKeys?.sha256 : dataKeys?.notMovedSha256) ?? null,
      ...occasion(state, at),
      givenUp: null,
    });
  };
  for (const row of rows) {
    if (row.moved > 0) add(row.dataSet, version, row.moved);
    if (row.notMoved > 0 && row.version !== 'another')
      add(row.dataSet, row.version ?? version - 1, row.notMoved);
  }
  return [...under.values()];
};

/** What is no backup under an older version: another's, one that is moved already, or no sealed file at all. */
const notUnderOldKey: ReadonlySet<string> = new Set<ErrorCode>([
  'backup-key-absent',
  'backup-already-moved',
  'backup-not-sealed',
  'backup-unfinished',
  'not-a-file',
]);

/** Backups that were not moved and may be under an older version. */
export const stayedOf = ({ notMoved }: NonNullable<Rewrapped['backups']>): number =>
  notMoved.filter(({ code }) => !notUnderOldKey.has(code)).length;

const backupsTold = (
  state: State,
  { backups: folder }: NonNullable<State['rewrap']['read']>,
  { label, version, backups, at }: Rewrapped,
): readonly DataSetRecord[] => {
  if (folder === null || backups === null) return [];
  const told = (of: number, count: number): DataSetRecord => ({
    name: folder.folder,
    holds: 'backups',
    label,
    version: of,
    count,
    sha256: null,
    ...occasion(state, at),
    givenUp: null,
  });
  return [told(version, backups.moved.length), told(version - 1, stayedOf(backups))];
};
