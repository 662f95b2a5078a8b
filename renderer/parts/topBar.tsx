import { useEffect, useState, type ReactNode } from 'react';
import type { Domain } from '../../ceremonies/model/domain.ts';
import type { Finding } from '../../ceremonies/model/event.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { appearances, domainOf, useStore, useView } from '../store.ts';
import { Findings } from './findings.tsx';
import { Icon } from './icon.tsx';
import { timeOfDay, useTexts } from './texts.ts';
import { TokenLine } from './tokenLine.tsx';

/** Across the whole width of every screen on which nothing is real. */
export const Band = () => {
  const { t } = useTexts();
  return (
    <p className="band" role="note">
      <strong>{t('screen.band.title')}</strong>
      <span>{t('screen.band.meaning')}</span>
    </p>
  );
};

type Top = {
  readonly title: string;
  /** Where another screen may be wanted already than the one that is shown. */
  readonly domain?: Domain | null;
  readonly children?: ReactNode;
};

export const TopBar = ({ title, domain, children }: Top) => (
  <header className="top">
    <p className="top-title">
      <Mark />
      <span>{title}</span>
    </p>
    <RealMode shown={domain} />
    <div className="top-state">{children}</div>
    <Settings />
  </header>
);

/** A real ceremony has no band; it says what it is all the same. */
const RealMode = ({ shown }: { readonly shown: Domain | null | undefined }) => {
  const { t } = useTexts();
  const view = useView();
  const { snapshot } = view;
  const known = snapshot === null ? domainOf(view) : snapshot.state.script.parameters.domain;
  return (shown === undefined ? known : shown) === 'production' ? (
    <p className="mode">{t('screen.domains.production')}</p>
  ) : null;
};

/** A keyhole under a roof: the program's sign. */
const Mark = () => (
  <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M12 1 23 8v2H1V8z" />
    <path
      d="M3 11.500h18V23H3zM12 13.500a2.200 2.200 0 0 0-1.100 4.100L10.300 21h3.400l-.6-3.400A2.200 2.200 0 0 0 12 13.500z"
      fillRule="evenodd"
    />
  </svg>
);

const Settings = () => {
  const store = useStore();
  const { t, language } = useTexts();
  const { appearance } = useView();
  return (
    <div className="settings">
      <div role="group" aria-label={t('screen.settings.language')} className="switch">
        {languages.map((each) => (
          <button
            key={each}
            type="button"
            lang={each}
            aria-pressed={each === language}
            onClick={() => void store.setLanguage(each)}
          >
            {t(`screen.settings.languages.${each}`)}
          </button>
        ))}
      </div>
      <label className="setting">
        <span className="visually-hidden">{t('screen.settings.appearance')}</span>
        <select
          value={appearance}
          onChange={(event) => {
            const chosen = appearances.find((each) => each === event.target.value);
            if (chosen !== undefined) store.setAppearance(chosen);
          }}
        >
          {appearances.map((each) => (
            <option key={each} value={each}>
              {t(`screen.settings.appearances.${each}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
};

/** The instruments that are watched from beginning to end: networks, tokens, the clock. */
export const Instruments = () => {
  const { t } = useTexts();
  const { snapshot, surroundings, room } = useView();
  // While a ceremony is held it is the one that looks, and says so at once.
  const isHeld = snapshot !== null && snapshot.exported === null && snapshot.state.lifecycle !== 'abandoned';
  const airGap = isHeld ? snapshot.surroundings.airGap : (surroundings?.airGap ?? null);
  const tokens = surroundings?.tokens ?? snapshot?.surroundings.tokens ?? room?.tokens ?? [];
  const hsm = snapshot?.state.hsm?.token;
  return (
    <>
      <AirGap findings={airGap} />
      <details className="instrument">
        <summary>
          <Icon name="card" />
          {t('screen.token.present', { count: tokens.length })}
        </summary>
        <div className="instrument-more">
          {tokens.length === 0 ? <p>{t('screen.token.none')}</p> : null}
          {tokens.map((token) => (
            <TokenLine
              key={`${token.label} ${token.serial}`}
              token={token}
              kind={hsm !== undefined && hsm.serial === token.serial ? 'hsm' : 'card'}
            />
          ))}
        </div>
      </details>
      <Clock />
    </>
  );
};

/** Null: nobody has looked yet, which must not look like a closed room. */
const AirGap = ({ findings }: { readonly findings: readonly Finding[] | null }) => {
  const { t } = useTexts();
  if (findings === null) {
    return (
      <p className="instrument">
        <Icon name="look" />
        {t('screen.air-gap.unknown')}
      </p>
    );
  }
  const closed = findings.length === 0;
  return (
    <details className="instrument" data-tone={closed ? 'good' : 'bad'}>
      <summary>
        <Icon name={closed ? 'done' : 'warning'} />
        {closed ? t('screen.air-gap.closed') : t('screen.air-gap.open', { count: findings.length })}
      </summary>
      <div className="instrument-more">
        {closed ? <p>{t('screen.air-gap.closed-more')}</p> : <Findings findings={findings} />}
      </div>
    </details>
  );
};

const Clock = () => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  return (
    <p className="instrument" role="timer">
      <Icon name="clock" />
      <time>{timeOfDay(now)}</time>
    </p>
  );
};
