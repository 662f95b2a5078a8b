import type { Snapshot } from '../../ceremonies/model/snapshot.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { healthOf } from '../../ceremonies/transcript/health.ts';
import { keyText } from '../embassy/names.ts';
import { useHeading } from '../parts/heading.tsx';
import { Icon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
import { PrintIn } from '../parts/printIn.tsx';
import { namesOf } from '../parts/stateTexts.ts';
import { inEights, listed, useTexts } from '../parts/texts.ts';
import { CheckWords, wordsOf } from '../parts/words.tsx';
import { useStore, useView } from '../store.ts';
import { oldSharesOf } from './oldShares.ts';
import { Outcome } from './outcome.tsx';

/** The bundle is written, read back and verified: where it is, how to know it again, what remains to be done. */
export const Exported = ({ snapshot }: { readonly snapshot: Snapshot }) => {
  const store = useStore();
  const { t } = useTexts();
  const heading = useHeading();
  const { exported, state } = snapshot;
  if (exported === null) return null;
  const disagreed = state.declarations.filter((each) => !each.agrees).length;
  return (
    <article className="present" data-over="good">
      <header className="present-head">
        <h1 ref={heading} tabIndex={-1}>
          <Icon name="proved" />
          {t('screen.exported.title')}
        </h1>
      </header>
      <div className="over">
        <div className="over-came">
          {disagreed > 0 || state.exceptions.length > 0 ? (
            <Note tone="warn">
              <p>{t('screen.exported.remarks', { exceptions: state.exceptions.length, disagreed })}</p>
            </Note>
          ) : null}
          {state.departed.length === 0 ? null : (
            <Note tone="warn">
              <p>{t('screen.exported.departed', { people: namesOf(state, state.departed).join(', ') })}</p>
            </Note>
          )}
          <Compromised state={state} />
          <Outcome state={state} />
          <Next how="exported" todo={todoOf(state)} />
        </div>
        <div className="over-bundle">
          <dl className="facts">
            <div data-long="">
              <dt>{t('screen.exported.where')}</dt>
              <dd>{exported.path}</dd>
            </div>
            <div data-long="">
              <dt>SHA-256</dt>
              <dd>{inEights(exported.sha256)}</dd>
            </div>
          </dl>
          <section className="aloud">
            <h2>{t('screen.exported.words')}</h2>
            <CheckWords words={wordsOf(exported.sha256)} size="aloud" />
          </section>
        </div>
      </div>
      <div className="actions">
        {state.script.kind === 'destroy' ? (
          <PrintIn
            label={t('embassy.outcome.print')}
            print={(language) => void store.ask('print', { what: 'certificate', language })}
          />
        ) : null}
        <PrintIn
          label={t('screen.print.record')}
          print={(language) => void store.ask('print', { what: 'record', language })}
        />
        <Leave how="exported" />
      </div>
    </article>
  );
};

type How = 'exported' | 'abandoned';

const Next = ({ how, todo }: { readonly how: How; readonly todo: readonly string[] }) => {
  const { t } = useTexts();
  return (
    <section className="next">
      <h2>{t('screen.exported.next')}</h2>
      <ol>
        {todo.map((each) => (
          <li key={each}>{t(`screen.${how}.todo.${each}`)}</li>
        ))}
      </ol>
    </section>
  );
};

const Leave = ({ how }: { readonly how: How }) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  return (
    <button
      type="button"
      className="primary"
      data-primary=""
      disabled={asking !== null}
      onClick={() => void store.ask('leave-ceremony', {})}
    >
      {t(`screen.${how}.leave`)}
    </button>
  );
};

/** A rotation is asked for before anything else. */
const Compromised = ({ state }: { readonly state: State }) => {
  const { t, language } = useTexts();
  const keys = state.transitions.filter((each) => each.state === 'compromised').map(keyText);
  if (keys.length === 0) return null;
  return (
    <Note tone="bad">
      <p>{t('embassy.compromised.rotate', { keys: listed(keys, language) })}</p>
    </Note>
  );
};

/** What is left to people. Shares that were used to rebuild a key and not made anew have left their bags once more. */
const todoOf = (state: State): readonly string[] => {
  const { script, sets, rewrap, transitions } = state;
  const { done, total } = oldSharesOf(state);
  const missing = done < total ? ['missing-old-shares'] : [];
  const always = [
    'copy',
    'write-down',
    ...(transitions.some((each) => each.state === 'compromised') ? ['rotate-now'] : []),
  ];
  switch (script.kind) {
    case 'generate':
      return [...always, 'bags', 'rehearse'];
    case 'check':
      return [
        ...always,
        'bags-again',
        ...(healthOf(state).some(({ missing: unseen }) => unseen.length > 0) ? ['missing'] : []),
      ];
    case 'reconstitute':
      return [...always, ...(sets.length > 0 ? ['bags', 'old-shares'] : ['bags-again', 'fresh'])];
    case 'rotate':
      return [...always, 'bags', rewrap.moved === null ? 'data-later' : 'new-inventory', 'new-certificate'];
    case 'reshare':
      return [...always, 'bags', ...missing, 'keep-old-bundles-apart'];
    case 'destroy':
      return [
        ...always,
        'certificate',
        ...missing,
        ...(script.parameters.target.kind === 'card' ? [] : ['keep-old-bundles-apart']),
      ];
  }
};

/** Shares that were only brought are not made worthless by giving up; those that were made are. */
const leftBehind = ({ script, sets, presentation, transitions }: State): readonly string[] => [
  ...(script.kind === 'check' || script.kind === 'destroy' ? [] : ['key']),
  ...(sets.length > 0 || script.kind === 'generate' ? ['cards'] : []),
  ...(['check', 'reconstitute', 'reshare'].includes(script.kind) ? ['brought'] : []),
  ...(presentation.proven.some(({ by }) => by === 'surrogate') ? ['seen'] : []),
  ...(transitions.some(({ state }) => state === 'compromised') ? ['compromised'] : []),
  'journal',
];

export const Abandoned = ({ state }: { readonly state: State }) => {
  const { t } = useTexts();
  const heading = useHeading();
  return (
    <article className="present" data-over="bad">
      <header className="present-head">
        <h1 ref={heading} tabIndex={-1}>
          <Icon name="failed" />
          {t('screen.abandoned.title')}
        </h1>
      </header>
      <p className="lead">{t('screen.abandoned.lead')}</p>
      <Next how="abandoned" todo={leftBehind(state)} />
      <div className="actions">
        <Leave how="abandoned" />
      </div>
    </article>
  );
};
