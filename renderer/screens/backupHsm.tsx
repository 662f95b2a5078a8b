import { useId } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import type { PinTries } from '../../ceremonies/model/question.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import type { BackupToken, InspectedBackup } from '../../electron/backupContract.ts';
import { Icon } from '../parts/icon.tsx';
import { SecretField } from '../parts/secret.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { Tries } from '../questions/cardPin.tsx';
import { TokenLine } from '../parts/tokenLine.tsx';
import { useView } from '../store.ts';
import { isSameToken, likelyFirst, withInspected, type OpenDraft } from './backupDraft.ts';
import { FactList, useAskHere } from './backupParts.tsx';

export type OpenFields = {
  readonly draft: OpenDraft;
  readonly change: (draft: OpenDraft) => void;
};

/** Reads how a file is sealed, and looks at the HSMs; what was chosen before stays. */
export const useInspect = ({ draft, change }: OpenFields) => {
  const ask = useAskHere();
  return async (known: Partial<OpenDraft>): Promise<void> => {
    const next = { ...draft, ...known };
    if (next.file === null) return;
    change({ ...next, inspected: null });
    change(withInspected(next, await ask('inspect-backup', { file: next.file.file, bundle: next.bundle })));
  };
};

/** CKF_USER_PIN_COUNT_LOW and CKF_USER_PIN_FINAL_TRY, of a PIN that was just wrong. */
const triesAfter = ({ code, details }: Problem): PinTries | null => {
  if (code === 'pin-locked') return 'none';
  if (code !== 'pin-wrong') return null;
  return details['remaining'] === 'final-try' ? 'one' : 'fewer';
};

/** Which HSM opens the file, its PIN, and what to do when none shows the key. */
export const OpeningHsm = ({
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
      {tokens.length === 1 && tokens[0] !== undefined ? <HeldKeys token={tokens[0]} /> : null}
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
              <HeldKeys token={each} />
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

const HeldKeys = ({ token }: { readonly token: BackupToken }) => {
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
