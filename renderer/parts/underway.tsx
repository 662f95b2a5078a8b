import { useEffect } from 'react';
import type { HowFar } from '../../ceremonies/verify/howFar.ts';
import { Icon } from './icon.tsx';
import { locales, useTexts } from './texts.ts';

/** How far something with bundles is. `far`: null until something was heard. */
export const HowFarBar = ({ text, far }: { readonly text: string; readonly far: HowFar | null }) => {
  const { language } = useTexts();
  const { done, total, share } = far ?? { done: 0, total: 1, share: 0 };
  const percent = new Intl.NumberFormat(locales[language], { style: 'percent' }).format(share);
  return (
    <div className="how-far">
      <progress
        aria-label={text}
        {...(far === null ? {} : { value: done + share, max: total, 'aria-valuetext': percent })}
      />
      <p>
        <span role="status">{text}</span>
        {/* Whoever listens asks the bar, and is not told each percent. */}
        <strong aria-hidden="true">{far === null ? '' : percent}</strong>
      </p>
    </div>
  );
};

/** How far the verification of bundles is, and the way to stop it, which Escape does, too. */
export const Underway = ({ far, stop }: { readonly far: HowFar | null; readonly stop: () => void }) => {
  const { t } = useTexts();
  useEscape(stop);
  const { done, total } = far ?? { done: 0, total: 1 };
  const text =
    total === 1
      ? t('screen.verify.working')
      : t('verifier.progress', { number: Math.min(done + 1, total), total });
  return (
    <section className="underway" data-paper="no">
      <HowFarBar text={text} far={far} />
      <button type="button" className="secondary" aria-keyshortcuts="Escape" onClick={stop}>
        <Icon name="failed" />
        {t('verifier.stop')}
        <kbd>Esc</kbd>
      </button>
    </section>
  );
};

const useEscape = (press: () => void): void => {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      press();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [press]);
};
