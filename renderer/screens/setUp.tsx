import { useState } from 'react';
import type { Domain } from '../../ceremonies/model/domain.ts';
import type { Problem } from '../../ceremonies/model/error.ts';
import { PageHead } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';
import { AlgorithmChoice } from './algorithm.tsx';
import { anotherKeyFor, draftFor, draftProblems, planOf, type Draft } from './draft.ts';
import { People } from './people.tsx';
import { SetUpForm, useDraft, type Fields } from './setUpForm.tsx';
import { Section, TextField } from './setUpParts.tsx';
import { DiceAndSheets, Threshold } from './splitting.tsx';

type Props = Fields<Draft>;

/** What people decide before a new key is made. It becomes the frozen script. */
export const SetUp = ({ domain }: { readonly domain: Domain }) => {
  const { t } = useTexts();
  const { last } = useView();
  const { form, fields, begin, print, problemsShown } = useDraft(
    () =>
      last?.found.ok === true && last.found.value.register.domain === domain
        ? anotherKeyFor(domain, last.file, last.found.value.register)
        : draftFor(domain),
    draftProblems,
    planOf,
  );
  return (
    <SetUpForm
      form={form}
      action={t(`screen.set-up.begin-${domain}`)}
      problemsShown={problemsShown}
      begin={() => begin(fields.draft.previousBundle)}
      print={(language) => print(fields.draft.previousBundle, language)}
      head={<PageHead title={t('screen.set-up.title')} lead={t(`screen.set-up.lead-${domain}`)} />}
    >
      <div className="set-up-columns">
        <div>
          <Where {...fields} />
          <Key {...fields} />
          <Previous {...fields} />
        </div>
        <div>
          <People {...fields} title="screen.set-up.people" />
          <Split {...fields} />
        </div>
      </div>
    </SetUpForm>
  );
};

const Where = ({ draft, change, problemAt, touch }: Props) => {
  const { t } = useTexts();
  return (
    <Section title={t('screen.set-up.where')}>
      {(['embassy', 'place'] as const).map((place) => (
        <TextField
          key={place}
          place={place}
          label={t(`screen.set-up.${place}`)}
          value={draft[place]}
          problem={problemAt(place)}
          change={(value) => change({ [place]: value })}
          touch={() => touch(place)}
        />
      ))}
    </Section>
  );
};

const Key = ({ draft, change, problemAt, touch }: Props) => {
  const { t } = useTexts();
  return (
    <Section title={t('screen.set-up.key')}>
      <TextField
        place="keyLabel"
        label={t('screen.set-up.label')}
        hint={t('screen.set-up.label-hint')}
        lengthMax={40}
        value={draft.keyLabel}
        problem={problemAt('keyLabel')}
        change={(keyLabel) => change({ keyLabel })}
        touch={() => touch('keyLabel')}
      />
      <AlgorithmChoice chosen={draft.algorithm} choose={(algorithm) => change({ algorithm })} />
      <DiceAndSheets draft={draft} change={change} />
    </Section>
  );
};

const Split = ({ draft, change, problemAt }: Props) => {
  const { t } = useTexts();
  const custodians = draft.people.filter(({ role }) => role === 'custodian').length;
  return (
    <Section title={t('screen.set-up.split')}>
      <Threshold draft={draft} custodians={custodians} change={change} problem={problemAt('threshold')} />
    </Section>
  );
};

const Previous = ({ draft, change }: Props) => {
  const store = useStore();
  const { t } = useTexts();
  const [refused, setRefused] = useState<Problem | null>(null);
  const choose = async (): Promise<void> => {
    const bundle = await store.chooseBundle();
    if (bundle === null) return;
    setRefused(bundle.found.ok ? null : bundle.found.problem);
    if (bundle.found.ok) change({ previousBundle: bundle.file, register: bundle.found.value.register });
  };
  return (
    <Section title={t('screen.set-up.previous')}>
      <p className="hint">{t('screen.set-up.previous-hint')}</p>
      {draft.previousBundle === null ? null : <p className="path">{draft.previousBundle}</p>}
      {refused === null ? null : <ProblemNote problem={refused} />}
      <div className="row">
        <button type="button" className="secondary" onClick={() => void choose()}>
          <Icon name="file" />
          {t('screen.set-up.previous-choose')}
        </button>
        {draft.previousBundle === null ? null : (
          <button
            type="button"
            className="quiet"
            onClick={() => change({ previousBundle: null, register: null })}
          >
            {t('screen.set-up.previous-none')}
          </button>
        )}
      </div>
    </Section>
  );
};
