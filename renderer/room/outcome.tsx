import type { State } from '../../ceremonies/model/state.ts';
import { inWords, subjectOfState } from '../../ceremonies/model/subject.ts';
import { healthOf } from '../../ceremonies/transcript/health.ts';
import { Icon } from '../parts/icon.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { Destroyed, Reshared, Rotated } from './outcomeOfLife.tsx';

/** What the ceremony came to, in one sentence that people came for; nothing for a new key, of which the bundle tells. */
export const Outcome = ({ state }: { readonly state: State }) => {
  switch (state.script.kind) {
    case 'generate':
      return null;
    case 'reconstitute':
      return <KeysBack state={state} />;
    case 'check':
      return <SharesChecked state={state} />;
    case 'rotate':
      return <Rotated state={state} />;
    case 'reshare':
      return <Reshared state={state} />;
    case 'destroy':
      return <Destroyed state={state} />;
  }
};

const KeysBack = ({ state }: { readonly state: State }) => {
  const { t } = useTexts();
  const { keyLabel } = inWords(subjectOfState(state));
  const hsm = state.hsm?.token.label ?? '';
  return (
    <section className="outcome" data-outcome="good">
      <Icon name="hsm" />
      <div>
        <p className="outcome-line">
          {t('screen.outcome.keys-back', { hsm, count: state.keys.length, keyLabel })}
        </p>
        <p>{t('screen.outcome.keys-proved')}</p>
        {state.sets.some((set) => set.state === 'proved') ? <p>{t('screen.outcome.fresh')}</p> : null}
      </div>
    </section>
  );
};

/** Who showed a share and who did not, and whether the keys could be rebuilt by those who did. */
const SharesChecked = ({ state }: { readonly state: State }) => {
  const { t } = useTexts();
  return healthOf(state).map(({ set, shown, missing, margin }) => {
    const names = (indices: readonly number[]): readonly string[] =>
      set.shares.flatMap(({ index, holder }) =>
        holder !== null && indices.includes(index) ? [holder.name] : [],
      );
    const outcome = margin < 0 ? 'bad' : margin === 0 ? 'unreadable' : 'good';
    return (
      <section key={set.set} className="outcome" data-outcome={outcome}>
        <Icon name={margin < 0 ? 'failed' : margin === 0 ? 'warning' : 'proved'} />
        <div>
          <p className="outcome-line">
            {t('screen.outcome.shown', { done: shown.length, total: set.count })}{' '}
            {margin < 0
              ? t('screen.outcome.no-quorum', { threshold: set.threshold })
              : t('screen.outcome.quorum', { count: margin, threshold: set.threshold })}
          </p>
          <div className="outcome-names">
            <Names name={t('screen.outcome.proven')} names={names(shown)} />
            <Names name={t('screen.outcome.missing')} names={names(missing)} />
          </div>
        </div>
      </section>
    );
  });
};

const Names = ({ name, names }: { readonly name: string; readonly names: readonly string[] }) => {
  const { t, language } = useTexts();
  return (
    <p>
      <strong>{name}</strong> {names.length === 0 ? t('screen.none') : listed(names, language)}
    </p>
  );
};
