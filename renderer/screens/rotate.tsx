import { useId } from 'react';
import { dataUnder, nextVersionOf, versionsOf } from '../../ceremonies/model/register.ts';
import { StateBadge, dataText } from '../embassy/keys.tsx';
import { age, useNow } from '../embassy/names.ts';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { AlgorithmChoice } from './algorithm.tsx';
import { ContinueForm, type Given } from './continueForm.tsx';
import { PlaceField } from './guests.tsx';
import { People } from './people.tsx';
import {
  planOf,
  rotateDraftFor,
  rotateProblems,
  servingVersion,
  withLabel,
  type RotateDraft,
} from './rotateDraft.ts';
import { useDraft, type Fields } from './setUpForm.tsx';
import { Section, Tick } from './setUpParts.tsx';
import { DiceAndSheets, Threshold } from './splitting.tsx';

type Props = Fields<RotateDraft>;

/** A key gets its next version: which key, who gets the shares of it, and whether data moves along. */
export const Rotate = (given: Given) => {
  const { t } = useTexts();
  const { previous, duty } = given;
  const { fields, ...drafting } = useDraft(
    () => rotateDraftFor(previous, duty !== null && 'label' in duty ? duty.label : null),
    rotateProblems,
    planOf,
  );
  const { draft, change, problemAt } = fields;
  const custodians = draft.people.filter(({ role }) => role === 'custodian').length;
  return (
    <ContinueForm
      kind="rotate"
      given={given}
      drafting={drafting}
      nothing={previous.register.keys.length === 0}
    >
      <div className="set-up-columns">
        <div>
          <KeyChoice {...fields} />
          <Data {...fields} />
          <Section title={t('embassy.rotate.new-key')}>
            <AlgorithmChoice
              chosen={draft.algorithm}
              choose={(algorithm) => change({ algorithm })}
              before={servingVersion(previous.register, draft.keyLabel)?.algorithm ?? null}
            />
          </Section>
        </div>
        <div>
          <People {...fields} title="screen.set-up.people" />
          <Section title={t('screen.set-up.split')}>
            <Threshold
              draft={draft}
              custodians={custodians}
              change={change}
              problem={problemAt('threshold')}
            />
            <DiceAndSheets draft={draft} change={change} />
          </Section>
          <Section title={t('screen.set-up.where')}>
            <PlaceField {...fields} />
          </Section>
        </div>
      </div>
    </ContinueForm>
  );
};

/** The labels of the register; each with the version that serves now and the one that it gets. */
const KeyChoice = ({ draft, change, problemAt }: Props) => {
  const { t, language } = useTexts();
  const id = useId();
  const now = useNow();
  const { register } = draft.previous;
  return (
    <Section title={t('embassy.rotate.which')}>
      <div className="choices" role="radiogroup" aria-label={t('embassy.rotate.which')}>
        {register.keys.map(({ label }, index) => {
          const serving = servingVersion(register, label);
          const last = serving?.transitions.at(-1);
          const lasting = last === undefined ? null : age(last.at, now, language);
          return (
            <label key={label} className="choice">
              <input
                type="radio"
                name="keyLabel"
                data-place={index === 0 ? 'keyLabel' : undefined}
                checked={draft.keyLabel === label}
                onChange={() => change(withLabel(draft, label))}
              />
              <span className="choice-name key-label">{label}</span>
              <span className="choice-what choice-versions">
                {serving === undefined ? null : (
                  <>
                    {t('embassy.keys.version', { version: serving.version })}{' '}
                    <StateBadge state={serving.state} />{' '}
                    {lasting === null ? null : t('embassy.rotate.for', { age: lasting })}
                  </>
                )}
              </span>
              <span className="choice-what">
                {t('embassy.rotate.becomes', { version: nextVersionOf(register, label) })}
              </span>
            </label>
          );
        })}
      </div>
      <FieldProblem id={`${id}-problem`} problem={problemAt('keyLabel')} />
    </Section>
  );
};

const Data = ({ draft, change }: Props) => {
  const texts = useTexts();
  const { t } = texts;
  const { register } = draft.previous;
  const known = versionsOf(register, draft.keyLabel).flatMap(({ version }) =>
    dataUnder(register, { label: draft.keyLabel, version }).map((each) => ({ version, each })),
  );
  return (
    <Section title={t('embassy.rotate.data')}>
      <Tick
        name={t('embassy.rotate.rewrap')}
        meaning={t('embassy.rotate.rewrap-meaning')}
        checked={draft.rewrap}
        change={(rewrap) => change({ rewrap })}
      />
      {known.length === 0 ? (
        <p className="hint">{t('embassy.rotate.no-data-known')}</p>
      ) : (
        <ul className="plain-list">
          {known.map(({ version, each }) => (
            <li key={`${version} ${each.holds} ${each.name}`}>
              {t('embassy.keys.version', { version })}: {dataText(each, texts)}
            </li>
          ))}
        </ul>
      )}
      {draft.rewrap ? null : <p className="hint">{t('embassy.rotate.stays')}</p>}
    </Section>
  );
};
