import type { PresentedSet } from '../../ceremonies/model/question.ts';
import { Icon } from '../parts/icon.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import type { PresentQuestion } from './visit.ts';

/** As many places as shares are needed; each that is filled is seen from the back of the room. */
export const Progress = ({
  sets,
  purpose,
  brief,
  busy,
}: {
  readonly sets: readonly PresentedSet[];
  readonly purpose: PresentQuestion['purpose'];
  /** Makes room for what is more urgent. */
  readonly brief: boolean;
  /** Somebody is before the machine: what there is to say to all can wait. */
  readonly busy: boolean;
}) => {
  const { t, language } = useTexts();
  const some = sets.some(({ presented }) => presented.length > 0);
  return (
    <section
      className="brought"
      data-brief={brief || undefined}
      role="status"
      aria-label={t('screen.present.progress')}
    >
      {sets.map(({ set, threshold, count, keyLabels, presented }) => {
        const total = purpose === 'collect' ? threshold : count;
        const values = { done: presented.length, total, threshold };
        return (
          <div key={set} className="brought-set">
            <p className="brought-count">
              <strong>{t(`screen.present.${purpose}.count`, values)}</strong>
              {sets.length > 1 ? <span> {listed(keyLabels, language)}</span> : null}
            </p>
            <p className="brought-places" aria-hidden="true">
              {Array.from({ length: Math.min(total, 24) }, (_, place) => (
                <span key={place} data-filled={place < presented.length ? '' : undefined}>
                  {place < presented.length ? <Icon name="done" /> : null}
                </span>
              ))}
            </p>
          </div>
        );
      })}
      {brief || busy ? null : (
        <p className="hint">{t(`screen.present.${purpose}.${some ? 'leaving' : 'order'}`)}</p>
      )}
    </section>
  );
};
