import { useEffect, useId, useRef } from 'react';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import type { Role } from '../../ceremonies/model/participant.ts';
import { keysOfSets, versionOf, type Register } from '../../ceremonies/model/register.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem, ProblemNote } from '../parts/problem.tsx';
import { dateAndTime, listed, useTexts } from '../parts/texts.ts';
import { useStore, useView, type Continuing, type Inspected } from '../store.ts';
import {
  coming,
  continueDraftFor,
  continueProblems,
  holdersOf,
  peopleNeeded,
  planOf,
  recipients,
  setsOffered,
  type ContinueDraft,
  type Guest,
} from './continueDraft.ts';
import type { Place } from './draft.ts';
import {
  DiceAndSheets,
  IconButton,
  Section,
  SetUpForm,
  TextField,
  Threshold,
  Tick,
  useDraft,
  type Fields,
} from './setUpParts.tsx';

/** Rebuilding keys, and checking shares, begin with the last bundle: it is verified before anything else is asked. */
export const Continue = ({
  kind,
  bundle,
}: {
  readonly kind: Continuing;
  readonly bundle: Inspected | null;
}) =>
  bundle?.found.ok === true ? (
    <Prepare key={bundle.found.value.sha256} kind={kind} file={bundle.file} previous={bundle.found.value} />
  ) : (
    <BundleWanted kind={kind} bundle={bundle} />
  );

const useChooseBundle = (kind: Continuing): (() => Promise<void>) => {
  const store = useStore();
  return async () => {
    const chosen = await store.ask('choose-bundle', {});
    if (!chosen.ok || chosen.value === null) return;
    const { file } = chosen.value;
    const found = await store.ask('inspect-bundle', { file });
    // Said on the page itself.
    store.go({ name: 'set-up', kind, bundle: { file, found } });
  };
};

const needed: Readonly<
  Record<Continuing, readonly (readonly [icon: 'file' | 'card' | 'hsm', text: string])[]>
> = {
  reconstitute: [
    ['file', 'bundle'],
    ['card', 'shares'],
    ['hsm', 'hsm'],
  ],
  check: [
    ['file', 'bundle'],
    ['card', 'shares'],
  ],
};

