import { useState } from 'react';
import { inEights, useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';

/** Nobody should have to trust this program to check what it made. */
export const Alone = () => {
  const store = useStore();
  const { t } = useTexts();
  const { asking, room } = useView();
  const sha256 = room?.software.verifierSha256 ?? null;
  const [saved, setSaved] = useState<string | null>(null);
  if (sha256 === null) return null;
  const save = async (): Promise<void> => {
    const reply = await store.ask('save-verifier', {});
    if (reply.ok && reply.value !== null) setSaved(reply.value.file);
  };
  return (
    <section className="alone" aria-labelledby="alone-title">
      <h2 id="alone-title">{t('verifier.alone')}</h2>
      <p className="lead">{t('verifier.alone-meaning')}</p>
      <dl className="facts" data-width="full">
        <div data-long="">
          <dt>verifier.html, SHA-256</dt>
          <dd>{inEights(sha256)}</dd>
        </div>
      </dl>
      <button type="button" className="secondary" disabled={asking !== null} onClick={() => void save()}>
        {t('verifier.save-copy')}
      </button>
      <p className="hint" role="status">
        {saved === null ? null : t('verifier.saved', { file: saved })}
      </p>
    </section>
  );
};
