import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { dateAndTime, inEights, useTexts } from '../parts/texts.ts';
import { RememberedNote } from '../parts/remembered.tsx';
import { UnreadBeside } from '../parts/unreadBeside.tsx';
import { useStore, useView, type Inspected } from '../store.ts';
import { Due } from './due.tsx';
import { Keys } from './keys.tsx';
import { day } from './names.ts';
import { Offers } from './offers.tsx';
import { Sets } from './sets.tsx';

/** An embassy as its last bundle tells of it: what is due, what it has, and what can be begun. */
export const Embassy = ({
  last,
  previous,
}: {
  readonly last: Inspected;
  readonly previous: PreviousBundle;
}) => {
  const { t, language } = useTexts();
  const { register, made } = previous;
  return (
    <>
      <PageHead
        state={previous.sha256}
        title={register.embassy}
        lead={t('embassy.made', {
          kind: t(`screen.kinds.${made.kind}`),
          at: dateAndTime(made.closedAt, language),
          place: made.place,
        })}
      />
      <UnreadBeside bundle={previous} />
      <RememberedNote entries={previous.remembered} />
      <div className="embassy-columns">
        <div>
          <Due last={last} register={register} />
          <Keys register={register} />
          <Sets register={register} />
        </div>
        <div>
          <Offers last={last} register={register} />
          <BundleOf last={last} previous={previous} />
        </div>
      </div>
    </>
  );
};

/** Which file all this comes from, and the bundles before it. */
const BundleOf = ({ last, previous }: { readonly last: Inspected; readonly previous: PreviousBundle }) => {
  const store = useStore();
  const { t, language } = useTexts();
  const { asking } = useView();
  const { history } = previous.register;
  return (
    <section aria-labelledby="bundle-title" className="embassy-bundle">
      <h2 id="bundle-title">{t('embassy.bundle.title')}</h2>
      <dl className="facts" data-width="full">
        <div data-long="">
          <dt>{t('screen.verify.file')}</dt>
          <dd>{last.file}</dd>
        </div>
        <div data-long="">
          <dt>SHA-256</dt>
          <dd>{inEights(previous.sha256)}</dd>
        </div>
      </dl>
      <p className="hint">{t('embassy.bundle.newest')}</p>
      {history.length === 0 ? null : (
        <details className="chain-before">
          <summary>{t('embassy.bundle.before', { count: history.length })}</summary>
          <ol>
            {history.toReversed().map(({ bundle, kind, closedAt, place }) => (
              <li key={bundle}>
                {day(closedAt, language)} · {place} · {t(`screen.kinds.${kind}`)}
                <code className="trace">{inEights(bundle)}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
      <div className="row">
        <button
          type="button"
          className="secondary"
          disabled={asking !== null}
          onClick={() => void store.chooseBundle()}
        >
          <Icon name="file" />
          {t('embassy.bundle.other')}
        </button>
        <button type="button" className="quiet" onClick={store.closeBundle}>
          {t('embassy.bundle.close')}
        </button>
      </div>
    </section>
  );
};
