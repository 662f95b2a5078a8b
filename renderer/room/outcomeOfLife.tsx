import type { ReactNode } from 'react';
import { hsmsWith, keysOfSets, setOf, versionOf } from '../../ceremonies/model/register.ts';
import { sharesOnCard } from '../../ceremonies/model/whereabouts.ts';
import { presentedSetsOf, type State } from '../../ceremonies/model/state.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { keyText, number, setName } from '../embassy/names.ts';
import { StillOpens } from '../embassy/sets.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { useView } from '../store.ts';
import { oldSharesOf } from './oldShares.ts';

const Came = ({
  icon,
  outcome,
  line,
  children,
}: {
  readonly icon: IconName;
  readonly outcome: 'good' | 'unreadable';
  readonly line: string;
  readonly children?: ReactNode;
}) => (
  <section className="outcome" data-outcome={outcome}>
    <Icon name={icon} />
    <div>
      <p className="outcome-line">{line}</p>
      {children}
    </div>
  </section>
);

/** The new set, by its name and its quorum. */
const NewSet = ({ state }: { readonly state: State }) => {
  const texts = useTexts();
  const register = registerOf(state);
  const made = register.shareSets.find((set) => set.ceremony === state.ceremony && set.state === 'live');
  return made === undefined ? null : (
    <p>
      {texts.t('embassy.outcome.new-set', {
        set: setName(register, made.set, texts),
        threshold: made.threshold,
        count: made.count,
      })}
    </p>
  );
};

/** Which version serves now, what the one before can still do, and what became of the data. */
export const Rotated = ({ state }: { readonly state: State }) => {
  const { t, language } = useTexts();
  const [made] = state.keys;
  if (made === undefined) return null;
  const old = state.transitions.filter(
    (each) => each.label === made.label && each.version !== made.version && each.state === 'deactivated',
  );
  return (
    <>
      <Came icon="hsm" outcome="good" line={t('embassy.outcome.rotated', { key: keyText(made) })}>
        {old.length === 0 ? null : (
          <p>{t('embassy.outcome.deactivated', { keys: listed(old.map(keyText), language) })}</p>
        )}
        <NewSet state={state} />
      </Came>
      <Moved state={state} />
    </>
  );
};

/** Every id is accounted for: moved and proved, or in the list of what stayed. */
const Moved = ({ state }: { readonly state: State }) => {
  const { t, language } = useTexts();
  const dataOut = useView().snapshot?.dataPlaces?.out ?? null;
  const { moved, proof } = state.rewrap;
  if (moved === null || proof === null) return null;
  const { dataKeys, backups } = moved;
  const stayed = (dataKeys?.notMoved ?? 0) + (backups?.notMoved.length ?? 0);
  const many = (count: number): string => number(count, language);
  return (
    <Came
      icon={stayed === 0 ? 'proved' : 'warning'}
      outcome={stayed === 0 ? 'good' : 'unreadable'}
      line={
        stayed === 0
          ? t('embassy.outcome.all-moved')
          : t('embassy.outcome.some-stayed', { count: stayed, number: many(stayed) })
      }
    >
      {dataKeys === null ? null : (
        <p>
          {t('embassy.outcome.data-keys', { number: many(dataKeys.inToken + dataKeys.inEngine) })}{' '}
          {t(dataKeys.inEngine === 0 ? 'embassy.outcome.in-token' : 'embassy.outcome.in-engine', {
            number: many(dataKeys.inEngine),
          })}
        </p>
      )}
      {backups === null ? null : (
        <p>{t('embassy.outcome.backups', { number: many(backups.moved.length) })}</p>
      )}
      {stayed === 0 ? null : <p>{t('embassy.outcome.stayed-where')}</p>}
      {dataOut === null ? null : (
        <p>
          {t('embassy.outcome.lies-in')} <code className="path">{dataOut}</code>
        </p>
      )}
    </Came>
  );
};

