import { useEffect, useId, useRef, useState } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { PinTries } from '../../ceremonies/model/question.ts';
import type { Texts } from '../../ceremonies/texts/catalogue.ts';
import type { BackupToken, InspectedBackup, SealingKeys } from '../../electron/backupContract.ts';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { SecretField, takeSecrets } from '../parts/secret.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { Tries } from '../questions/cardPin.tsx';
import { TokenLine } from '../questions/facts.tsx';
import { useView, type BackupWork } from '../store.ts';
import {
  exceedsOpenssl,
  isSameToken,
  likelyFirst,
  missingIn,
  newOpenDraft,
  newSealDraft,
  openRequest,
  sealRequest,
  withInspected,
  withKeys,
  type OpenDraft,
  type Phase,
  type SealDraft,
} from './backupDraft.ts';
import {
  Bar,
  Busy,
  ChooseButton,
  Done,
  FactList,
  Frame,
  Head,
  Output,
  useAskHere,
  useSizeText,
  Warning,
  Working,
} from './backupParts.tsx';
import { Section } from './setUpParts.tsx';

/** Opens a sealed file with the key in an HSM, or seals one to an embassy's key. */
export const Backup = ({ work }: { readonly work: BackupWork }) => {
  const { backup } = useView();
  // A window that was shown anew finds what the engine has been doing all the time.
  const [found] = useState(backup !== null);
  if (found && backup !== null) return <Working work={backup.work} progress={backup} />;
  return work === 'open' ? <Open /> : <Seal />;
};

const choosing = (problem: Problem | null): Phase => ({ name: 'choosing', problem });

const Open = () => {
  const { backup } = useView();
  const ask = useAskHere();
  const [draft, setDraft] = useState(newOpenDraft);
  const [phase, setPhase] = useState<Phase>(choosing(null));
  const rehearsed = draft.token?.domain === 'rehearsal';

  const open = async (pin: string): Promise<void> => {
    const request = openRequest(draft, pin);
    if (request === null) return;
    setPhase({ name: 'working' });
    const reply = await ask('open-backup', request);
    if (reply.ok) {
      const finished = { work: 'open', output: request.output, opened: reply.value } as const;
      setPhase({ name: 'finished', finished });
      return;
    }
    const { problem } = reply;
    // The PIN was taken from the form; all else stays as it was chosen.
    if (problem.code === 'backup-key-unclear') setDraft({ ...draft, keyLabel: draft.keyLabel ?? '' });
    setPhase(choosing(problem));
  };

  switch (phase.name) {
    case 'working':
      return <Working work="open" progress={backup} rehearsed={rehearsed} />;
    case 'finished':
      return (
        <Done
          finished={phase.finished}
          rehearsed={rehearsed}
          again={() => {
            setDraft(newOpenDraft);
            setPhase(choosing(null));
          }}
        />
      );
    case 'choosing':
      return (
        <Frame rehearsed={rehearsed}>
          <OpenForm draft={draft} change={setDraft} problem={phase.problem} open={open} />
        </Frame>
      );
  }
};

type OpenFields = {
  readonly draft: OpenDraft;
  readonly change: (draft: OpenDraft) => void;
};

/** What was typed wrong, and can be typed again at once. */
const aboutPin: ReadonlySet<string> = new Set(['pin-wrong', 'pin-invalid', 'pin-required']);

const OpenForm = ({
  draft,
  change,
  problem,
  open,
}: OpenFields & { readonly problem: Problem | null; readonly open: (pin: string) => Promise<void> }) => {
  const { t } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  const focusPin = (): void => form.current?.querySelector<HTMLElement>('input[name="pin"]')?.focus();
  useEffect(() => {
    if (problem !== null && aboutPin.has(problem.code)) focusPin();
  }, [problem]);
  return (
    <form
      ref={form}
      className="set-up"
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (missingIn(draft) !== null) return;
        const pin = takeSecrets(event.currentTarget).get('pin') ?? '';
        if (pin === '') focusPin();
        else void open(pin);
      }}
    >
      <Head work="open" problem={problem} />
      <div className="set-up-columns">
        <div>
          <SealedFile draft={draft} change={change} />
          <Output
            work="open"
            file={draft.file?.file ?? null}
            output={draft.output}
            choose={(output) => change({ ...draft, output })}
          />
        </div>
        <div>
          <Section title={t('backups.hsm.title')}>
            {draft.inspected?.ok === true ? (
              <Hsm draft={draft} change={change} inspected={draft.inspected.value} problem={problem} />
            ) : (
              <p className="hint">{t('backups.hsm.first')}</p>
            )}
          </Section>
        </div>
      </div>
      <Bar action={t('backups.begin.open')} missing={missingIn(draft)} primary={draft.file !== null} />
    </form>
  );
};

