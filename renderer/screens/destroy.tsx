import { useId } from 'react';
import type { Duty } from '../../ceremonies/model/duties.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { destroyOptions, type DestroyOption } from '../../ceremonies/model/offers.ts';
import type { DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { setOf, versionOf, type Register } from '../../ceremonies/model/register.ts';
import type { Texts } from '../../ceremonies/texts/catalogue.ts';
import { StateBadge } from '../embassy/keys.tsx';
import { keyText, setName } from '../embassy/names.ts';
import { StillOpens } from '../embassy/sets.tsx';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { listed, sentenceOf, useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import { ContinueForm } from './continueForm.tsx';
import { Auditors, Custodians, Leading } from './continuePeople.tsx';
import {
  destroyDraftFor,
  destroyProblems,
  isLastActive,
  planOf,
  sameTarget,
  targetSet,
  withTarget,
  type DestroyDraft,
} from './destroyDraft.ts';
import { useDraft, type Fields } from './setUpForm.tsx';
import { Section, Tick } from './setUpParts.tsx';

type Props = Fields<DestroyDraft>;

const targetOf = (duty: Duty | null): DestroyTarget | null => {
  if (duty?.kind === 'destroy-version') return { kind: 'key', label: duty.label, version: duty.version };
  return duty?.kind === 'old-shares' ? { kind: 'set', set: duty.set } : null;
};

/** A version of a key, the shares of a set, or a card comes to its end: which, what that means, and who is there. */
export const Destroy = ({
  file,
  previous,
  duty,
}: {
  readonly file: string;
  readonly previous: PreviousBundle;
  readonly duty: Duty | null;
}) => {
  const store = useStore();
  const { form, fields, isReady, problemsShown } = useDraft(
    () => destroyDraftFor(previous, targetOf(duty)),
    destroyProblems,
  );
  const { draft } = fields;
  const { register } = previous;
  const set = targetSet(register, draft.target);
  const begin = (): void => {
    const plan = planOf(draft);
    if (!isReady() || plan === null) return;
    void store.ask('start-ceremony', { plan, previousBundle: file });
  };
  return (
    <ContinueForm
      kind="destroy"
      previous={previous}
      form={form}
      problemsShown={problemsShown}
      nothing={destroyOptions(register).length === 0}
      begin={begin}
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

const kinds = ['key', 'set', 'card'] as const;

const Targets = (fields: Props) => {
  const { t } = useTexts();
  const id = useId();
  const { draft, problemAt } = fields;
  const options = destroyOptions(draft.previous.register);
  const first = options.find(({ problems }) => problems.length === 0);
  return (
    <>
      {kinds.map((kind) => {
        const those = options.filter(({ target }) => target.kind === kind);
        return those.length === 0 ? null : (
          <Section key={kind} title={t(`embassy.destroy.kinds.${kind}`)}>
            <div className="choices" role="radiogroup" aria-label={t(`embassy.destroy.kinds.${kind}`)}>
              {those.map((option) => (
                <TargetChoice
                  key={JSON.stringify(option.target)}
                  {...fields}
                  option={option}
                  isFirst={option === first}
                />
              ))}
            </div>
          </Section>
        );
      })}
      <FieldProblem id={`${id}-target`} problem={problemAt('target')} />
    </>
  );
};

/** What must not be destroyed can be reached all the same, and says why. */
const TargetChoice = ({
  draft,
  change,
  option: { target, problems },
  isFirst,
}: Props & { readonly option: DestroyOption; readonly isFirst: boolean }) => {
  const texts = useTexts();
  const id = useId();
  const { register } = draft.previous;
  const isOpen = problems.length === 0;
  const state = target.kind === 'key' ? versionOf(register, target)?.state : undefined;
  return (
    <label className="choice" data-closed={!isOpen || undefined}>
      <input
        type="radio"
        name="target"
        data-place={isFirst ? 'target' : undefined}
        aria-disabled={!isOpen}
        aria-describedby={isOpen ? undefined : id}
        checked={sameTarget(draft.target, target)}
        onChange={() => {
          if (isOpen) change(withTarget(draft, target));
        }}
      />
      <span className="choice-name">
        {targetName(register, target, texts)} {state === undefined ? null : <StateBadge state={state} />}
      </span>
      <span className="choice-what">{targetMeaning(register, target, texts)}</span>
      {isOpen ? null : (
        <span className="choice-reason" id={id}>
          <Icon name="warning" />
          {[...new Set(problems.map((problem) => sentenceOf(problem, texts)))].join(' ')}
        </span>
      )}
    </label>
  );
};

/** Who holds a card, and of which shares. */
const sharesOn = (register: Register, certificateSha256: string) =>
  register.shareSets.flatMap(({ set, shares }) =>
    shares.flatMap(({ index, holder }) =>
      holder?.certificateSha256 === certificateSha256 ? [{ set, index, holder }] : [],
    ),
  );

export const targetName = (register: Register, target: DestroyTarget, texts: Texts): string => {
  switch (target.kind) {
    case 'key':
      return keyText(target);
    case 'set':
      return setName(register, target.set, texts);
    case 'card': {
      const [first] = sharesOn(register, target.certificateSha256);
      return texts.t('embassy.destroy.card-of', {
        name: first?.holder.name ?? '',
        label: first?.holder.card.label ?? '',
      });
    }
  }
};

const targetMeaning = (register: Register, target: DestroyTarget, texts: Texts): string => {
  const { t, language } = texts;
  switch (target.kind) {
    case 'key': {
      const set = versionOf(register, target)?.set ?? '';
      return t('embassy.destroy.guarded', { set: setName(register, set, texts) });
    }
    case 'set': {
      const set = setOf(register, target.set);
      return `${t(`embassy.sets.states.${set?.state ?? 'void'}`)} · ${t('screen.verify.split', {
        threshold: set?.threshold ?? 0,
        custodians: set?.count ?? 0,
      })}`;
    }
    case 'card':
      return t('embassy.destroy.holds', {
        shares: listed(
          sharesOn(register, target.certificateSha256).map(({ set, index }) =>
            t('embassy.destroy.share', { index, set: setName(register, set, texts) }),
          ),
          language,
        ),
      });
  }
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
