import { keyAlgorithms, type KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { useTexts } from '../parts/texts.ts';

/** `before`: what the version before is; said beside it. */
export const AlgorithmChoice = ({
  chosen,
  choose,
  before = null,
}: {
  readonly chosen: KeyAlgorithm;
  readonly choose: (algorithm: KeyAlgorithm) => void;
  readonly before?: KeyAlgorithm | null;
}) => {
  const { t } = useTexts();
  return (
    <fieldset className="choices">
      <legend>{t('screen.set-up.algorithm')}</legend>
      {keyAlgorithms.map((each) => (
        <label key={each} className="choice">
          <input type="radio" name="algorithm" checked={chosen === each} onChange={() => choose(each)} />
          <span className="choice-name">
            {t(`screen.algorithms.${each}.name`)}
            {each === before ? <span className="hint"> {t('embassy.rotate.as-before')}</span> : null}
          </span>
          <span className="choice-what">{t(`screen.algorithms.${each}.meaning`)}</span>
        </label>
      ))}
    </fieldset>
  );
};
