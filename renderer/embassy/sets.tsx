import { custodyOf } from '../../ceremonies/model/custody.ts';
import {
  bundlesOpenedBy,
  keysOfSets,
  type Register,
  type ShareRecord,
  type ShareSetRecord,
} from '../../ceremonies/model/register.ts';
import { astrayOf, heldOn, sharesLeft, sharesOut } from '../../ceremonies/model/whereabouts.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { inOneLine } from '../../ceremonies/texts/inOneLine.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { Icon } from '../parts/icon.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { day, keyText, setName } from './names.ts';

/** Who holds what: the live sets first. */
export const Sets = ({ register }: { readonly register: Register }) => {
  const { t } = useTexts();
  const live = register.shareSets.filter(({ state }) => state === 'live');
  const dead = register.shareSets.filter(({ state }) => state === 'void');
  return (
    <section aria-labelledby="sets-title" className="embassy-part">
      <h2 id="sets-title">{t('embassy.sets.title', { count: live.length })}</h2>
      {[...live.toReversed(), ...dead.toReversed()].map((set) => (
        <SetCard key={set.set} register={register} set={set} />
      ))}
    </section>
  );
};

const SetCard = ({ register, set }: { readonly register: Register; readonly set: ShareSetRecord }) => {
  const texts = useTexts();
  const { t, language } = texts;
  const guarded = keysOfSets(register, [set.set]).map(keyText);
  const name = setName(register, set.set, texts);
  return (
    <article className="share-set" data-state={set.state} aria-label={name}>
      <h3 className="share-set-head">
        <span>{name}</span>
        <span className="key-state" data-state={set.state === 'live' ? 'active' : 'destroyed'}>
          <Icon name={set.state === 'live' ? 'done' : 'failed'} />
          {t(`embassy.sets.states.${set.state}`)}
        </span>
        <span className="share-set-quorum">
          {t('screen.verify.split', { threshold: set.threshold, custodians: set.count })}
        </span>
      </h3>
      {set.state === 'live' ? (
        <p>
          {guarded.length === 0
            ? t('embassy.sets.guards-nothing')
            : t('embassy.sets.guards', { keys: listed(guarded, language) })}
        </p>
      ) : null}
      {set.state === 'void' || guarded.length === 0 ? <StillOpens register={register} set={set} /> : null}
      <ShareTable set={set} />
    </article>
  );
};

/** What it means that a set guards nothing any more, honestly: with a bundle of its time, k of its shares rebuild what it wrapped. */
export const StillOpens = ({
  register,
  set,
}: {
  readonly register: Register;
  readonly set: ShareSetRecord;
}) => {
  const { t, language } = useTexts();
  const { past, thisOne } = bundlesOpenedBy(register, set);
  // A key that was destroyed since can be rebuilt like any other: the bundles of that time still have it.
  const opened = set.keys.map(keyText);
  const isHandedIn = sharesOut(set).length < set.threshold;
  // A share that was taken off its card is in the bundles all the same, and the card's key opens it.
  const isOver = sharesLeft(set).length < set.threshold || (past.length === 0 && !thisOne);
  if (opened.length === 0 || isOver)
    return (
      <p className="still-opens" data-tone="good">
        <Icon name="done" />
        {t('embassy.sets.opens-nothing')}
      </p>
    );
  return (
    <div className="still-opens" data-tone="warn">
      <Icon name="warning" />
      <div>
        <p>
          {t(isHandedIn ? 'embassy.sets.cards-open' : 'embassy.sets.still-opens', {
            threshold: set.threshold,
            keys: listed(opened, language),
          })}
        </p>
        <ul>
          {past.map(({ bundle, kind, closedAt, place }) => (
            <li key={bundle}>
              {day(closedAt, language)} · {place} · {t(`screen.kinds.${kind}`)}{' '}
              <code className="trace">{bundle.slice(0, 16)}…</code>
            </li>
          ))}
          {thisOne ? <li>{t('embassy.sets.this-bundle')}</li> : null}
        </ul>
      </div>
    </div>
  );
};

/** What became of a share, and where else it may be. */
const whereabouts = (share: ShareRecord, { t, language }: Texts): readonly string[] => {
  const lostAt = heldOn(share)?.lostAt ?? null;
  const gone = share.destroyed.map(({ medium, at }) =>
    t(`embassy.sets.destroyed.${medium}`, { at: day(at, language) }),
  );
  const now =
    lostAt === null ? t('embassy.sets.there') : t('embassy.sets.lost', { at: day(lostAt, language) });
  return [
    ...(gone.length > 0 ? gone : [now]),
    ...astrayOf(share).map(({ card, lostAt: at }) =>
      t('embassy.sets.astray', { card: tokenName(card), at: day(at, language) }),
    ),
  ];
};

/** Each share: whose, when it was last proven, its bag, who else has had it in hand, and what became of it. */
const ShareTable = ({ set }: { readonly set: ShareSetRecord }) => {
  const texts = useTexts();
  const { t, language } = texts;
  const custody = custodyOf(set);
  const most = Math.max(0, ...custody.map(({ indices }) => indices.length));
  return (
    <>
      <table className="shares">
        <thead>
          <tr>
            {(['index', 'holder', 'proven', 'bag', 'now'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`embassy.sets.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {set.shares.map((share) => {
            const { index, holder, proven, bag, seenBy, destroyed } = share;
            return (
              <tr key={index} data-gone={destroyed.length > 0 ? '' : undefined}>
                <td>{index}</td>
                <td>
                  <span className="share-holder">{holder?.name ?? t('embassy.sets.nobody')}</span>
                  {seenBy.length === 0 ? null : (
                    <span className="hint">
                      {' '}
                      {t('embassy.sets.seen-by', {
                        names: listed([...new Set(seenBy.map(({ name }) => name))], language),
                      })}
                    </span>
                  )}
                </td>
                <td>{proven === null ? t('embassy.sets.never') : day(proven.at, language)}</td>
                <td>{bag ?? '–'}</td>
                <td>{inOneLine(whereabouts(share, texts), texts)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {most > 1 ? (
        <p className="hint">
          {t('embassy.sets.custody', {
            names: listed(
              custody.filter(({ indices }) => indices.length > 1).map(({ name }) => name),
              language,
            ),
          })}
        </p>
      ) : null}
    </>
  );
};
