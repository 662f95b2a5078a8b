import { useStore, useView } from '../store.ts';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { useKept } from './kept.ts';

type Brought = {
  readonly inventory: string | null;
  readonly backups: string | null;
  readonly out: string | null;
};
const nothingYet: Brought = { inventory: null, backups: null, out: null };
const places = ['inventory', 'backups', 'out'] as const;

/** Where the data lies that is to be moved, and where what was moved shall go. Either kind may be absent; not both. */
export const BringData = ({ question }: Asked<'bring-data'>) => {
  const store = useStore();
  const { snapshot } = useView();
  const { t } = useTexts();
  const [brought, setBrought] = useKept<Brought>(question, snapshot?.dataPlaces ?? nothingYet);
  const { inventory, backups, out } = brought;
  const choose = async (place: keyof Brought): Promise<void> => {
    if (place === 'inventory') {
      const reply = await store.ask('choose-file', {});
      if (reply.ok && reply.value !== null) setBrought({ ...brought, inventory: reply.value.file });
      return;
    }
    const reply = await store.ask('choose-directory', {});
    if (reply.ok && reply.value !== null) setBrought({ ...brought, [place]: reply.value.directory });
  };
  return (
    <AnswerForm
      question={question}
      action={t(question.again ? 'embassy.bring.go-on' : 'embassy.bring.read')}
      ready={out !== null && (inventory !== null || backups !== null)}
      read={() => (out === null ? null : { kind: 'bring-data', inventory, backups, out })}
    >
      <p className="hint">
        {t(question.again ? 'embassy.bring.again' : 'embassy.bring.lead', {
          key: `${question.label} v${question.version}`,
        })}
      </p>
      <ul className="brought-files">
        {places.map((place, index) => (
          <li key={place} data-filled={brought[place] === null ? undefined : ''}>
            <Icon name={brought[place] === null ? 'file' : 'done'} />
            <div>
              <h3>{t(`embassy.bring.${place}.name`)}</h3>
              <p className={brought[place] === null ? 'hint' : 'path'}>
                {brought[place] ?? t(`embassy.bring.${place}.meaning`)}
              </p>
            </div>
            <button
              type="button"
              className="secondary"
              data-answer={index === 0 ? '' : undefined}
              aria-label={t(
                brought[place] === null ? `embassy.bring.${place}.choose` : `embassy.bring.${place}.other`,
              )}
              onClick={() => void choose(place)}
            >
              {t(brought[place] === null ? `embassy.bring.${place}.choose` : 'embassy.bring.other')}
            </button>
            {brought[place] === null || place === 'out' ? null : (
              <button
                type="button"
                className="quiet"
                aria-label={t(`embassy.bring.${place}.without`)}
                onClick={() => setBrought({ ...brought, [place]: null })}
              >
                {t('embassy.bring.without')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </AnswerForm>
  );
};