const BundleWanted = ({ kind, bundle }: { readonly kind: Continuing; readonly bundle: Inspected | null }) => {
  const { t, has } = useTexts();
  const { asking } = useView();
  const choose = useChooseBundle(kind);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const refused = bundle?.found.ok === false ? bundle.found.problem : null;
  const claim = `claims.${String(refused?.details['claim'] ?? '')}`;
  useEffect(() => heading.current?.focus(), [refused]);
  return (
    <SetUpForm
      form={form}
      action=""
      problemsShown={0}
      begin={null}
      head={
        <header className="page-head">
          <h1 ref={heading} tabIndex={-1}>
            {t(refused === null ? `screen.continue.title.${kind}` : 'screen.continue.refused')}
          </h1>
          <p className="lead">
            {t(refused === null ? `screen.continue.lead.${kind}` : 'screen.continue.refused-lead')}
          </p>
        </header>
      }
    >
      {refused === null ? (
        <ul className="needed">
          {needed[kind].map(([icon, text]) => (
            <li key={text}>
              <Icon name={icon} />
              <span>
                <strong>{t(`screen.continue.needed.${text}.name`)}</strong>
                <span>{t(`screen.continue.needed.${text}.meaning`)}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <ProblemNote problem={refused} />
          <dl className="facts">
            <div data-long="">
              <dt>{t('screen.verify.file')}</dt>
              <dd>{bundle?.file}</dd>
            </div>
            {has(claim) ? (
              <div data-long="">
                <dt>{t('screen.continue.failed-claim')}</dt>
                <dd className="prose">{t(claim, refused.details)}</dd>
              </div>
            ) : null}
          </dl>
        </>
      )}
      <div className="row">
        <button
          type="button"
          className="primary"
          data-primary=""
          disabled={asking !== null}
          onClick={() => void choose()}
        >
          <Icon name="file" />
          {t(refused === null ? 'screen.continue.choose' : 'screen.continue.choose-other')}
        </button>
        {asking === 'inspect-bundle' ? (
          <p role="status" className="working-what">
            <progress aria-label={t('screen.verify.working')} />
            {t('screen.verify.working')}
          </p>
        ) : null}
      </div>
    </SetUpForm>
  );
};

type Props = Fields<ContinueDraft>;

/** The bundle is good: what it holds, who is needed, and who leads. */
const Prepare = ({
  kind,
  file,
  previous,
}: {
  readonly kind: Continuing;
  readonly file: string;
  readonly previous: PreviousBundle;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { room } = useView();
  const heading = useRef<HTMLHeadingElement>(null);
  const { form, fields, isReady, problemsShown } = useDraft(
    () => continueDraftFor(kind, previous),
    continueProblems,
  );
  useEffect(() => heading.current?.focus(), []);
  const { domain } = previous.register;
  const refused = domain === 'production' ? (room?.modes.production ?? null) : null;
  const nothing = setsOffered(kind, previous.register).length === 0;
  const begin = (): void => {
    if (!isReady()) return;
    void store.ask('start-ceremony', { plan: planOf(fields.draft), previousBundle: file });
  };
  return (
    <SetUpForm
      form={form}
      action={t(`screen.continue.begin.${kind}`)}
      problemsShown={problemsShown}
      begin={refused === null && !nothing ? begin : null}
      head={
        <header className="page-head">
          <h1 ref={heading} tabIndex={-1}>
            {t(`screen.continue.good.${kind}`)}
          </h1>
          <p className="lead">{t('screen.continue.good-lead')}</p>
        </header>
      }
    >
      {refused === null ? null : <ProblemNote problem={refused} />}
      {nothing ? (
        <div className="note" data-tone="bad" role="alert">
          <Icon name="warning" />
          <p className="note-sentence">{t('screen.continue.nothing')}</p>
        </div>
      ) : null}
      <Doubts doubts={previous.doubts} />
      <div className="set-up-columns">
        <div>
          <Bundle {...fields} />
          {setsOffered(kind, previous.register).length > 1 ? <Sets {...fields} /> : null}
          {kind === 'reconstitute' ? <Fresh {...fields} /> : null}
        </div>
        <div>
          <Leading {...fields} />
          <Custodians {...fields} />
          <Auditors {...fields} />
        </div>
      </div>
    </SetUpForm>
  );
};

/** What failed of the bundle is only whom a certificate vouches for: two people will decide, in the ceremony. */
const Doubts = ({ doubts }: { readonly doubts: readonly string[] }) => {
  const { t, has } = useTexts();
  if (doubts.length === 0) return null;
  return (
    <div className="note" data-tone="warn" role="status">
      <Icon name="warning" />
      <div>
        <p className="note-sentence">{t('screen.continue.doubts')}</p>
        <ul>
          {doubts.map((claim) => (
            <li key={claim}>{has(`claims.${claim}`) ? t(`claims.${claim}`) : claim}</li>
          ))}
        </ul>
      </div>
    </div>
  );
};

const keyLines = (register: Register, sets: readonly string[], { t }: ReturnType<typeof useTexts>) =>
  keysOfSets(register, sets).map((name) => {
    const version = versionOf(register, name);
    return {
      name: `${name.label} v${name.version}`,
      algorithm: version === undefined ? '' : t(`screen.algorithms.${version.algorithm}.name`),
    };
  });

const Bundle = ({ draft: { kind, previous, sets } }: Props) => {
  const texts = useTexts();
  const { t, language } = texts;
  const { asking } = useView();
  const choose = useChooseBundle(kind);
  const { register, made } = previous;
  const keys = keyLines(register, sets, texts);
  return (
    <Section title={t('screen.continue.bundle')}>
      <dl className="facts" data-width="full">
        <div>
          <dt>{t('screen.set-up.embassy')}</dt>
          <dd className="prose">{register.embassy}</dd>
        </div>
        <div>
          <dt>{t('screen.continue.made')}</dt>
          <dd className="prose">
            {dateAndTime(made.closedAt, language)} · {made.place}
          </dd>
        </div>
        <div>
          <dt>{t('screen.continue.made-by')}</dt>
          <dd className="prose">{t(`screen.kinds.${made.kind}`)}</dd>
        </div>
        <div data-long="">
          <dt>{t('screen.continue.keys', { count: keys.length })}</dt>
          <dd>
            <ul className="key-list">
              {keys.map(({ name, algorithm }) => (
                <li key={name}>
                  {name} <span className="hint">{algorithm}</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <button type="button" className="quiet" disabled={asking !== null} onClick={() => void choose()}>
        {t('screen.continue.choose-other')}
      </button>
    </Section>
  );
};

/** Only where there are several: which shares are brought. */
const Sets = ({ draft, change, problemAt }: Props) => {
  const { t, language } = useTexts();
  const id = useId();
  const { register } = draft.previous;
  return (
    <Section title={t('screen.continue.sets')}>
      {setsOffered(draft.kind, register).map(({ set, threshold, count }) => (
        <Tick
          key={set}
          name={listed([...new Set(keysOfSets(register, [set]).map(({ label }) => label))], language)}
          meaning={t('screen.continue.quorum', { threshold, count })}
          checked={draft.sets.includes(set)}
          change={(wanted) =>
            change({
              sets: setsOffered(draft.kind, register)
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

const Fresh = ({ draft, change, problemAt }: Props) => {
  const { t } = useTexts();
  const id = useId();
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
          <FieldProblem id={`${id}-recipients`} problem={problemAt('recipients')} />
          <Threshold
            draft={draft}
            custodians={recipients(draft).length}
            change={change}
            problem={problemAt('threshold')}
          />
          <DiceAndSheets draft={draft} change={change} />
        </>
      ) : null}
    </Section>
  );
};

/** Names that are typed. */
const NameField = ({
  guest,
  who,
  fields: { draft, change, problemAt, touch },
}: {
  readonly guest: Guest;
  readonly who: string;
  readonly fields: Props;
}) => {
  const { t } = useTexts();
  const id = useId();
  const place: Place = `person-${guest.key}`;
  const problem = problemAt(place);
  return (
    <>
      <input
        type="text"
        data-place={place}
        aria-label={t('screen.set-up.name-of', { who })}
        aria-invalid={problem !== null}
        aria-describedby={id}
        maxLength={80}
        spellCheck={false}
        autoComplete="off"
        value={guest.name}
        onChange={(event) => change({ people: replaced(draft, guest, { name: event.target.value }) })}
        onBlur={() => touch(place)}
      />
      <FieldProblem id={id} problem={problem} />
    </>
  );
};

const replaced = ({ people }: ContinueDraft, guest: Guest, part: Partial<Guest>): readonly Guest[] =>
  people.map((each) => (each.key === guest.key ? { ...each, ...part } : each));

const added = ({ people }: ContinueDraft, role: Role): readonly Guest[] => {
  const key = Math.max(...people.map((each) => each.key)) + 1;
  return [...people, { key, role, name: '', isHolder: false, mayCome: true, isHere: false }];
};

const Leading = (fields: Props) => {
  const { t } = useTexts();
  const { draft, change, problemAt, touch } = fields;
  return (
    <Section title={t('screen.continue.room')}>
      <div className="people">
        {(['administrator', 'witness'] as const).map((role) => {
          const guest = draft.people.find((each) => each.role === role);
          return guest === undefined ? null : (
            <div key={role} className="people-role">
              <p className="people-role-name">
                {t(`screen.roles.${role}`)}
                <span className="hint">{t(`screen.set-up.role-meaning.${role}`)}</span>
              </p>
              <div className="seat">
                <NameField guest={guest} who={t(`screen.roles.${role}`)} fields={fields} />
              </div>
            </div>
          );
        })}
      </div>
      <TextField
        place="place"
        label={t('screen.set-up.place')}
        hint={t('screen.continue.place-hint')}
        value={draft.place}
        problem={problemAt('place')}
        change={(place) => change({ place })}
        touch={() => touch('place')}
      />
    </Section>
  );
};

/** Everyone who holds a share may come, unless it is known that they will not. Somebody else may bring a sheet of paper. */
const Custodians = (fields: Props) => {
  const { t } = useTexts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { draft, change, problemAt } = fields;
  const custodians = draft.people.filter(({ role }) => role === 'custodian');
  const number = coming(draft).filter(({ role }) => role === 'custodian').length;
  const offered = setsOffered(draft.kind, draft.previous.register);
  const [only] = offered.length === 1 ? offered : [];
  const add = (): void => {
    const people = added(draft, 'custodian');
    change({ people });
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLInputElement>('.guest:last-of-type input[type="text"]')?.focus(),
    );
  };
  return (
    <Section title={t('screen.continue.custodians')}>
      <p className="quorum-line">
        {only === undefined
          ? t('screen.continue.holders', { count: holdersOf(offered).length })
          : t('screen.continue.any', { threshold: only.threshold, count: only.count })}
      </p>
      <div className="guests" ref={list} role="group" aria-labelledby={`${id}-who`}>
        <p className="hint" id={`${id}-who`}>
          {t('screen.continue.who-may-come')}
        </p>
        {custodians.map((guest, index) => (
          <CustodianLine key={guest.key} guest={guest} number={index + 1} fields={fields} />
        ))}
      </div>
      <button type="button" className="quiet" onClick={add}>
        <Icon name="add" />
        {t('screen.continue.add-surrogate')}
      </button>
      {number < peopleNeeded(draft) ? (
        <p className="field-problem" role="status">
          <Icon name="warning" />
          {t('screen.continue.too-few', { count: number, needed: peopleNeeded(draft) })}
        </p>
      ) : (
        <FieldProblem id={`${id}-people`} problem={problemAt('people')} />
      )}
    </Section>
  );
};

const CustodianLine = ({
  guest,
  number,
  fields,
}: {
  readonly guest: Guest;
  readonly number: number;
  readonly fields: Props;
}) => {
  const { t } = useTexts();
  const { draft, change } = fields;
  const who = guest.isHolder ? guest.name : `${t('screen.roles.custodian')} ${number}`;
  return (
    <div className="guest" data-may-come={guest.mayCome}>
      <label className="guest-comes">
        <input
          type="checkbox"
          checked={guest.mayCome}
          aria-label={t('screen.continue.may-come', { who })}
          onChange={(event) =>
            change({
              people: replaced(draft, guest, { mayCome: event.target.checked, isHere: false }),
            })
          }
        />
        {guest.isHolder ? <span className="guest-name">{guest.name}</span> : null}
      </label>
      {guest.isHolder ? null : (
        <div className="seat">
          <NameField guest={guest} who={who} fields={fields} />
          <IconButton
            name="failed"
            label={t('screen.set-up.remove', { who })}
            press={() => change({ people: draft.people.filter((each) => each.key !== guest.key) })}
          />
        </div>
      )}
      {draft.fresh && guest.mayCome ? (
        <label className="guest-here">
          <input
            type="checkbox"
            checked={guest.isHere}
            data-place={number === 1 ? 'recipients' : undefined}
            aria-label={t('screen.continue.is-here', { who })}
            onChange={(event) => change({ people: replaced(draft, guest, { isHere: event.target.checked }) })}
          />
          <span>{t('screen.continue.here')}</span>
        </label>
      ) : null}
    </div>
  );
};

const Auditors = (fields: Props) => {
  const { t } = useTexts();
  const { draft, change } = fields;
  const auditors = draft.people.filter(({ role }) => role === 'auditor');
  return (
    <div className="people">
      {auditors.map((guest, index) => {
        const who = `${t('screen.roles.auditor')} ${index + 1}`;
        return (
          <div key={guest.key} className="seat">
            <NameField guest={guest} who={who} fields={fields} />
            <IconButton
              name="failed"
              label={t('screen.set-up.remove', { who })}
              press={() => change({ people: draft.people.filter((each) => each.key !== guest.key) })}
            />
          </div>
        );
      })}
      <button type="button" className="quiet" onClick={() => change({ people: added(draft, 'auditor') })}>
        <Icon name="add" />
        {t('screen.set-up.add.auditor')}
      </button>
    </div>
  );
};
