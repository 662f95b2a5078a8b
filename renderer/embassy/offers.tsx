import type { CeremonyKind } from '../../ceremonies/model/ceremonyPlan.ts';
import { offersOf } from '../../ceremonies/model/offers.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { traceOf, useTexts } from '../parts/texts.ts';
import { useStore, useView, type Inspected } from '../store.ts';

const signs: Readonly<Record<CeremonyKind, IconName>> = {
  check: 'proved',
  rotate: 'look',
  reshare: 'card',
  reconstitute: 'hsm',
  destroy: 'failed',
  generate: 'add',
};

/** The ceremonies that can be held over this bundle. One that makes no sense can be reached all the same, and says why. */
export const Offers = ({ last, register }: { readonly last: Inspected; readonly register: Register }) => {
  const store = useStore();
  const texts = useTexts();
  const { t } = texts;
  const { room } = useView();
  const refused = register.domain === 'production' ? (room?.modes.production ?? null) : null;
  const begin = (kind: CeremonyKind): void =>
    store.go(
      kind === 'generate'
        ? { name: 'set-up', kind, domain: register.domain }
        : { name: 'set-up', kind, bundle: last },
    );
  return (
    <section aria-labelledby="offers-title" className="offers">
      <h2 id="offers-title">{t('embassy.offers.title')}</h2>
      {refused === null ? null : (
        <p className="reason" id="offers-refused">
          <Icon name="warning" />
          <span>
            {sentenceOf(refused, texts)}
            <span className="trace">{traceOf(refused)}</span>
          </span>
        </p>
      )}
      <ul>
        {offersOf(register).map(({ kind, obstacle }) => {
          const isOpen = obstacle === null && refused === null;
          const why =
            obstacle === null ? (refused === null ? undefined : 'offers-refused') : `why-not-${kind}`;
          return (
            <li key={kind} className="offer" data-open={isOpen}>
              <button
                type="button"
                className="offer-begin"
                aria-disabled={!isOpen}
                aria-describedby={`offer-${kind} ${why ?? ''}`.trim()}
                onClick={() => (isOpen ? begin(kind) : undefined)}
              >
                <Icon name={signs[kind]} />
                {t(`embassy.offers.${kind}.begin`)}
              </button>
              <p id={`offer-${kind}`}>{t(`embassy.offers.${kind}.meaning`)}</p>
              {obstacle === null ? null : (
                <p className="choice-reason" id={`why-not-${kind}`}>
                  <Icon name="warning" />
                  {t(`embassy.offers.obstacles.${obstacle}`)}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