/** Whose shares count now, which set is void, and, honestly, what a void set still opens. */
export const Reshared = ({ state }: { readonly state: State }) => {
  const texts = useTexts();
  const { t, language } = texts;
  const register = registerOf(state);
  const old = presentedSetsOf(state).flatMap(({ set }) => setOf(register, set) ?? []);
  const live = register.shareSets.filter((set) => set.ceremony === state.ceremony && set.state === 'live');
  const keys = keysOfSets(
    register,
    live.map(({ set }) => set),
  );
  const holders = live.flatMap(({ shares }) =>
    shares.flatMap(({ holder }) => (holder === null ? [] : [holder.name])),
  );
  const { done, total } = oldSharesOf(state);
  return (
    <>
      <Came
        icon="card"
        outcome="good"
        line={t('embassy.outcome.reshared', { names: listed(holders, language) })}
      >
        <p>{t('embassy.outcome.under-new', { keys: listed(keys.map(keyText), language) })}</p>
        <NewSet state={state} />
      </Came>
      <Came
        icon={done < total ? 'warning' : 'done'}
        outcome={done < total ? 'unreadable' : 'good'}
        line={t('embassy.outcome.void', {
          sets: listed(
            old.map(({ set }) => setName(register, set, texts)),
            language,
          ),
        })}
      >
        <p>{t('embassy.outcome.handed-in', { done, total })}</p>
        {old.map((set) => (
          <StillOpens key={set.set} register={register} set={set} />
        ))}
      </Came>
    </>
  );
};

/** What is gone and how that was shown, and what can be done with older bundles all the same. */
export const Destroyed = ({ state }: { readonly state: State }) => {
  const texts = useTexts();
  const { t, language } = texts;
  if (state.script.kind !== 'destroy') return null;
  const register = registerOf(state);
  const { target } = state.script.parameters;
  const { keys, cards } = state.destroyed;
  switch (target.kind) {
    case 'key': {
      const [gone] = keys;
      const version = versionOf(register, target);
      const guard = setOf(register, version?.set ?? '');
      const elsewhere = version === undefined ? [] : hsmsWith(version);
      const isOver = elsewhere.length === 0;
      return (
        <Came
          icon={isOver ? 'done' : 'warning'}
          outcome={isOver ? 'good' : 'unreadable'}
          line={t(isOver ? 'embassy.outcome.destroyed-key' : 'embassy.outcome.destroyed-here', {
            key: keyText(target),
            hsm: gone?.token.label ?? '',
            hsms: listed(elsewhere.map(tokenName), language),
          })}
        >
          <p>
            {t('embassy.outcome.shown-gone', {
              hsm: gone?.token.label ?? '',
              count: gone?.objects ?? 0,
            })}{' '}
            {t(`embassy.outcome.use.${gone?.use ?? 'untried'}`)}
          </p>
          {guard === undefined ? null : (
            <p>
              {t('embassy.destroy.old-bundles', {
                set: setName(register, guard.set, texts),
                threshold: guard.threshold,
              })}
            </p>
          )}
        </Came>
      );
    }
    case 'set': {
      const set = setOf(register, target.set);
      const { done, total } = oldSharesOf(state);
      return (
        <Came
          icon={done < total ? 'warning' : 'done'}
          outcome={done < total ? 'unreadable' : 'good'}
          line={t('embassy.outcome.destroyed-set', { set: setName(register, target.set, texts) })}
        >
          <p>{t('embassy.outcome.handed-in', { done, total })}</p>
          {set === undefined ? null : <StillOpens register={register} set={set} />}
        </Came>
      );
    }
    case 'card': {
      const [gone] = cards;
      const [first] = sharesOnCard(register, target.certificateSha256);
      return (
        <Came
          icon="done"
          outcome="good"
          line={t('embassy.outcome.destroyed-card', { name: first?.name ?? '' })}
        >
          <p>{t(`embassy.outcome.card-ways.${gone?.way ?? 'erased'}`)}</p>
        </Came>
      );
    }
  }
};
