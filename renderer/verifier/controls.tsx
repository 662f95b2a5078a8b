import { useRef, type ChangeEvent } from 'react';
import { trustNames } from '../../ceremonies/verify/trusted.ts';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { chosenFiles, chosenFolder, type Chosen } from './chosen.ts';
import type { Said, TrustFiles } from './job.ts';

/** Choosing, printing, saving. */
export const Controls = ({
  chosen,
  said,
  choose,
  trusted,
  trust,
}: {
  readonly chosen: Chosen | null;
  readonly said: Said | null;
  readonly choose: (chosen: Chosen) => void;
  readonly trusted: TrustFiles;
  readonly trust: (trusted: TrustFiles) => void;
}) => {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const verdict = verdictOf(said);
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
        {verdict === null ? null : (
          <>
            <button type="button" className="secondary" onClick={() => window.print()}>
              <Icon name="print" />
              {t('verifier.print')}
            </button>
            <button type="button" className="quiet" onClick={() => save(nameOf(chosen), verdict)}>
              {t('verifier.save')}
            </button>
          </>
        )}
      </div>
      <Trust trusted={trusted} trust={trust} />
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

/** As `ceremony verify --json` writes it. */
const verdictOf = (said: Said | null): string | null => {
  const isVerdict = said?.kind === 'chain' || said?.kind === 'bundle';
  return isVerdict && said.verdict.ok ? `${JSON.stringify(said.verdict.value, null, 2)}\n` : null;
};

const nameOf = (chosen: Chosen | null): string =>
  `${chosen?.folder ?? chosen?.bundles[0]?.name ?? 'bundle'}.verdict.json`;

const save = (name: string, text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
};
