import type { PinTries } from '../../ceremonies/model/question.ts';
import { versionOf } from '../../ceremonies/model/register.ts';
import { currentStep, type State } from '../../ceremonies/model/state.ts';
import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { Icon } from '../parts/icon.tsx';
import { useRehearsalPins } from '../parts/rehearsalPins.ts';
import { SecretField } from '../parts/secret.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { inEights, useTexts } from '../parts/texts.ts';
import { CheckWords } from '../parts/words.tsx';
import { useView } from '../store.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { TokenLine } from '../parts/tokenLine.tsx';
import { CardLostNote } from './cardLostNote.tsx';
import { HsmLostNote } from './hsmLostNote.tsx';
import { LookAgain } from './lookAgain.tsx';
import type { RaiseException } from './surrogateNote.tsx';

/** Which card is wanted, and whether it is in a reader. */
export const CardStatus = ({ card, present }: { readonly card: TokenFacts; readonly present: boolean }) => {
  const { t } = useTexts();
  return (
    <div className="card-status" data-present={present}>
      <TokenLine token={card} kind="card" />
      <p role="status">
        <Icon name={present ? 'done' : 'warning'} />
        {t(present ? 'screen.card.present' : 'screen.card.absent')}
      </p>
      {present ? null : <LookAgain />}
    </div>
  );
};

export const Tries = ({ tries }: { readonly tries: PinTries }) => {
  const { t } = useTexts();
  return (
    <span className="tries" data-tries={tries}>
      {tries === 'all' ? null : <Icon name="warning" />}
      {t(`screen.tries.${tries}`)}
    </span>
  );
};

/** The PIN of a card, and how many tries are left: a card that is locked takes none. */
export const CardPinField = ({ name, tries }: { readonly name: string; readonly tries: PinTries }) => {
  const { t } = useTexts();
  return (
    <SecretField
      name={name}
      label={t('screen.card.pin')}
      hint={<Tries tries={tries} />}
      disabled={tries === 'none'}
    />
  );
};

const endsSomething: ReadonlySet<string> = new Set(['confirm-destruction', 'give-up-data']);

export const CardPin = ({
  question,
  state,
  raiseException,
}: Asked<'card-pin'> & { readonly state: State; readonly raiseException: RaiseException }) => {
  const { t } = useTexts();
  const { snapshot } = useView();
  const head = snapshot?.headToSign ?? null;
  // With a card that is locked nobody signs them: what to do instead needs the room.
  const aloud = question.purpose === 'sign-act' && head !== null && question.tries !== 'none';
  const lost = <CardLostNote question={question} state={state} raiseException={raiseException} />;
  return (
    <AnswerForm
      question={question}
      action={t(`screen.card.${question.purpose}`)}
      {...(endsSomething.has(question.purpose) ? { tone: 'bad' as const } : {})}
      ready={question.present && question.tries !== 'none'}
      read={(secrets) => ({ kind: 'card-pin', pin: secrets.get('pin') ?? '' })}
    >
      {question.purpose === 'confirm-destruction' ? <ToBeDestroyed /> : null}
      {question.purpose === 'give-up-data' ? <ToBeGivenUp /> : null}
      {question.purpose === 'vouch' && question.tries !== 'none' ? <ToBeVouchedFor state={state} /> : null}
      <div className={aloud ? 'beside' : undefined}>
        {aloud ? (
          <div className="stack">
            <section className="aloud">
              <h3>{t('screen.words.aloud')}</h3>
              <CheckWords words={head.words} size="aloud" />
            </section>
            {lost}
          </div>
        ) : null}
        <div className="card-row">
          <CardStatus card={question.card} present={question.present} />
          <CardPinField name="pin" tries={question.tries} />
        </div>
      </div>
      {aloud ? null : lost}
    </AnswerForm>
  );
};

