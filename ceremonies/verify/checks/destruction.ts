import { must } from '../../model/error.ts';
import { demand } from '../../model/demand.ts';
import { dataListsOf, dataUnder, hsmsWith, sameLists, setOf, versionOf } from '../../model/register.ts';
import { handedInSetsOf, leadersOf } from '../../model/state.ts';
import { sum } from '../../model/sum.ts';
import { sameToken } from '../../model/values.ts';
import { astrayOf, sharesOnCard, sharesWithHolders } from '../../model/whereabouts.ts';
import { pathsOf } from '../../transcript/pathsBack.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, type Finding } from '../finding.ts';
import { registerIn } from '../registerFile.ts';
import { signedByCard } from './statements.ts';

/** What came to its end. That nobody kept a copy elsewhere, no record can show: what is known to remain is named. */

/** The cards that handed shares in said so; whose share was not handed in is named. */
export const sharesDestroyed = (record: Record): Finding => {
  const { state, files } = record;
  const destroyed = eventsOfType(record, 'share-destroyed');
  const after = must(registerIn(files));
  const sets = handedInSetsOf(state);
  for (const { seq, set, index, medium } of destroyed) {
    const share = setOf(after, set)?.shares[index - 1];
    const isThere = share?.destroyed.some(
      (each) => each.medium === medium && each.ceremony === state.ceremony,
    );
    demand(isThere === true, 'bundle-entry-changed', { event: seq, file: 'register.json', set, index });
  }
  for (const { set } of sets) demand(setOf(after, set)?.state === 'void', 'share-set-void', { set });
  const kept = sets.flatMap(({ set }) => setOf(after, set) ?? []);
  const left = kept.flatMap(sharesWithHolders).flatMap(({ holder }) => holder?.name ?? []);
  const astray = kept.flatMap(({ shares }) => shares.flatMap(astrayOf)).map(({ name }) => name);
  return attested(
    {
      destroyed: destroyed.length,
      sets: sets.length,
      ...(left.length > 0 ? { remaining: [...new Set(left)].join(', ') } : {}),
      ...(astray.length > 0 ? { onEarlierCards: [...new Set(astray)].join(', ') } : {}),
    },
    seqs(destroyed),
  );
};

const nameOf = ({ label, serial }: { readonly label: string; readonly serial: string }): string =>
  `${label} ${serial}`;

/**
 * What lay under the key and was never moved, all of it, each with its count and the digest of its list: the cards of both who lead
 * signed that it is given up. That it could not be moved, or that nobody needs it, is their word.
 */
export const dataGivenUp = async (record: Record): Promise<Finding> => {
  const { state } = record;
  const target = state.script.kind === 'destroy' ? state.script.parameters.target : null;
  demand(target?.kind === 'key' && target.givenUp !== undefined, 'event-not-allowed');
  const { reason, dataSets } = target.givenUp;
  const before = state.previousBundle?.register;
  const under = before === undefined ? [] : dataListsOf(dataUnder(before, target));
  demand(sameLists(dataSets, under), 'data-remains', { label: target.label, version: target.version });
  const said = eventsOfType(record, 'data-given-up');
  for (const { seq, signed, participant } of said) {
    const { statement } = signed;
    const isIt =
      statement.purpose === 'give-up' &&
      statement.label === target.label &&
      statement.version === target.version &&
      statement.reason === reason &&
      sameLists(statement.dataSets, dataSets);
    demand(isIt, 'statement-differs', { event: seq, participant });
    await signedByCard(record, signed, seq);
  }
  for (const { id } of leadersOf(state))
    demand(
      said.some(({ participant }) => participant === id),
      'witness-missing',
      { participant: id },
    );
  return attested(
    {
      key: `${target.label} v${target.version}`,
      items: sum(dataSets.map(({ count }) => count)),
      dataSets: dataSets
        .map(({ name, holds, count, sha256 }) => `${name} (${holds}): ${count} ${sha256 ?? ''}`.trimEnd())
        .join('; '),
      reason,
    },
    seqs(said),
  );
};

/** The HSM was searched again, and a use was refused. What can still bring the key back is named: other HSMs, and shares with older bundles. */
export const keysDestroyed = (record: Record): Finding => {
  const { state, files } = record;
  const destroyed = eventsOfType(record, 'key-destroyed');
  const after = must(registerIn(files));
  const target = state.script.kind === 'destroy' ? state.script.parameters.target : null;
  demand(destroyed.length > 0, 'object-absent');
  for (const { seq, label, version, token } of destroyed) {
    const key = versionOf(after, { label, version });
    const about = { event: seq, label, version };
    demand(key !== undefined, 'key-state-unlawful', about);
    const isMarked = key.hsms.every((hsm) => hsm.removed !== null || !sameToken(hsm.token, token));
    // One that was called lost, and was found, is marked once more.
    const isFoundMarked =
      target?.kind !== 'key' ||
      target.foundHsm === undefined ||
      key.hsms.some(
        (hsm) =>
          sameToken(hsm.token, token) && hsm.removed?.way === 'destroyed' && hsm.ceremony === state.ceremony,
      );
    demand(isMarked && isFoundMarked, 'bundle-entry-changed', { ...about, file: 'register.json' });
    // While another HSM has it, it is gone from one of them and no more.
    const isOver = hsmsWith(key).length === 0;
    demand(
      (key.state === 'destroyed') === isOver && (key.wrapped === null) === isOver,
      'key-state-unlawful',
      about,
    );
  }
  const paths = destroyed.map((name) => pathsOf(after, name));
  const lost = new Set(paths.flatMap((path) => path.lostHsms.map(nameOf)));
  const hsms = new Set(paths.flatMap((path) => path.hsms.map(nameOf)));
  const sets = new Set(paths.flatMap((path) => path.sets.map(({ set }) => set.set)));
  const bundles = new Set(
    paths.flatMap((path) => path.sets.flatMap((each) => each.bundles.map(({ bundle }) => bundle))),
  );
  return attested(
    {
      keys: destroyed.map(({ label, version }) => `${label} v${version}`).join(', '),
      objects: sum(destroyed.map(({ objects }) => objects)),
      use: [...new Set(destroyed.map(({ use }) => use))].join(', '),
      hsm: state.hsm?.token.label ?? '-',
      serial: state.hsm?.token.serial ?? '-',
      ...(hsms.size > 0 ? { stillOn: [...hsms].join(', ') } : {}),
      ...(lost.size > 0 ? { lostHsms: [...lost].join(', ') } : {}),
      ...(sets.size > 0 ? { sharesLeft: [...sets].join(', '), withBundles: bundles.size } : {}),
    },
    seqs(destroyed),
  );
};

/** Erased and searched again, or broken before two people; the shares that were on it went with it. */
export const cardsDestroyed = (record: Record): Finding => {
  const destroyed = eventsOfType(record, 'card-destroyed');
  demand(destroyed.length > 0, 'object-absent');
  const after = must(registerIn(record.files));
  const holders = new Set<string>();
  let shares = 0;
  for (const { seq, certificateSha256 } of destroyed) {
    for (const { name, isDestroyed } of sharesOnCard(after, certificateSha256)) {
      demand(isDestroyed, 'bundle-entry-changed', { event: seq, file: 'register.json' });
      holders.add(name);
      shares += 1;
    }
  }
  const ways = new Set(destroyed.map(({ way }) => way));
  return attested(
    { cards: destroyed.length, holder: [...holders].join(', '), shares, way: [...ways].join(', ') },
    seqs(destroyed),
  );
};
