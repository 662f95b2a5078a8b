import { useEffect, useRef, useState } from 'react';
import { good } from '../../ceremonies/model/error.ts';
import { Busy } from '../parts/busy.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { takeSecrets } from '../parts/secret.tsx';
import { useTexts } from '../parts/texts.ts';
import { useView } from '../store.ts';
import { missingIn, newOpenDraft, openRequest } from './backupDraft.ts';
import { OpeningHsm, useInspect, type OpenFields } from './backupHsm.tsx';
import { ChooseButton, FactList, useAskHere, useSizeText, Warning } from './backupParts.tsx';
import { useWork, WorkScreen } from './backupWork.tsx';
import { Section } from './setUpParts.tsx';

/** What was typed wrong, and can be typed again at once. */
const aboutPin: ReadonlySet<string> = new Set(['pin-wrong', 'pin-invalid', 'pin-required']);

export const Open = () => {
  const { t } = useTexts();
  const ask = useAskHere();
  const [draft, setDraft] = useState(newOpenDraft);
  const { phase, run, startOver } = useWork();
  const form = useRef<HTMLFormElement>(null);
  const focusPin = (): void => form.current?.querySelector<HTMLElement>('input[name="pin"]')?.focus();
  const problem = phase.name === 'choosing' ? phase.problem : null;
  useEffect(() => {
    if (problem !== null && aboutPin.has(problem.code)) focusPin();
  }, [problem]);

  const open = async (pin: string): Promise<void> => {
    const request = openRequest(draft, pin);
    if (request === null) return;
    await run(async () => {
      const reply = await ask('open-backup', request);
      if (reply.ok) return good({ work: 'open', output: request.output, opened: reply.value });
      // The PIN was taken from the form; all else stays as it was chosen.
      if (reply.problem.code === 'backup-key-unclear') setDraft({ ...draft, keyLabel: draft.keyLabel ?? '' });
      return reply;
    });
  };

  return (
    <WorkScreen
      draft={draft}
      phase={phase}
      rehearsed={draft.token?.domain === 'rehearsal'}
      form={form}
      file={<SealedFile draft={draft} change={setDraft} />}
      keyToUse={
        <Section title={t('backups.hsm.title')}>
          {draft.inspected?.ok === true ? (
            <OpeningHsm draft={draft} change={setDraft} inspected={draft.inspected.value} problem={problem} />
          ) : (
            <p className="hint">{t('backups.hsm.first')}</p>
          )}
        </Section>
      }
      chooseOutput={(output) => setDraft({ ...draft, output })}
      submit={(filledIn) => {
        if (missingIn(draft) !== null) return;
        const pin = takeSecrets(filledIn).get('pin') ?? '';
        if (pin === '') focusPin();
        else void open(pin);
      }}
      again={() => {
        setDraft(newOpenDraft);
        startOver();
      }}
    />
  );
};

const SealedFile = ({ draft, change }: OpenFields) => {
  const { t } = useTexts();
  const size = useSizeText();
  const { asking } = useView();
  const ask = useAskHere();
  const inspect = useInspect({ draft, change });
  const choose = async (): Promise<void> => {
    const reply = await ask('choose-file', {});
    if (!reply.ok) change({ ...newOpenDraft, inspected: reply });
    else if (reply.value !== null)
      await inspect({ ...newOpenDraft, bundle: draft.bundle, file: reply.value });
  };
  const { file, inspected } = draft;
  const sealed = inspected?.ok === true ? inspected.value : null;
  const cipher = sealed === null ? null : t(`backups.ciphers.${sealed.cipher}`);
  return (
    <Section title={t('backups.sealed.title')}>
      {file === null ? null : (
        <FactList
          facts={[
            [t('backups.file'), file.file],
            [t('backups.size'), size(file.sizeBytes)],
            ...(sealed === null || cipher === null
              ? []
              : ([
                  [t('backups.sealed.cipher'), cipher],
                  [t('backups.sealed.to'), sealed.sealedTo],
                ] as const)),
          ]}
        />
      )}
      {asking === 'inspect-backup' ? <Busy>{t('backups.sealed.reading')}</Busy> : null}
      {inspected?.ok === false ? <ProblemNote problem={inspected.problem} /> : null}
      {sealed?.cipher === 'aes-256-cbc' ? <Warning>{t('backups.cbc-before')}</Warning> : null}
      <ChooseButton primary={file === null} choose={choose}>
        {t(file === null ? 'backups.sealed.choose' : 'backups.choose-other')}
      </ChooseButton>
    </Section>
  );
};
