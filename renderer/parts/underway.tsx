import { useEffect } from 'react';
import type { HowFar } from '../../ceremonies/verify/howFar.ts';
import { Icon } from './icon.tsx';
import { locales, useTexts } from './texts.ts';

/** How far the verification of bundles is, and the way to stop it, which Escape does, too. `far`: null until something was heard. */
export const Underway = ({ far, stop }: { readonly far: HowFar | null; readonly stop: () => void }) => {
  const { t, language } = useTexts();
  useEscape(stop);
  const { done, total, share } = far ?? { done: 0, total: 1, share: 0 };
  const text =
    total === 1
      ? t('screen.verify.working')
      : t('verifier.progress', { number: Math.min(done + 1, total), total });
  const percent = new Intl.NumberFormat(locales[language], { style: 'percent' }).format(share);
  return (
    <section className="underway" data-paper="no">
      <progress
        aria-label={text}
        {...(far === null ? {} : { value: done + share, max: total })}
        aria-valuetext={percent}
      />
      <p>
        <span role="status">{text}</span>
        {/* Whoever listens asks the bar, and is not told each percent. */}
        <strong aria-hidden="true">{far === null ? '' : percent}</strong>
      </p>
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