/** Reads how a file is sealed, and looks at the HSMs; what was chosen before stays. */
const useInspect = ({ draft, change }: OpenFields) => {
  const ask = useAskHere();
  return async (known: Partial<OpenDraft>): Promise<void> => {
    const next = { ...draft, ...known };
    if (next.file === null) return;
    change({ ...next, inspected: null });
    change(withInspected(next, await ask('inspect-backup', { file: next.file.file, bundle: next.bundle })));
  };
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

/** CKF_USER_PIN_COUNT_LOW and CKF_USER_PIN_FINAL_TRY, of a PIN that was just wrong. */
const triesAfter = ({ code, details }: Problem): PinTries | null => {
  if (code === 'pin-locked') return 'none';
  if (code !== 'pin-wrong') return null;
  return details['remaining'] === 'final-try' ? 'one' : 'fewer';
};

const Hsm = ({
  draft,
  change,
  inspected,
  problem,
}: OpenFields & { readonly inspected: InspectedBackup; readonly problem: Problem | null }) => {
  const { t } = useTexts();
  const { asking, room } = useView();
  const inspect = useInspect({ draft, change });
  const { token } = draft;
  const tokens = likelyFirst(inspected.tokens);
  const named = tokens.some(({ holds }) => holds === 'named');
  const refused = room?.modes.production ?? null;
  const tries = problem === null ? null : triesAfter(problem);
  return (
    <>
      {tokens.length === 0 ? <p className="hint">{t('backups.hsm.none')}</p> : null}
      {tokens.length === 1 && tokens[0] !== undefined ? <TokenFacts token={tokens[0]} /> : null}
      {tokens.length > 1 ? (
        <fieldset className="choices">
          <legend>{t('backups.hsm.which')}</legend>
          {tokens.map((each) => (
            <label key={`${each.domain} ${each.token.label} ${each.token.serial}`} className="choice">
              <input
                type="radio"
                name="token"
                checked={token !== null && isSameToken(token, each)}
                onChange={() => change({ ...draft, token: each })}
              />
              <TokenFacts token={each} />
            </label>
          ))}
        </fieldset>
      ) : null}
      {draft.keyLabel === null ? null : <KeyLabel draft={draft} change={change} />}
      {token === null ? null : (
        <SecretField
          key={`${token.domain} ${token.token.label} ${token.token.serial}`}
          name="pin"
          label={t('screen.hsm.pin', { label: token.token.label })}
          hint={
            <>
              {tries === null ? null : <Tries tries={tries} />}{' '}
              {token.domain === 'rehearsal' && room !== null
                ? t('screen.rehearsal-pin', { pin: room.modes.rehearsal.pins.hsm })
                : null}
            </>
          }
        />
      )}
      {refused === null || named ? null : (
        <p className="hint">
          {t('screen.start.only-rehearsals')} {t(`errors.${refused.code}`, refused.details)}
        </p>
      )}
      <div className="row">
        <button type="button" className="quiet" disabled={asking !== null} onClick={() => void inspect({})}>
          <Icon name="look" />
          {t('backups.hsm.again')}
        </button>
        {named && draft.bundle === null && draft.keyLabel === null ? null : (
          <ShowBundle draft={draft} change={change} />
        )}
      </div>
    </>
  );
};

/** What an HSM shows of the key, which may have no label, or be one of several. */
const heldText = ({ holds, labels }: BackupToken, { t, language }: Texts): string => {
  if (labels.length > 0) return t(`backups.hsm.holds.${holds}`, { keys: listed(labels, language) });
  return t(`backups.hsm.holds-unnamed.${holds}`);
};

const TokenFacts = ({ token }: { readonly token: BackupToken }) => {
  const texts = useTexts();
  const { holds, domain } = token;
  return (
    <div className="backup-token">
      <TokenLine token={token.token} kind="hsm" />
      <p className="backup-holds" data-holds={holds}>
        {holds === 'named' ? <Icon name="done" /> : null}
        {heldText(token, texts)}
        {' · '}
        {texts.t(`screen.domains.${domain}`)}
      </p>
    </div>
  );
};

/** Senders may name a key by a certificate that the HSM does not hold. */
const ShowBundle = ({ draft, change }: OpenFields) => {
  const { t } = useTexts();
  const { asking } = useView();
  const ask = useAskHere();
  const inspect = useInspect({ draft, change });
  const choose = async (): Promise<void> => {
    const reply = await ask('choose-bundle', {});
    if (reply.ok && reply.value !== null) await inspect({ bundle: reply.value.file });
  };
  return (
    <>
      <button type="button" className="quiet" disabled={asking !== null} onClick={() => void choose()}>
        <Icon name="file" />
        {t('backups.hsm.bundle')}
      </button>
      {draft.bundle === null ? (
        <p className="hint">{t('backups.hsm.bundle-hint')}</p>
      ) : (
        <FactList facts={[[t('backups.hsm.bundle-shown'), draft.bundle]]} />
      )}
    </>
  );
};

const KeyLabel = ({ draft, change }: OpenFields) => {
  const { t } = useTexts();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('backups.hsm.label')}</label>
      <input
        id={id}
        type="text"
        data-kind="keyLabel"
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        value={draft.keyLabel ?? ''}
        aria-describedby={`${id}-hint`}
        onChange={(event) => change({ ...draft, keyLabel: event.target.value })}
      />
      <p className="hint" id={`${id}-hint`}>
        {t('backups.hsm.label-hint')}
      </p>
    </div>
  );
};

