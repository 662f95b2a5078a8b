import { useLayoutEffect, useRef, useState } from 'react';
import type { FoldedRecord } from '../../ceremonies/transcript/report.ts';
import { useTexts } from '../parts/texts.ts';
import { cleaned } from './cleaned.ts';
import { followRuns, type Runs } from './runs.ts';

/**
 * The sections of a report. They never change: beside so many elements, what React would remember of each would be most of the memory.
 */
export const Sections = ({ record: { markup, runs } }: { readonly record: FoldedRecord }) => {
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<Runs>(null);
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    current.replaceChildren(...cleaned(markup));
    const following = followRuns(current, runs);
    shown.current = following;
    setOpen(false);
    return () => following.leave();
  }, [markup, runs]);
  const openAll = (): void => {
    shown.current?.openAll(!isOpen);
    setOpen(!isOpen);
  };
  return (
    <>
      {runs.length === 0 ? null : (
        <div className="row" data-paper="no">
          <p className="hint">{t('verifier.folded')}</p>
          <button type="button" className="secondary" onClick={openAll}>
            {t(isOpen ? 'verifier.fold' : 'verifier.unfold')}
          </button>
        </div>
      )}
      <div className="record-sections" ref={place} />
    </>
  );
};
