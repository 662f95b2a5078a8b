import { useRef, type ChangeEvent } from 'react';
import { comparisonAsJson } from '../../ceremonies/verify/comparison.ts';
import { trustNames } from '../../ceremonies/verify/trusted.ts';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import type { Found } from '../screens/found.tsx';
import { chosenFiles, chosenFolder, type Chosen } from './chosen.ts';
import type { TrustFiles } from './job.ts';

/** Choosing, printing, saving. */
export const Controls = ({
  chosen,
  found,
  choose,
  back,
  trusted,
  trust,
}: {
  readonly chosen: Chosen | null;
  readonly found: Found | null;
  readonly choose: (chosen: Chosen) => void;
  /** From a comparison to what was there before; null where there is nothing to go back to. */
  readonly back: (() => void) | null;
  readonly trusted: TrustFiles;
  readonly trust: (trusted: TrustFiles) => void;
}) => {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const ask = (forFolder: boolean): void => {
    if (input.current === null) return;
    input.current.webkitdirectory = forFolder;
    input.current.click();
  };
  const take = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    const { files, webkitdirectory } = target;
    if (files !== null && files.length > 0)
      choose(webkitdirectory ? chosenFolder(files) : chosenFiles(files));
    // The same file again, after it was replaced on the disk, is a choice, too.
    target.value = '';
  };

  return (
    <section className="verify-files" data-paper="no">
      <input ref={input} type="file" hidden multiple accept=".asice" onChange={take} />
      <div className="row">
        <button
          type="button"
          className={chosen === null ? 'primary' : 'secondary'}
          onClick={() => ask(false)}
        >
          <Icon name="file" />
          {t('verifier.choose')}
        </button>
        <button type="button" className="secondary" onClick={() => ask(true)}>
          {t('embassy.chain.choose')}
        </button>
        {back === null ? null : (
          <button type="button" className="secondary" onClick={back}>
            {t('screen.compare.back')}
          </button>
        )}
        {found === null ? null : (
          <>
            <button type="button" className="secondary" onClick={() => window.print()}>
              <Icon name="print" />
              {t('verifier.print')}
            </button>
            <button
              type="button"
              className="quiet"
              onClick={() => save(nameOf(chosen, found), asJson(found))}
            >
              {t(found.kind === 'comparison' ? 'verifier.save-comparison' : 'verifier.save')}
            </button>
          </>
        )}
      </div>
      {back === null ? <Trust trusted={trusted} trust={trust} /> : null}
    </section>
  );
};

const Trust = ({
  trusted,
  trust,
}: {
  readonly trusted: TrustFiles;
  readonly trust: (trusted: TrustFiles) => void;
}) => {
  const { t } = useTexts();
  return (
    <details className="trust">
      <summary>{t('verifier.trust')}</summary>
      <p className="hint">{t('verifier.trust-hint')}</p>
      {trustNames.map((name) => (
        <label key={name}>
          <span>{t(`verifier.trusted.${name}`)}</span>
          <input
            type="file"
            accept={name === 'people' ? '.json' : '.pem,.crt,.cer'}
            onChange={({ target }) => trust({ ...trusted, [name]: target.files?.[0] ?? null })}
          />
        </label>
      ))}
    </details>
  );
};

/** As `ceremony verify --json` writes it, or `ceremony diff --json`. */
const asJson = (found: Found): string => {
  const said = found.kind === 'comparison' ? comparisonAsJson(found.comparison) : found.verdict;
  return `${JSON.stringify(said, null, 2)}\n`;
};

const nameOf = (chosen: Chosen | null, { kind }: Found): string =>
  `${chosen?.folder ?? chosen?.bundles[0]?.name ?? 'bundle'}.${kind === 'comparison' ? 'diff' : 'verdict'}.json`;

const save = (name: string, text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
};
