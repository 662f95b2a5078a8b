import { useId, useState } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { peopleOf, Person } from '../parts/people.tsx';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { differenceSeconds, offsetsMinutes, offsetText, wallClockOf } from './wallClock.ts';

/** Two people type what they read. What the machine shows is told only afterwards, so that it leads nobody. */
export const Clock = ({ question, state }: Asked<'clock'> & { readonly state: State }) => {
  const { t } = useTexts();
  const id = useId();
  const [typed, setTyped] = useState<
    Readonly<Record<ParticipantId, { readonly date: string; readonly time: string }>>
  >({});
  const [offsetMinutes, setOffset] = useState(-new Date(question.hostClock).getTimezoneOffset());

  const readings = question.by.map((by) => {
    const { date = '', time = '' } = typed[by] ?? {};
    return { by, wallClock: wallClockOf(date, time, offsetMinutes) };
  });
  const whole = readings.every((reading) => reading.wallClock !== null);
  const put = (by: ParticipantId, change: { readonly date?: string; readonly time?: string }): void =>
    setTyped({ ...typed, [by]: { date: '', time: '', ...typed[by], ...change } });

  return (
    <AnswerForm
      question={question}
      action={t('screen.clock.record')}
      ready={whole}
      read={() => ({
        kind: 'clock',
        readings: readings.flatMap(({ by, wallClock }) => (wallClock === null ? [] : [{ by, wallClock }])),
      })}
    >
      <div className="readings">
        {peopleOf(state, question.by).map((person) => {
          const reading = readings.find((each) => each.by === person.id)?.wallClock ?? null;
          return (
            <fieldset key={person.id} className="reading">
              <legend>
                <Person person={person} />
              </legend>
              <div className="field">
                <label htmlFor={`${id}-${person.id}-date`}>{t('screen.clock.date')}</label>
                <input
                  id={`${id}-${person.id}-date`}
                  type="text"
                  inputMode="numeric"
                  autoComplete="off"
                  data-answer=""
                  placeholder={t('screen.clock.date-form')}
                  onChange={(event) => put(person.id, { date: event.target.value })}
                />
              </div>
              <div className="field">
                <label htmlFor={`${id}-${person.id}-time`}>{t('screen.clock.time')}</label>
                <input
                  id={`${id}-${person.id}-time`}
                  type="text"
                  inputMode="numeric"
                  autoComplete="off"
                  placeholder={t('screen.clock.time-form')}
                  onChange={(event) => put(person.id, { time: event.target.value })}
                />
              </div>
              <p className="hint" aria-live="polite">
                {reading === null
                  ? t('screen.clock.form')
                  : t('screen.clock.difference', {
                      seconds: differenceSeconds(reading, question.hostClock),
                    })}
              </p>
            </fieldset>
          );
        })}
      </div>
      <div className="field" data-kind="inline">
        <label htmlFor={`${id}-offset`}>{t('screen.clock.offset')}</label>
        <select
          id={`${id}-offset`}
          value={offsetMinutes}
          onChange={(event) => setOffset(Number(event.target.value))}
        >
          {offsetsMinutes.map((minutes) => (
            <option key={minutes} value={minutes}>
              {`UTC${offsetText(minutes)}`}
            </option>
          ))}
        </select>
      </div>
    </AnswerForm>
  );
};
