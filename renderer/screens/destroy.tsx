import { useId } from 'react';
import type { Duty } from '../../ceremonies/model/duties.ts';
import { destroyOptions } from '../../ceremonies/model/offers.ts';
import type { DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { dataUnder, hsmsWith, setOf, versionOf } from '../../ceremonies/model/register.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { dataText } from '../embassy/keys.tsx';
import { setName } from '../embassy/names.ts';
import { StillOpens } from '../embassy/sets.tsx';
import { Icon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { ContinueForm, type Given } from './continueForm.tsx';
import { Auditors, Custodians, Leading } from './continuePeople.tsx';
import {
  destroyDraftFor,
  destroyProblems,
  isLastActive,
  planOf,
  targetIn,
  targetSet,
  type DestroyDraft,
} from './destroyDraft.ts';
import { targetName, Targets } from './destroyTargets.tsx';
import { useDraft, type Fields } from './setUpForm.tsx';
import { Section, TextField, Tick } from './setUpParts.tsx';

type Props = Fields<DestroyDraft>;

const targetOf = (duty: Duty | null): DestroyTarget | null => {
  if (duty?.kind === 'destroy-version') return { kind: 'key', label: duty.label, version: duty.version };
  if (duty?.kind === 'lost-card') return { kind: 'card', certificateSha256: duty.certificateSha256 };
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
          <GivenUp {...fields} />
          <OtherHsms {...fields} />
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

/** What still lies under the key and was never moved: it can be given up, with a reason, by both who lead. */
const GivenUp = ({ draft, change, problemAt, touch }: Props) => {
  const texts = useTexts();
  const { t } = texts;
  const target = targetIn(draft);
  if (target?.kind !== 'key' || target.givenUp === undefined) return null;
  return (
    <Section title={t('embassy.destroy.given-up.title')}>
      <Note tone="bad" role="alert">
        <p className="note-sentence">{t('embassy.destroy.given-up.lead')}</p>
        <p>{t('embassy.destroy.given-up.first')}</p>
      </Note>
      <ul className="afterwards">
        {dataUnder(draft.previous.register, target).map((each) => (
          <li key={`${each.holds} ${each.name}`} data-kind="gone">
            <Icon name="failed" />
            {dataText(each, texts)}
          </li>
        ))}
      </ul>
      <TextField
        label={t('embassy.destroy.given-up.reason')}
        hint={t('embassy.destroy.given-up.reason-hint')}
        place="reason"
        lengthMax={1000}
        value={draft.reason}
        problem={problemAt('reason')}
        change={(reason) => change({ reason })}
        touch={() => touch('reason')}
      />
    </Section>
  );
};

/** A key that is on several HSMs is destroyed at one of them; of one that exists no more two people say so. */
const OtherHsms = ({ draft, change }: Props) => {
  const { t } = useTexts();
  const { target, lost } = draft;
  const version =
    target?.kind === 'key' && target.foundHsm === undefined
      ? versionOf(draft.previous.register, target)
      : undefined;
  const hsms = version === undefined ? [] : hsmsWith(version);
  if (hsms.length < 2) return null;
  const left = hsms.length - lost.length;
  return (
    <Section title={t('embassy.destroy.hsms.title', { count: hsms.length })}>
      <p className="hint">{t(left > 1 ? 'embassy.destroy.hsms.lives-on' : 'embassy.destroy.hsms.ends')}</p>
      {hsms.map(({ label, serial }) => (
        <Tick
          key={serial}
          name={t('embassy.destroy.hsms.lost', { hsm: tokenName({ label, serial }) })}
          tone="warn"
          checked={lost.includes(serial)}
          change={(checked) =>
            change({ lost: checked ? [...lost, serial] : lost.filter((each) => each !== serial) })
          }
        />
      ))}
    </Section>
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
  const isLast = isLastActive(register, targetIn(draft));
  const set = targetSet(register, target);
  const key = target.kind === 'key' ? versionOf(register, target) : undefined;
  const guard = key === undefined ? undefined : setOf(register, key.set);
  const name = targetName(register, target, texts);
  return (
    <Section title={t('embassy.destroy.afterwards')}>
      {isLast ? (
        <Note tone="bad" role="alert">
          <p className="note-sentence">{t('embassy.destroy.last-active', { key: name })}</p>
          <p>{t('embassy.destroy.last-active-more')}</p>
        </Note>
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
