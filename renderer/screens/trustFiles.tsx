import { trustNames, type TrustName } from '../../ceremonies/verify/trusted.ts';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';

/** Where the files lie that say whom an auditor knows and trusts. */
export type TrustPaths = Readonly<Record<TrustName, string | null>>;
export const nothingTrusted: TrustPaths = { people: null, trustAnchors: null, timeAnchors: null };

/** Lets an auditor bring what the verdict is to say of people and authorities. Folded away: nothing of it is needed. */
export const TrustFiles = ({
  trusted,
  trust,
}: {
  readonly trusted: TrustPaths;
  readonly trust: (trusted: TrustPaths) => void;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const choose = async (name: TrustName): Promise<void> => {
    const reply = await store.ask('choose-file', {});
    if (reply.ok && reply.value !== null) trust({ ...trusted, [name]: reply.value.file });
  };
  return (
    <details className="trust">
      <summary>{t('verifier.trust')}</summary>
      <p className="hint">{t('verifier.trust-hint')}</p>
      <ul className="plain">
        {trustNames.map((name) => {
          const path = trusted[name];
          return (
            <li key={name}>
              <h3 id={`trust-${name}`}>{t(`verifier.trusted.${name}`)}</h3>
              {path === null ? null : <p className="path">{path}</p>}
              <div className="row">
                <button
                  type="button"
                  className="secondary"
                  aria-describedby={`trust-${name}`}
                  disabled={asking !== null}
                  onClick={() => void choose(name)}
                >
                  {t(path === null ? 'screen.verify.trust-choose' : 'screen.verify.trust-other')}
                </button>
                {path === null ? null : (
                  <button
                    type="button"
                    className="quiet"
                    aria-describedby={`trust-${name}`}
                    disabled={asking !== null}
                    onClick={() => trust({ ...trusted, [name]: null })}
                  >
                    {t('screen.verify.trust-without')}
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </details>
  );
};
