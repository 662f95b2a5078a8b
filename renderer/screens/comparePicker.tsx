import { useId, useState } from 'react';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import { useTexts } from '../parts/texts.ts';

type Names = { readonly a: string; readonly b: string };
const sides = ['a', 'b'] as const;

/** Which two of several bundles are to be compared: the last two, until somebody says otherwise. Nothing where there are no two. */
export const ComparePicker = ({
  bundles,
  compare,
}: {
  readonly bundles: ChainVerdict['bundles'];
  readonly compare: (names: Names) => void;
}) => {
  const { t } = useTexts();
  const id = useId();
  const names = bundles.flatMap(({ name, verdict }) => (verdict.summary === null ? [] : [name]));
  const [chosen, choose] = useState<Partial<Names>>({});
  const [before, last] = names.slice(-2);
  if (before === undefined || last === undefined) return null;
  const pair = { a: before, b: last, ...chosen };
  return (
    <section className="compare-picker" aria-labelledby={`${id}-title`} data-paper="no">
      <h2 id={`${id}-title`}>{t('screen.compare.which')}</h2>
      <div className="row">
        {sides.map((side) => (
          <label key={side}>
            <span>{t(`screen.compare.${side}`)}</span>
            <select value={pair[side]} onChange={({ target }) => choose({ ...chosen, [side]: target.value })}>
              {names.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        ))}
        <button
          type="button"
          className="secondary"
          disabled={pair.a === pair.b}
          onClick={() => compare(pair)}
        >
          {t('screen.compare.show')}
        </button>
      </div>
    </section>
  );
};
