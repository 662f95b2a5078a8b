import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { completions, dataWords, sheetRows, type WordRow } from '../../ceremonies/formats/wordRows.ts';
import { HoldButton, useHold } from './hold.tsx';
import { ProblemNote } from './problem.tsx';
import { useTexts } from './texts.ts';
import {
  begun,
  finishWord,
  goTo,
  isComplete,
  previousRow,
  type as typeText,
  wordMeant,
  type Refuse,
  type WordEntry,
} from './wordEntry.ts';

const showKey = 'F2';
const candidatesShown = 6;
const masked = '••••';

const Slots = ({
  entry,
  shown,
  choose,
}: {
  readonly entry: WordEntry;
  readonly shown: boolean;
  readonly choose: (place: number) => void;
}) => {
  const { t } = useTexts();
  return (
    <ol className="word-slots">
      {entry.words.map((word, place) => {
        const state = entry.doubtful.includes(place) ? 'doubtful' : word === '' ? 'empty' : 'typed';
        return (
          <li key={place} data-check={place >= dataWords ? '' : undefined}>
            <button
              type="button"
              className="word-slot"
              data-state={state}
              aria-current={place === entry.place ? 'true' : undefined}
              aria-label={t(`shareEntry.words.slots.${state}`, { position: place + 1 })}
              tabIndex={-1}
              onClick={() => choose(place)}
            >
              <span className="word-number">{place + 1}</span>
              <span lang="en">{word === '' ? '' : shown ? word : masked}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
};

/** What the letters so far may become. Without looking: only whether they are enough. */
const Candidates = ({ typed, shown }: { readonly typed: string; readonly shown: boolean }) => {
  const { t } = useTexts();
  const words = completions(typed);
  const say = (): string => {
    if (typed === '') return t('shareEntry.words.hint');
    if (words.length === 0) return t('shareEntry.words.none');
    return wordMeant(typed) === undefined ? t('shareEntry.words.more') : t('shareEntry.words.enough');
  };
  return (
    <p className="hint word-candidates" aria-live="polite">
      {say()}
      {shown
        ? words.slice(0, candidatesShown).map((word) => (
            <span key={word} lang="en">
              {word}
            </span>
          ))
        : null}
    </p>
  );
};

/**
 * The words of a sheet, row by row, by keyboard alone. Nothing typed is shown unless somebody holds the button, or F2. A row is checked
 * when its last word is there; what is wrong is pointed at. When all rows are right, they go to `onShare` and are
 * forgotten here.
 */
export const WordEntryForm = ({
  onShare,
  refuse,
}: {
  readonly onShare: (input: { readonly kind: 'words'; readonly rows: readonly WordRow[] }) => void;
  /** Asked after row 1, so that nobody types a sheet that is not wanted. */
  readonly refuse: Refuse;
}) => {
  const { t } = useTexts();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [entry, setEntry] = useState(begun);
  const [shown, show] = useHold();

  const become = (next: WordEntry): void => {
    const done = isComplete(next);
    if (field.current !== null) {
      field.current.value = done ? '' : next.typed;
      field.current.focus();
    }
    setEntry(done ? begun : next);
    if (done) onShare({ kind: 'words', rows: next.rows });
  };

  const keys: Readonly<Record<string, () => WordEntry>> = {
    Enter: () => finishWord(entry, refuse),
    ArrowLeft: () => goTo(entry, entry.place - 1),
    ArrowRight: () => goTo(entry, entry.place + 1),
    ArrowUp: () => previousRow(entry),
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const atStart = event.key === 'Backspace' && entry.typed === '';
    const act = atStart ? keys['ArrowLeft'] : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    become(act());
  };

  const row = entry.rows.length + 1;
  return (
    <section
      className="word-entry"
      aria-labelledby={`${id}-title`}
      onKeyDown={(event) => {
        if (event.key !== showKey) return;
        event.preventDefault();
        if (!event.repeat) show(true);
      }}
      onKeyUp={(event) => {
        if (event.key === showKey) show(false);
      }}
    >
      <div className="word-progress">
        <h3 id={`${id}-title`}>{t('shareEntry.words.row', { row, rows: sheetRows })}</h3>
        <progress value={entry.rows.length} max={sheetRows} aria-labelledby={`${id}-title`} />
        <p>{entry.head === null ? '' : t('shareEntry.words.share', { index: entry.head.index })}</p>
      </div>
      {entry.problem === null ? null : <ProblemNote problem={entry.problem} id={`${id}-problem`} />}
      <Slots entry={entry} shown={shown} choose={(place) => become(goTo(entry, place))} />
      <div className="field" data-kind="secret">
        <label htmlFor={id}>{t('shareEntry.words.label', { row, position: entry.place + 1 })}</label>
        <input
          ref={field}
          id={id}
          type={shown ? 'text' : 'password'}
          autoFocus
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={2000}
          data-answer=""
          aria-describedby={entry.problem === null ? undefined : `${id}-problem`}
          aria-invalid={entry.problem === null ? undefined : true}
          onInput={(event) => become(typeText(entry, event.currentTarget.value, refuse))}
          onKeyDown={press}
        />
        <Candidates typed={entry.typed} shown={shown} />
      </div>
      <div className="actions">
        <button
          type="button"
          className="quiet"
          disabled={entry.rows.length === 0}
          onClick={() => become(previousRow(entry))}
        >
          {t('shareEntry.words.previous')}
        </button>
        <HoldButton held={shown} hold={show} icon="hand">
          {t('shareEntry.words.show', { key: showKey })}
        </HoldButton>
      </div>
    </section>
  );
};
