import type { Texts } from '../../ceremonies/texts/texts.ts';
import { useHeading } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import { exceedsOpenssl, type Finished } from './backupDraft.ts';
import { FactList, Frame, useSizeText, Warning } from './backupParts.tsx';

/** What became of it, by names in the catalogue. */
const meaningOf = (
  finished: Finished,
): { readonly name: 'authentic' | 'unproved' | 'sealed'; readonly good: boolean } => {
  if (finished.work === 'seal') return { name: 'sealed', good: true };
  return finished.opened.authenticated
    ? { name: 'authentic', good: true }
    : { name: 'unproved', good: false };
};

const factsOf = (
  finished: Finished,
  t: Texts['t'],
  size: (bytes: number) => string,
): readonly (readonly [string, string])[] => {
  const saved = [t('backups.done.saved'), finished.output] as const;
  if (finished.work === 'open') {
    const { contentBytes, keyLabel, cipher } = finished.opened;
    return [
      saved,
      [t('backups.size'), size(contentBytes)],
      [t('backups.done.opened-with'), keyLabel],
      [t('backups.sealed.cipher'), t(`backups.ciphers.${cipher}`)],
    ];
  }
  const { sealedBytes, key } = finished.sealed;
  const algorithm = t(`screen.algorithms.${key.algorithm}.name`);
  return [
    saved,
    [t('backups.size'), size(sealedBytes)],
    [t('backups.done.sealed-to'), `${key.label} v${key.version} · ${algorithm}`],
  ];
};

export const Done = ({
  finished,
  rehearsed,
  again,
}: {
  readonly finished: Finished;
  readonly rehearsed: boolean;
  readonly again: () => void;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const size = useSizeText();
  const heading = useHeading(finished);
  const { name, good } = meaningOf(finished);
  const { work } = finished;
  return (
    <Frame rehearsed={rehearsed}>
      <header className="page-head">
        <div className="outcome" data-outcome={good ? 'good' : 'unreadable'}>
          <Icon name={good ? 'proved' : 'warning'} />
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {t(`backups.done.${name}`)}
            </h1>
            <p className="lead">{t(`backups.done.${name}-meaning`)}</p>
          </div>
        </div>
      </header>
      <FactList facts={factsOf(finished, t, size)} />
      {finished.work === 'seal' && finished.sealed.key.domain === 'rehearsal' ? (
        <Warning>{t('backups.bundle.rehearsal')}</Warning>
      ) : null}
      {finished.work === 'seal' && exceedsOpenssl(finished.sealed.contentBytes) ? (
        <Warning>{t('backups.large')}</Warning>
      ) : null}
      <div className="actions">
        <button type="button" className="secondary" onClick={() => store.go({ name: 'start' })}>
          {t('screen.back')}
        </button>
        <button type="button" className="primary" data-primary="" onClick={again}>
          {t(`backups.done.again.${work}`)}
        </button>
      </div>
    </Frame>
  );
};
