import { useState, type ReactNode, type RefObject } from 'react';
import type { ErrorCode, Problem, Result } from '../../ceremonies/model/error.ts';
import { useHeading } from '../parts/heading.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { ScreenForm } from '../parts/screenForm.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView, type BackupWork } from '../store.ts';
import {
  missingIn,
  suggestedOutput,
  type Finished,
  type OpenDraft,
  type Phase,
  type SealDraft,
} from './backupDraft.ts';
import { Done } from './backupDone.tsx';
import { ChooseButton, FactList, Frame, useAskHere } from './backupParts.tsx';
import { Working } from './backupWorking.tsx';
import { Section } from './setUpParts.tsx';

/** Where a work is at. `run`: goes through with it, and back to choosing when it came to nothing. */
export const useWork = () => {
  const [phase, setPhase] = useState<Phase>({ name: 'choosing', problem: null });
  const run = async (work: () => Promise<Result<Finished>>): Promise<void> => {
    setPhase({ name: 'working' });
    const done = await work();
    setPhase(
      done.ok ? { name: 'finished', finished: done.value } : { name: 'choosing', problem: done.problem },
    );
  };
  return { phase, run, startOver: () => setPhase({ name: 'choosing', problem: null }) };
};

/** The screen of either work: what is chosen, how far it is, and what came of it. */
export const WorkScreen = ({
  draft,
  phase,
  rehearsed,
  form,
  file,
  keyToUse,
  chooseOutput,
  submit,
  again,
}: {
  readonly draft: OpenDraft | SealDraft;
  readonly phase: Phase;
  readonly rehearsed: boolean;
  readonly form?: RefObject<HTMLFormElement | null> | undefined;
  /** The section in which the file is chosen. */
  readonly file: ReactNode;
  /** The section in which the key is. */
  readonly keyToUse: ReactNode;
  readonly chooseOutput: (output: string | null) => void;
  readonly submit: (form: HTMLFormElement) => void;
  readonly again: () => void;
}) => {
  const { t } = useTexts();
  const { asking, backup } = useView();
  const { work } = draft;
  const missing = missingIn(draft);
  switch (phase.name) {
    case 'working':
      return <Working work={work} progress={backup} rehearsed={rehearsed} />;
    case 'finished':
      return <Done finished={phase.finished} rehearsed={rehearsed} again={again} />;
    case 'choosing':
      return (
        <Frame rehearsed={rehearsed}>
          <ScreenForm
            form={form}
            wanted={missing === null ? null : t(`backups.missing.${missing}`)}
            action={{
              label: t(`backups.begin.${work}`),
              disabled: missing !== null || asking !== null,
              primary: draft.file !== null,
            }}
            submit={submit}
          >
            <Head work={work} problem={phase.problem} />
            <div className="set-up-columns">
              <div>
                {file}
                <Output
                  work={work}
                  file={draft.file?.file ?? null}
                  output={draft.output}
                  choose={chooseOutput}
                />
              </div>
              <div>{keyToUse}</div>
            </div>
          </ScreenForm>
        </Frame>
      );
  }
};

/** What may end it in the middle without a word about what was written by then. */
const halfway: ReadonlySet<ErrorCode> = new Set([
  'disk-full',
  'not-writable',
  'file-unreadable',
  'token-removed',
  'engine-lost',
]);

/** What can be done here, and why it did not work the last time. */
const Head = ({ work, problem }: { readonly work: BackupWork; readonly problem: Problem | null }) => {
  const store = useStore();
  const { t } = useTexts();
  const heading = useHeading(problem);
  const refused = problem?.code === 'cancelled' ? 'stopped' : work;
  return (
    <header className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {t(problem === null ? `backups.title.${work}` : `backups.refused.${refused}`)}
      </h1>
      <div role="group" aria-label={t('backups.which')} className="switch">
        {(['open', 'seal'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === work}
            onClick={() => store.go({ name: 'backup', work: each })}
          >
            {t(`backups.works.${each}`)}
          </button>
        ))}
      </div>
      {problem === null ? (
        <p className="lead">{t(`backups.lead.${work}`)}</p>
      ) : (
        <>
          <ProblemNote problem={problem} />
          {halfway.has(problem.code) ? <p className="lead">{t('backups.nothing')}</p> : null}
        </>
      )}
    </header>
  );
};

/** Where what comes of it is saved. */
const Output = ({
  work,
  file,
  output,
  choose,
}: {
  readonly work: BackupWork;
  /** From whose name another one is suggested. */
  readonly file: string | null;
  readonly output: string | null;
  readonly choose: (output: string | null) => void;
}) => {
  const { t } = useTexts();
  const ask = useAskHere();
  const [problem, setProblem] = useState<Problem | null>(null);
  const look = async (): Promise<void> => {
    const reply = await ask('choose-output', { suggested: output ?? suggestedOutput(work, file ?? '') });
    setProblem(reply.ok ? null : reply.problem);
    if (!reply.ok) choose(null);
    else if (reply.value !== null) choose(reply.value.file);
  };
  return (
    <Section title={t(`backups.output.title.${work}`)}>
      {output === null ? (
        <p className="hint">{t('backups.output.first')}</p>
      ) : (
        <FactList facts={[[t('backups.output.to'), output]]} />
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {file === null ? null : (
        <ChooseButton choose={look}>
          {t(output === null ? 'backups.output.choose' : 'backups.choose-other')}
        </ChooseButton>
      )}
    </Section>
  );
};
