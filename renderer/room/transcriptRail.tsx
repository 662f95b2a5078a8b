import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import { nameOf } from '../parts/stateTexts.ts';
import { listed, timeOfDay, useTexts } from '../parts/texts.ts';
import { CheckWords } from '../parts/words.tsx';

/** The transcript as it grows, the newest first, under the words of its head. */
export const TranscriptRail = ({ snapshot }: { readonly snapshot: Snapshot }) => {
  const { t, language } = useTexts();
  const { head, timeline, state } = snapshot;
  return (
    <aside className="rail transcript" aria-labelledby="transcript-title">
      <h2 id="transcript-title">{t('screen.transcript.title', { count: timeline.length })}</h2>
      <section className="head" aria-label={t('screen.transcript.head')}>
        <h3>{t('screen.transcript.head')}</h3>
        <CheckWords words={head.words} size="aside" />
      </section>
      <ol
        className="timeline"
        reversed
        start={timeline.length}
        tabIndex={0}
        aria-label={t('screen.transcript.list')}
      >
        {timeline.toReversed().map((entry) => (
          <li key={entry.seq} data-type={entry.type}>
            <span className="entry-seq">{entry.seq}</span>
            <time dateTime={entry.at}>{timeOfDay(entry.at)}</time>
            <p>{t(`events.${entry.type}`)}</p>
            {entry.who.length === 0 ? null : (
              <p className="entry-who">
                {listed(
                  entry.who.map((id) => nameOf(state, id)),
                  language,
                )}
              </p>
            )}
          </li>
        ))}
      </ol>
    </aside>
  );
};
