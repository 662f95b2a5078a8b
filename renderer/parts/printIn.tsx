import { useState } from 'react';
import { languages, type Language } from '../../ceremonies/texts/languages.ts';
import { useView } from '../store.ts';
import { Icon } from './icon.tsx';
import { useTexts } from './texts.ts';

/** Prints in the language that the reader of the paper needs, whichever the screens speak. */
export const PrintIn = ({
  label,
  className = 'secondary',
  print,
}: {
  readonly label: string;
  readonly className?: 'secondary' | 'quiet';
  readonly print: (language: Language) => void;
}) => {
  const { t, language: shown } = useTexts();
  const { asking } = useView();
  const [chosen, choose] = useState<Language | null>(null);
  const language = chosen ?? shown;
  return (
    <span className="print-in">
      <button
        type="button"
        className={className}
        disabled={asking === 'print'}
        onClick={() => print(language)}
      >
        <Icon name="print" />
        {label}
      </button>
      <select
        aria-label={t('screen.print.language')}
        value={language}
        onChange={(event) => choose(languages.find((each) => each === event.target.value) ?? null)}
      >
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {t(`screen.settings.languages.${each}`)}
          </option>
        ))}
      </select>
    </span>
  );
};
