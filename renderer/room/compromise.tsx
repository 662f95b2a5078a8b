import { useId, useState } from 'react';
import { canBecome } from '../../ceremonies/model/keyState.ts';
import { dataUnder, type Register } from '../../ceremonies/model/register.ts';
import type { KeyName } from '../../ceremonies/model/script.ts';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import { keyStateOf, leadersOf, sameKey, type State } from '../../ceremonies/model/state.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { pathsOf } from '../../ceremonies/transcript/pathsBack.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { dataText } from '../embassy/keys.tsx';
import { day, keyText, setName } from '../embassy/names.ts';
import { Icon } from '../parts/icon.tsx';
import { PeoplePicker } from '../parts/people.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import { DecisionDialog, LongField } from './decision.tsx';

/** The key versions that could be marked: of the register before, and those that this ceremony made. */
export const keysAtRisk = (state: State): readonly KeyName[] => {
  const before = (state.previousBundle?.register.keys ?? []).flatMap(({ label, versions }) =>
    versions.map(({ version }) => ({ label, version })),
  );
  const made = state.keys.filter((key) => !before.some((each) => sameKey(each, key)));
  return [...before, ...made].filter((name) => {
    const now = keyStateOf(state, name);
    return now !== null && canBecome(now, 'compromised');
  });
};

/** A key that somebody else may have: both who lead say so, and see at once what is exposed. */
export const CompromiseDialog = ({ state, close }: { readonly state: State; readonly close: () => void }) => {
  const store = useStore();
  const { t } = useTexts();
  const id = useId();
  const keys = keysAtRisk(state);
  const [chosen, setChosen] = useState(keys.length === 1 ? 0 : -1);
  const [reason, setReason] = useState('');
  const [by, setBy] = useState<readonly ParticipantId[]>([]);
  const leaders = leadersOf(state);
  const key = keys[chosen];
  return (
    <DecisionDialog
      title={t('embassy.compromised.title')}
      lead={t('embassy.compromised.lead')}
      action={t('embassy.compromised.do')}
      ready={key !== undefined && reason.trim() !== '' && by.length === leaders.length}
      tone="bad"
      close={close}
      decide={() =>
        store.ask('mark-compromised', {
          label: key?.label ?? '',
          version: key?.version ?? 0,
          by: [...by],
          reason,
        })
      }
    >
      <div className="field">
        <label htmlFor={id}>{t('embassy.compromised.which')}</label>
        <select id={id} value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
          <option value={-1}>{t('embassy.compromised.choose')}</option>
          {keys.map((each, index) => (
            <option key={keyText(each)} value={index}>
              {keyText(each)} · {t(`embassy.states.${keyStateOf(state, each) ?? 'active'}`)}
            </option>
          ))}
        </select>
      </div>
      {key === undefined ? null : <Exposed register={registerOf(state)} name={key} />}
      <LongField label={t('embassy.compromised.reason')} value={reason} change={setReason} />
      <PeoplePicker legend={t('screen.both-leaders')} people={leaders} chosen={by} choose={setBy} />
    </DecisionDialog>
  );
};

/** What somebody who has the key can read, where it lies, and from which shares and bundles it can be rebuilt. */
export const Exposed = ({ register, name }: { readonly register: Register; readonly name: KeyName }) => {
  const texts = useTexts();
  const { t, language } = texts;
  const data = dataUnder(register, name);
  const { hsms, lostHsms, sets } = pathsOf(register, name);
  return (
    <section className="exposed" aria-label={t('embassy.compromised.exposed')}>
      <h3>
        <Icon name="warning" />
        {t('embassy.compromised.exposed')}
      </h3>
      <ul>
        {data.length === 0 ? <li>{t('embassy.compromised.no-data')}</li> : null}
        {data.map((each) => (
          <li key={`${each.holds} ${each.name}`}>{dataText(each, texts)}</li>
        ))}
        {hsms.map(tokenName).map((hsm) => (
          <li key={hsm}>{t('embassy.compromised.on-hsm', { hsm })}</li>
        ))}
        {lostHsms.map(tokenName).map((hsm) => (
          <li key={`lost ${hsm}`}>{t('embassy.compromised.on-lost-hsm', { hsm })}</li>
        ))}
        {sets.map(({ set, bundles, thisOne }) => {
          const [first] = bundles;
          return (
            <li key={set.set}>
              {t('embassy.compromised.from-set', {
                set: setName(register, set.set, texts),
                state: t(`embassy.sets.states.${set.state}`),
                count: bundles.length + (thisOne ? 1 : 0),
                since: first === undefined ? t('embassy.sets.this-bundle') : day(first.closedAt, language),
              })}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
