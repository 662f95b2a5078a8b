import { useId } from 'react';
import type { Duty } from '../../ceremonies/model/duties.ts';
import { destroyOptions } from '../../ceremonies/model/offers.ts';
import type { DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { setOf, versionOf } from '../../ceremonies/model/register.ts';
import { setName } from '../embassy/names.ts';
import { StillOpens } from '../embassy/sets.tsx';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { ContinueForm, type Given } from './continueForm.tsx';
import { Auditors, Custodians, Leading } from './continuePeople.tsx';
import {
  destroyDraftFor,
  destroyProblems,
  isLastActive,
  planOf,
  targetSet,
  type DestroyDraft,
} from './destroyDraft.ts';
import { targetName, Targets } from './destroyTargets.tsx';
import { useDraft, type Fields } from './setUpForm.tsx';
import { Section, Tick } from './setUpParts.tsx';

type Props = Fields<DestroyDraft>;

const targetOf = (duty: Duty | null): DestroyTarget | null => {
  if (duty?.kind === 'destroy-version') return { kind: 'key', label: duty.label, version: duty.version };
  return duty?.kind === 'old-shares' ? { kind: 'set', set: duty.set } : null;
};

/** A version of a key, the shares of a set, or a card comes to its end: which, what that means, and who is there. */
export const Destroy = (given: Given) => {
  const { previous, duty } = given;
  const { fields, ...drafting } = useDraft(
    () => destroyDraftFor(previous, targetOf(duty)),
    destroyProblems,
    planOf,
  );
  const { register } = previous;
  const set = targetSet(register, fields.draft.target);
  return (
    <ContinueForm
      kind="destroy"
      given={given}
      drafting={drafting}
      nothing={destroyOptions(register).length === 0}
    >
      <div className="set-up-columns">
        <div>
          <Targets {...fields} />
        </div>
        <div>
          <Afterwards {...fields} />
          <Leading {...fields} />
          {set === null ? null : (
            <Custodians {...fields} sets={[set]} needed={1} fresh={false} surrogates={false} />
          )}
          <Auditors {...fields} />
        </div>
      </div>
    </ContinueForm>
  );
};

/** In plain words: what will not be possible any more, and what will all the same. */
const Afterwards = ({ draft, change, problemAt }: Props) => {
  const texts = useTexts();
  const { t } = texts;
  const id = useId();
  const { target } = draft;
  const { register } = draft.previous;
  if (target === null)
    return (
      <Section title={t('embassy.destroy.afterwards')}>
        <p className="hint">{t('embassy.destroy.choose-first')}</p>
      </Section>
    );
  const isLast = isLastActive(register, target);
  const set = targetSet(register, target);
  const key = target.kind === 'key' ? versionOf(register, target) : undefined;
  const guard = key === undefined ? undefined : setOf(register, key.set);
  const name = targetName(register, target, texts);
  return (
    <Section title={t('embassy.destroy.afterwards')}>
      {isLast ? (
        <div className="note" data-tone="bad" role="alert">
          <Icon name="warning" />
          <div>
            <p className="note-sentence">{t('embassy.destroy.last-active', { key: name })}</p>
            <p>{t('embassy.destroy.last-active-more')}</p>
          </div>
        </div>
      ) : null}
      <ul className="afterwards">
        {(['gone', 'stays'] as const).map((each) => (
          <li key={each} data-kind={each}>
            <Icon name={each === 'gone' ? 'failed' : 'done'} />
            {t(`embassy.destroy.${each}.${target.kind}`, { name })}
          </li>
        ))}
      </ul>
      {set === null ? null : <StillOpens register={register} set={set} />}
      {guard === undefined || target.kind !== 'key' ? null : (
        <p className="hint">
          {t('embassy.destroy.old-bundles', {
            set: setName(register, guard.set, texts),
            threshold: guard.threshold,
          })}
        </p>
      )}
      <Tick
        name={t(isLast ? 'embassy.destroy.understood-last' : 'embassy.destroy.understood', { name })}
        tone="warn"
        checked={draft.understood}
        change={(understood) => change({ understood })}
      />
      <FieldProblem id={`${id}-understood`} problem={problemAt('understood')} />
    </Section>
  );
};