/** The new card, and whose it is to be. */
const ToBeVouchedFor = ({ state }: { readonly state: State }) => {
  const { t } = useTexts();
  const { replacing } = state;
  if (replacing === null || replacing.card === null) return null;
  const { token, certificateSha256 } = replacing.card;
  return (
    <dl className="facts">
      <div>
        <dt>{t('screen.card.vouch-holder')}</dt>
        <dd>{nameOf(state, replacing.participant)}</dd>
      </div>
      <div>
        <dt>{t('screen.card.vouch-card')}</dt>
        <dd>{tokenName(token)}</dd>
      </div>
      <div data-long="">
        <dt>{t('report.certificate')}</dt>
        <dd>{inEights(certificateSha256)}</dd>
      </div>
    </dl>
  );
};

/** The last active version: its name and its check value, as the register has them, for two people to look at once more. */
const ToBeDestroyed = () => {
  const { t } = useTexts();
  const { snapshot } = useView();
  const key = snapshot === null ? undefined : currentStep(snapshot.state)?.key;
  const register = snapshot?.state.previousBundle?.register;
  if (key === undefined || register === undefined) return null;
  return (
    <div className="note destruction" data-tone="bad" role="alert">
      <Icon name="warning" />
      <div>
        <p className="note-sentence">{t('embassy.confirm-destruction.what')}</p>
        <p className="destruction-key">{`${key.label} v${key.version}`}</p>
        <dl className="facts">
          <div data-long="">
            <dt>{t('facts.check-value')}</dt>
            <dd>{inEights(versionOf(register, key)?.checkValue ?? '')}</dd>
          </div>
        </dl>
      </div>
    </div>
  );
};

/** All that lies under the key, as the card is going to sign it: each data set, its count and the digest of its list; and why. */
const ToBeGivenUp = () => {
  const { t } = useTexts();
  const { snapshot } = useView();
  const script = snapshot?.state.script;
  const target = script?.kind === 'destroy' ? script.parameters.target : null;
  if (target?.kind !== 'key' || target.givenUp === undefined) return null;
  const { reason, dataSets } = target.givenUp;
  return (
    <div className="note destruction" data-tone="bad" role="alert">
      <Icon name="warning" />
      <div>
        <p className="note-sentence">
          {t('embassy.give-up.what', { key: `${target.label} v${target.version}` })}
        </p>
        <dl className="facts">
          {dataSets.map(({ name, holds, count, sha256 }) => (
            <div data-long="" key={`${holds} ${name}`}>
              <dt>{t(`embassy.keys.holds.${holds}`, { name, count, number: String(count) })}</dt>
              <dd>{sha256 === null ? t('embassy.give-up.no-list') : inEights(sha256)}</dd>
            </div>
          ))}
          <div data-long="">
            <dt>{t('embassy.give-up.why')}</dt>
            <dd className="prose">{reason}</dd>
          </div>
        </dl>
      </div>
    </div>
  );
};

/** The HSM was logged out: removed, or the program was started again. */
export const HsmPin = ({
  question,
  state,
  raiseException,
}: Asked<'hsm-pin'> & { readonly state: State; readonly raiseException: RaiseException }) => {
  const pins = useRehearsalPins();
  const { t } = useTexts();
  return (
    <AnswerForm
      question={question}
      action={t('screen.hsm.log-in')}
      ready={question.tries !== 'none'}
      read={(secrets) => ({ kind: 'hsm-pin', pin: secrets.get('pin') ?? '' })}
    >
      <TokenLine token={question.token} kind="hsm" />
      <SecretField
        name="pin"
        label={t('screen.hsm.pin', { label: question.token.label })}
        hint={
          <>
            <Tries tries={question.tries} />
            {pins === null ? null : <span>{t('screen.rehearsal-pin', { pin: pins.hsm })}</span>}
          </>
        }
      />
      <HsmLostNote state={state} raiseException={raiseException} />
    </AnswerForm>
  );
};
