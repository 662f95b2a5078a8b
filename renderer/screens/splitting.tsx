import { useId } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { splitFacts } from './draft.ts';
import { Tick } from './setUpParts.tsx';

/** What is decided of a recovery key that is to be split, whoever gets the shares. */
type Splitting = {
  readonly threshold: string;
  readonly dice: boolean;
  readonly sheets: boolean;
  readonly acceptsNoSpareShare: boolean;
};

export const DiceAndSheets = ({
  draft,
  change,
}: {
  readonly draft: Splitting;
  readonly change: (change: Partial<Splitting>) => void;
}) => {
  const { t } = useTexts();
  return (
    <>
      <Tick
        name={t('screen.set-up.dice')}
        meaning={t('screen.set-up.dice-meaning')}
        checked={draft.dice}
        change={(dice) => change({ dice })}
      />
      <Tick
        name={t('screen.set-up.sheets')}
        meaning={t('screen.set-up.sheets-meaning')}
        checked={draft.sheets}
        change={(sheets) => change({ sheets })}
      />
    </>
  );
};

/** How many of them must come together, and what that means for people. */
export const Threshold = ({
  draft,
  custodians,
  change,
  problem,
}: {
  readonly draft: Splitting;
  readonly custodians: number;
  readonly change: (change: Partial<Splitting>) => void;
  readonly problem: Problem | null;
}) => {
  const { t } = useTexts();
  const id = useId();
  const { threshold, spare, quorums } = splitFacts(draft.threshold, custodians);
  return (
    <>
      <div className="split">
        <div className="field">
          <label htmlFor={id}>{t('screen.set-up.threshold')}</label>
          <input
            id={id}
            type="number"
            inputMode="numeric"
            data-place="threshold"
            min={2}
            max={255}
            value={draft.threshold}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem ${id}-meaning`}
            onChange={(event) => change({ threshold: event.target.value, acceptsNoSpareShare: false })}
          />
        </div>
        <p className="split-of">{t('screen.set-up.of', { count: custodians })}</p>
      </div>
      {quorums === null ? null : (
        <p className="split-meaning" id={`${id}-meaning`}>
          {t('screen.set-up.any', { threshold, custodians })} {t('screen.set-up.spare', { count: spare })}{' '}
          {t('screen.set-up.quorums', { quorums })}
        </p>
      )}
      <FieldProblem id={`${id}-problem`} problem={problem} />
      {threshold === custodians && threshold >= 2 ? (
        <Tick
          name={t('screen.set-up.accept-no-spare')}
          tone="warn"
          checked={draft.acceptsNoSpareShare}
          change={(acceptsNoSpareShare) => change({ acceptsNoSpareShare })}
        />
      ) : null}
    </>
  );
};
