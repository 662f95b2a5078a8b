import { demand } from '../../model/demand.ts';
import { setOf, versionOf } from '../../model/register.ts';
import { handedInSetsOf } from '../../model/state.ts';
import { sameToken } from '../../model/values.ts';
import { pathsOf } from '../../transcript/pathsBack.ts';
import { eventsOfType, required, seqs, type Record } from '../evidence.ts';
import { attested, type Finding } from '../finding.ts';
import { registerIn } from '../registerFile.ts';

/** What came to its end. That nobody kept a copy elsewhere, no record can show: what is known to remain is named. */

/** The cards that handed shares in said so; whose share was not handed in is named. */
export const sharesDestroyed = (record: Record): Finding => {
  const { state, files } = record;
  const destroyed = eventsOfType(record, 'share-destroyed');
  const after = required(registerIn(files));
  const sets = handedInSetsOf(state);
  for (const { seq, set, index, medium } of destroyed) {
    const share = setOf(after, set)?.shares[index - 1];
    const isThere = share?.destroyed.some(
      (each) => each.medium === medium && each.ceremony === state.ceremony,
    );
    demand(isThere === true, 'bundle-entry-changed', { event: seq, file: 'register.json', set, index });
  }
  for (const { set } of sets) demand(setOf(after, set)?.state === 'void', 'share-set-void', { set });
  const shares = sets.flatMap(({ set }) => setOf(after, set)?.shares ?? []);
  const left = shares.filter((share) => share.holder !== null && share.destroyed.length === 0);
  return attested(
    {
      destroyed: destroyed.length,
      sets: sets.length,
      ...(left.length > 0
        ? { remaining: [...new Set(left.map(({ holder }) => holder?.name ?? ''))].join(', ') }
        : {}),
    },
    seqs(destroyed),
  );
};

/** The HSM was searched again, and a use was refused. What can still bring the key back is named: other HSMs, and shares with older bundles. */
export const keysDestroyed = (record: Record): Finding => {
  const { state, files } = record;
  const destroyed = eventsOfType(record, 'key-destroyed');
  const after = required(registerIn(files));
  demand(destroyed.length > 0, 'object-absent');
  for (const { seq, label, version, token } of destroyed) {
    const key = versionOf(after, { label, version });
    const about = { event: seq, label, version };
    demand(key?.state === 'destroyed' && key.wrapped === null, 'key-state-unlawful', about);
    const isMarked = key.hsms.every((hsm) => hsm.removed !== null || !sameToken(hsm.token, token));
    demand(isMarked, 'bundle-entry-changed', { ...about, file: 'register.json' });
  }
  const paths = destroyed.map((name) => pathsOf(after, name));
  const hsms = new Set(paths.flatMap((path) => path.hsms.map(({ label, serial }) => `${label} ${serial}`)));
  const sets = new Set(paths.flatMap((path) => path.sets.map(({ set }) => set.set)));
  const bundles = new Set(
    paths.flatMap((path) => path.sets.flatMap((each) => each.bundles.map(({ bundle }) => bundle))),
  );
  return attested(
    {
      keys: destroyed.map(({ label, version }) => `${label} v${version}`).join(', '),
      objects: destroyed.reduce((all, { objects }) => all + objects, 0),
      hsm: state.hsm?.token.label ?? '-',
      serial: state.hsm?.token.serial ?? '-',
      ...(hsms.size > 0 ? { stillOn: [...hsms].join(', ') } : {}),
      ...(sets.size > 0 ? { sharesLeft: [...sets].join(', '), withBundles: bundles.size } : {}),
    },
    seqs(destroyed),
  );
};

/** Erased and searched again, or broken before two people; the shares that were on it went with it. */
export const cardsDestroyed = (record: Record): Finding => {
  const destroyed = eventsOfType(record, 'card-destroyed');
  demand(destroyed.length > 0, 'object-absent');
  const after = required(registerIn(record.files));
  const holders = new Set<string>();
  let shares = 0;
  for (const { seq, certificateSha256 } of destroyed) {
    for (const { holder, destroyed: gone } of after.shareSets.flatMap((set) => set.shares)) {
      if (holder?.certificateSha256 !== certificateSha256) continue;
      demand(
        gone.some(({ medium }) => medium === 'card'),
        'bundle-entry-changed',
        { event: seq, file: 'register.json' },
      );
      holders.add(holder.name);
      shares += 1;
    }
  }
  const ways = new Set(destroyed.map(({ way }) => way));
  return attested(
    { cards: destroyed.length, holder: [...holders].join(', '), shares, way: [...ways].join(', ') },
    seqs(destroyed),
  );
};