// --- sealing ---

const Seal = () => {
  const { backup } = useView();
  const { t } = useTexts();
  const ask = useAskHere();
  const [draft, setDraft] = useState(newSealDraft);
  const [phase, setPhase] = useState<Phase>(choosing(null));
  const rehearsed = draft.keys?.ok === true && draft.keys.value.domain === 'rehearsal';

  const seal = async (): Promise<void> => {
    const request = sealRequest(draft);
    if (request === null) return;
    setPhase({ name: 'working' });
    const reply = await ask('seal-backup', request);
    setPhase(
      reply.ok
        ? { name: 'finished', finished: { work: 'seal', output: request.output, sealed: reply.value } }
        : choosing(reply.problem),
    );
  };

  switch (phase.name) {
    case 'working':
      return <Working work="seal" progress={backup} rehearsed={rehearsed} />;
    case 'finished':
      return (
        <Done
          finished={phase.finished}
          rehearsed={rehearsed}
          again={() => {
            // One bundle seals many files.
            setDraft({ ...draft, file: null, output: null });
            setPhase(choosing(null));
          }}
        />
      );
    case 'choosing':
      return (
        <Frame rehearsed={rehearsed}>
          <form
            className="set-up"
            noValidate
            autoComplete="off"
            onSubmit={(event) => {
              event.preventDefault();
              void seal();
            }}
          >
            <Head work="seal" problem={phase.problem} />
            <div className="set-up-columns">
              <div>
                <ContentFile draft={draft} change={setDraft} />
                <Output
                  work="seal"
                  file={draft.file?.file ?? null}
                  output={draft.output}
                  choose={(output) => setDraft({ ...draft, output })}
                />
              </div>
              <div>
                <SealingBundle draft={draft} change={setDraft} />
              </div>
            </div>
            <Bar action={t('backups.begin.seal')} missing={missingIn(draft)} primary={draft.file !== null} />
          </form>
        </Frame>
      );
  }
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
