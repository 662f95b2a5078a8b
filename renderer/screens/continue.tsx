import { useId } from 'react';
import type { Duty } from '../../ceremonies/model/duties.ts';
import { setsFor } from '../../ceremonies/model/offers.ts';
import { keysOfSets, labelsOf } from '../../ceremonies/model/register.ts';
import { FieldProblem } from '../parts/problem.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import type { Continuing, Inspected } from '../store.ts';
import { BundleFacts, BundleWanted } from './continueBundle.tsx';
import {
  continueDraftFor,
  continueProblems,
  peopleNeeded,
  planOf,
  recipients,
  type Bringing,
  type ContinueDraft,
} from './continueDraft.ts';
import { ContinueForm, type Given } from './continueForm.tsx';
import { Auditors, Custodians, Leading } from './continuePeople.tsx';
import { Destroy } from './destroy.tsx';
import { NewCustodians } from './reshare.tsx';
import { Rotate } from './rotate.tsx';
import { useDraft, type Fields } from './setUpForm.tsx';
import { Section, Tick } from './setUpParts.tsx';
import { DiceAndSheets, Threshold } from './splitting.tsx';

/** Whatever continues from a bundle begins with it: it is verified before anything else is asked. */
export const Continue = ({
  kind,
  bundle,
  duty,
}: {
  readonly kind: Continuing;
  readonly bundle: Inspected | null;
  readonly duty: Duty | null;
}) => {
  if (bundle?.found.ok !== true) return <BundleWanted kind={kind} bundle={bundle} />;
  const { value: previous } = bundle.found;
  const given = { file: bundle.file, previous, duty };
  switch (kind) {
    case 'rotate':
      return <Rotate key={previous.sha256} {...given} />;
    case 'destroy':
      return <Destroy key={previous.sha256} {...given} />;
    case 'reconstitute':
    case 'check':
    case 'reshare':
      return <Bring key={previous.sha256} kind={kind} {...given} />;
  }
};

/** The sets that something is due for; null for whatever there is. */
const setsMeant = (duty: Duty | null): readonly string[] | null => {
  if (duty === null) return null;
  return 'sets' in duty ? duty.sets : 'set' in duty ? [duty.set] : null;
};

type Props = Fields<ContinueDraft>;

/** Shares are brought: what the bundle holds, who is needed, and who leads. */
const Bring = ({ kind, ...given }: Given & { readonly kind: Bringing }) => {
  const { previous, duty } = given;
  const { fields, ...drafting } = useDraft(
    () => continueDraftFor(kind, previous, setsMeant(duty)),
    continueProblems,
    planOf,
  );
  const { draft } = fields;
  const offered = setsFor(kind, previous.register);
  return (
    <ContinueForm kind={kind} given={given} drafting={drafting} nothing={offered.length === 0}>
      <div className="set-up-columns">
        <div>
          <BundleFacts kind={kind} previous={previous} sets={draft.sets} />
          {offered.length > 1 ? <Sets {...fields} /> : null}
          {kind === 'reconstitute' ? <Fresh {...fields} /> : null}
          {kind === 'reshare' ? <NewSplit {...fields} /> : null}
        </div>
        <div>
          <Leading {...fields} />
          {kind === 'reshare' ? (
            <NewCustodians {...fields} needed={peopleNeeded(draft)} />
          ) : (
            <Custodians {...fields} sets={offered} needed={peopleNeeded(draft)} fresh={draft.fresh} />
          )}
          <Auditors {...fields} />
        </div>
      </div>
    </ContinueForm>
  );
};

/** Only where there are several: which shares are brought. */
const Sets = ({ draft, change, problemAt }: Props) => {
  const { t, language } = useTexts();
  const id = useId();
  const { register } = draft.previous;
  const offered = setsFor(draft.kind, register);
  return (
    <Section title={t('screen.continue.sets')}>
      {offered.map(({ set, threshold, count }) => (
        <Tick
          key={set}
          name={listed(labelsOf(keysOfSets(register, [set])), language)}
          meaning={t('screen.continue.quorum', { threshold, count })}
          checked={draft.sets.includes(set)}
          change={(wanted) =>
            change({
              sets: offered
                .map((each) => each.set)
                .filter((each) => (each === set ? wanted : draft.sets.includes(each))),
            })
          }
        />
      ))}
      <FieldProblem id={`${id}-problem`} problem={problemAt('sets')} />
    </Section>
  );
};

const Fresh = (fields: Props) => {
  const { t } = useTexts();
  const { draft, change } = fields;
  return (
    <Section title={t('screen.continue.afterwards')}>
      <Tick
        name={t('screen.continue.fresh')}
        meaning={t('screen.continue.fresh-meaning')}
        checked={draft.fresh}
        change={(fresh) => change({ fresh })}
      />
      {draft.fresh ? (
        <>
          <p className="hint">{t('screen.continue.fresh-who')}</p>
          <SplitAmongRecipients {...fields} />
        </>
      ) : null}
    </Section>
  );
};

const NewSplit = (fields: Props) => {
  const { t } = useTexts();
  return (
    <Section title={t('embassy.reshare.split')}>
      <p className="hint">{t('embassy.reshare.void')}</p>
      <SplitAmongRecipients {...fields} />
    </Section>
  );
};

const SplitAmongRecipients = ({ draft, change, problemAt }: Props) => {
  const id = useId();
  return (
    <>
      <FieldProblem id={`${id}-recipients`} problem={problemAt('recipients')} />
      <Threshold
        draft={draft}
        custodians={recipients(draft).length}
        change={change}
        problem={problemAt('threshold')}
      />
      <DiceAndSheets draft={draft} change={change} />
    </>
  );
};
