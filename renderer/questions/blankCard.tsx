import { useId } from 'react';
import type { AnswerTo } from '../../ceremonies/model/question.ts';
import { useRehearsalPins } from '../parts/rehearsalPins.ts';
import { SecretField } from '../parts/secret.tsx';
import { useTexts } from '../parts/texts.ts';

/** The PINs of a card that becomes somebody's own. `differ`: the two new ones were not the same. */
export const BlankCardSecrets = ({ differ }: { readonly differ: boolean }) => {
  const { t } = useTexts();
  const pins = useRehearsalPins();
  const id = useId();
  return (
    <div className="secrets">
      <SecretField
        name="so-pin"
        label={t('screen.enrol.so-pin')}
        hint={
          pins === null ? t('screen.enrol.so-pin-hint') : t('screen.rehearsal-pin', { pin: pins.transport })
        }
      />
      <SecretField name="user-pin" label={t('screen.enrol.new-pin')} described={differ ? id : undefined} />
      <SecretField name="user-pin-again" label={t('screen.enrol.new-pin-again')} />
      {differ ? (
        <p className="field-problem" id={id} role="alert">
          {t('screen.enrol.pins-differ')}
        </p>
      ) : null}
    </div>
  );
};

type Initialise = Extract<AnswerTo<'enrol-card'>['mode'], { kind: 'initialise' }>;

/** What was typed into them; null, and back to the first field, when the two new PINs differ. */
export const readBlankCard = (
  secrets: ReadonlyMap<string, string>,
  form: HTMLFormElement,
): Initialise | null => {
  const userPin = secrets.get('user-pin') ?? '';
  if (userPin !== secrets.get('user-pin-again')) {
    form.querySelector<HTMLInputElement>('input[name="so-pin"]')?.focus();
    return null;
  }
  return { kind: 'initialise', soPin: secrets.get('so-pin') ?? '', userPin };
};
