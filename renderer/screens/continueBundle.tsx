import { useRef } from 'react';
import { keysOfSets, versionOf, type Register } from '../../ceremonies/model/register.ts';
import { BundleRefused } from '../parts/bundleRefused.tsx';
import { Busy } from '../parts/busy.tsx';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { dateAndTime, useTexts } from '../parts/texts.ts';
import { useStore, useView, type Continuing, type Inspected } from '../store.ts';
import type { ContinueDraft } from './continueDraft.ts';
import { SetUpForm } from './setUpForm.tsx';
import { Section } from './setUpParts.tsx';

/** Asks for a bundle, and shows the page of what it turned out to be. */
const useChooseBundle = (kind: Continuing): (() => Promise<void>) => {
  const store = useStore();
  return async () => {
    const bundle = await store.chooseBundle();
    // What it turned out to be is said on the page itself.
    if (bundle !== null) store.go({ name: 'set-up', kind, bundle });
  };
};

const needed: Readonly<
  Record<Continuing, readonly (readonly [icon: 'file' | 'card' | 'hsm', text: string])[]>
> = {
  reconstitute: [
    ['file', 'bundle'],
    ['card', 'shares'],
    ['hsm', 'hsm'],
  ],
  check: [
    ['file', 'bundle'],
    ['card', 'shares'],
  ],
  rotate: [
    ['file', 'bundle'],
    ['hsm', 'same-hsm'],
    ['card', 'cards'],
  ],
  reshare: [
    ['file', 'bundle'],
    ['card', 'shares'],
    ['hsm', 'any-hsm'],
  ],
  destroy: [
    ['file', 'bundle'],
    ['hsm', 'same-hsm'],
  ],
};

/** Nothing begins before the last bundle was chosen, and found to be good. */
export const BundleWanted = ({
  kind,
  bundle,
}: {
  readonly kind: Continuing;
  readonly bundle: Inspected | null;
}) => {
  const { t } = useTexts();
  const { asking } = useView();
  const choose = useChooseBundle(kind);
  const form = useRef<HTMLFormElement>(null);
  const refused = bundle?.found.ok === false ? bundle.found.problem : null;
  return (
    <SetUpForm
      form={form}
      action=""
      problemsShown={0}
      begin={null}
      head={
        <PageHead
          title={t(refused === null ? `screen.continue.title.${kind}` : 'screen.continue.refused')}
          lead={t(refused === null ? `screen.continue.lead.${kind}` : 'screen.continue.refused-lead')}
          state={refused}
        />
      }
    >
      {refused === null ? (
        <ul className="needed">
          {needed[kind].map(([icon, text]) => (
            <li key={text}>
              <Icon name={icon} />
              <span>
                <strong>{t(`screen.continue.needed.${text}.name`)}</strong>
                <span>{t(`screen.continue.needed.${text}.meaning`)}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <BundleRefused file={bundle?.file ?? ''} problem={refused} />
      )}
      <div className="row">
        <button
          type="button"
          className="primary"
          data-primary=""
          disabled={asking !== null}
          onClick={() => void choose()}
        >
          <Icon name="file" />
          {t(refused === null ? 'screen.continue.choose' : 'screen.continue.choose-other')}
        </button>
        {asking === 'inspect-bundle' ? <Busy>{t('screen.verify.working')}</Busy> : null}
      </div>
    </SetUpForm>
  );
};

const keyLines = (register: Register, sets: readonly string[], { t }: ReturnType<typeof useTexts>) =>
  keysOfSets(register, sets).map((name) => {
    const version = versionOf(register, name);
    return {
      name: `${name.label} v${name.version}`,
      algorithm: version === undefined ? '' : t(`screen.algorithms.${version.algorithm}.name`),
    };
  });

/** What the bundle says of itself, and the keys that are meant. */
export const BundleFacts = ({ kind, previous, sets }: Pick<ContinueDraft, 'kind' | 'previous' | 'sets'>) => {
  const texts = useTexts();
  const { t, language } = texts;
  const { asking } = useView();
  const choose = useChooseBundle(kind);
  const { register, made } = previous;
  const keys = keyLines(register, sets, texts);
  return (
    <Section title={t('screen.continue.bundle')}>
      <dl className="facts" data-width="full">
        <div>
          <dt>{t('screen.set-up.embassy')}</dt>
          <dd className="prose">{register.embassy}</dd>
        </div>
        <div>
          <dt>{t('screen.continue.made')}</dt>
          <dd className="prose">
            {dateAndTime(made.closedAt, language)} · {made.place}
          </dd>
        </div>
        <div>
          <dt>{t('screen.continue.made-by')}</dt>
          <dd className="prose">{t(`screen.kinds.${made.kind}`)}</dd>
        </div>
        <div data-long="">
          <dt>{t('screen.continue.keys', { count: keys.length })}</dt>
          <dd>
            <ul className="key-list">
              {keys.map(({ name, algorithm }) => (
                <li key={name}>
                  {name} <span className="hint">{algorithm}</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <button type="button" className="quiet" disabled={asking !== null} onClick={() => void choose()}>
        {t('screen.continue.choose-other')}
      </button>
    </Section>
  );
};
