import { useId } from 'react';
import type { ParticipantId } from '../../ceremonies/model/participant.ts';
import type { State } from '../../ceremonies/model/state.ts';
import { Icon } from '../parts/icon.tsx';
import { nameOf } from '../parts/stateTexts.ts';
import { useTexts } from '../parts/texts.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';
import { useKept } from './kept.ts';

type Row = {
  readonly key: number;
  readonly number: string;
  readonly holds: string;
  readonly custodian: ParticipantId | null;
};

/** A line for each custodian's bag, and as many more as there are bags. */
export const Bags = ({ question, state }: Asked<'bags'> & { readonly state: State }) => {
  const { t } = useTexts();
  const id = useId();
  const initial = (): readonly Row[] => {
    const cards = question.custodians.map((custodian, index) => ({
      key: index + 1,
      number: '',
      holds: t('screen.bags.card-of', { name: nameOf(state, custodian) }),
      custodian,
    }));
    const hsm = { key: 0, number: '', holds: t('screen.bags.hsm'), custodian: null };
    return question.direction === 'in' ? [hsm, ...cards] : cards;
  };
  const [rows, setRows] = useKept<readonly Row[]>(question, initial());
  const change = (key: number, part: Partial<Row>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = (): void =>
    setRows([
      ...rows,
      { key: Math.max(0, ...rows.map((row) => row.key)) + 1, number: '', holds: '', custodian: null },
    ]);

  const filled = rows.filter((row) => row.number.trim() !== '');
  const twice = filled.filter((row) =>
    filled.some((other) => other.key !== row.key && other.number.trim() === row.number.trim()),
  );
  const incomplete = filled.some((row) => row.holds.trim() === '');
  const missing =
    question.direction === 'out' && rows.some((row) => row.custodian !== null && row.number.trim() === '');

  return (
    <AnswerForm
      question={question}
      action={t('screen.bags.record', { count: filled.length })}
      ready={twice.length === 0 && !incomplete && !missing}
      read={() => ({
        kind: 'bags',
        bags: filled.map(({ number, holds, custodian }) => ({
          number: number.trim(),
          holds: holds.trim(),
          custodian,
        })),
      })}
    >
      <table className="bags">
        <thead>
          <tr>
            <th scope="col" id={`${id}-holds`}>
              {t('screen.bags.holds')}
            </th>
            <th scope="col" id={`${id}-number`}>
              {t('screen.bags.number')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.key}>
              <td>
                {row.custodian !== null ? (
                  <span id={`${id}-${row.key}`}>{row.holds}</span>
                ) : (
                  <input
                    type="text"
                    aria-labelledby={`${id}-holds`}
                    autoComplete="off"
                    maxLength={300}
                    value={row.holds}
                    onChange={(event) => change(row.key, { holds: event.target.value })}
                  />
                )}
              </td>
              <td>
                <input
                  type="text"
                  className="bag-number"
                  aria-labelledby={`${id}-number ${row.custodian === null ? '' : `${id}-${row.key}`}`}
                  aria-invalid={twice.includes(row)}
                  autoComplete="off"
                  maxLength={300}
                  data-answer={index === 0 ? '' : undefined}
                  value={row.number}
                  onChange={(event) => change(row.key, { number: event.target.value })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint" aria-live="polite">
        {twice.length > 0
          ? t('errors.bag-twice')
          : t(question.direction === 'in' ? 'screen.bags.hint-in' : 'screen.bags.hint-out')}
      </p>
      <button type="button" className="quiet" onClick={add}>
        <Icon name="add" />
        {t('screen.bags.add')}
      </button>
    </AnswerForm>
  );
};
