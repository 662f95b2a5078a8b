import { useState } from 'react';
import { good, type Problem } from '../../ceremonies/model/error.ts';
import type { SealingKeys } from '../../electron/backupContract.ts';
import { Busy } from '../parts/busy.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { useView } from '../store.ts';
import { exceedsOpenssl, newSealDraft, sealRequest, withKeys, type SealDraft } from './backupDraft.ts';
import { ChooseButton, FactList, useAskHere, useSizeText, Warning } from './backupParts.tsx';
import { useWork, WorkScreen } from './backupWork.tsx';
import { Section } from './setUpParts.tsx';

export const Seal = () => {
  const ask = useAskHere();
  const [draft, setDraft] = useState(newSealDraft);
  const { phase, run, startOver } = useWork();

  const seal = async (): Promise<void> => {
    const request = sealRequest(draft);
    if (request === null) return;
    await run(async () => {
      const reply = await ask('seal-backup', request);
      return reply.ok ? good({ work: 'seal', output: request.output, sealed: reply.value }) : reply;
    });
  };

  return (
    <WorkScreen
      draft={draft}
      phase={phase}
      rehearsed={draft.keys?.ok === true && draft.keys.value.domain === 'rehearsal'}
      file={<ContentFile draft={draft} change={setDraft} />}
      keyToUse={<SealingBundle draft={draft} change={setDraft} />}
      chooseOutput={(output) => setDraft({ ...draft, output })}
      submit={() => void seal()}
      again={() => {
        // One bundle seals many files.
        setDraft({ ...draft, file: null, output: null });
        startOver();
      }}
    />
  );
};

type SealFields = {
  readonly draft: SealDraft;
  readonly change: (draft: SealDraft) => void;
};

const ContentFile = ({ draft, change }: SealFields) => {
  const { t } = useTexts();
  const size = useSizeText();
  const ask = useAskHere();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { file } = draft;
  const choose = async (): Promise<void> => {
    const reply = await ask('choose-file', {});
    setProblem(reply.ok ? null : reply.problem);
    if (reply.ok && reply.value !== null) change({ ...draft, file: reply.value, output: null });
  };
  return (
    <Section title={t('backups.content.title.seal')}>
      {file === null ? null : (
        <FactList
          facts={[
            [t('backups.file'), file.file],
            [t('backups.size'), size(file.sizeBytes)],
          ]}
        />
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {file !== null && exceedsOpenssl(file.sizeBytes) ? <Warning>{t('backups.large')}</Warning> : null}
      <ChooseButton primary={file === null} choose={choose}>
        {t(file === null ? 'backups.content.choose' : 'backups.choose-other')}
      </ChooseButton>
    </Section>
  );
};

const SealingBundle = ({ draft, change }: SealFields) => {
  const { t } = useTexts();
  const { asking } = useView();
  const ask = useAskHere();
  const { bundle, keys } = draft;
  const choose = async (): Promise<void> => {
    const reply = await ask('choose-bundle', {});
    if (!reply.ok || reply.value === null) return;
    const next = { ...draft, bundle: reply.value.file };
    change({ ...next, keys: null, keyLabel: null });
    change(withKeys(next, await ask('inspect-sealing', { bundle: reply.value.file })));
  };
  return (
    <Section title={t('backups.bundle.title')}>
      {bundle === null ? null : <FactList facts={[[t('backups.hsm.bundle-shown'), bundle]]} />}
      {asking === 'inspect-sealing' ? <Busy>{t('backups.bundle.reading')}</Busy> : null}
      {keys?.ok === false ? <ProblemNote problem={keys.problem} /> : null}
      {keys?.ok === true ? <SealingKey draft={draft} change={change} keys={keys.value} /> : null}
      <ChooseButton choose={choose}>
        {t(bundle === null ? 'backups.bundle.choose' : 'backups.choose-other')}
      </ChooseButton>
    </Section>
  );
};

const SealingKey = ({
  draft,
  change,
  keys: { embassy, domain, keys },
}: SealFields & { readonly keys: SealingKeys }) => {
  const { t } = useTexts();
  const nameOf = ({ label, version }: SealingKeys['keys'][number]): string => `${label} v${version}`;
  const algorithmOf = ({ algorithm }: SealingKeys['keys'][number]): string =>
    t(`screen.algorithms.${algorithm}.name`);
  const [only] = keys.length === 1 ? keys : [];
  return (
    <>
      <FactList
        facts={[
          [t('backups.bundle.embassy'), embassy],
          ...(only === undefined
            ? []
            : ([[t('backups.bundle.key'), `${nameOf(only)} · ${algorithmOf(only)}`]] as const)),
        ]}
      />
      {domain === 'rehearsal' ? <Warning>{t('backups.bundle.rehearsal')}</Warning> : null}
      {only === undefined ? (
        <fieldset className="choices backup-keys">
          <legend>{t('backups.bundle.which')}</legend>
          {keys.map((key) => (
            <label key={key.label} className="choice">
              <input
                type="radio"
                name="key"
                checked={draft.keyLabel === key.label}
                onChange={() => change({ ...draft, keyLabel: key.label })}
              />
              <span className="choice-name">{nameOf(key)}</span>
              <span className="choice-what">{algorithmOf(key)}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </>
  );
};
