import { useEffect, useState } from 'react';
import type { Question } from '../../ceremonies/model/question.ts';

/**
 * What was typed for a question, kept while the same question is asked again after a wrong answer, so that nobody types a list of
 * bags, or the words of a sheet, twice because of a slip in a PIN. Never for PINs or dice. One place is enough: only one question is open
 * at a time.
 */
let last: { readonly name: string; readonly value: unknown } | null = null;

const nameOf = (question: Question): string => {
  const who = 'participant' in question ? question.participant : '';
  return `${question.step} ${question.kind} ${who}`;
};

export const useKept = <T>(question: Question, initial: T): readonly [T, (value: T) => void] => {
  const name = nameOf(question);
  const [value, setValue] = useState<T>(() =>
    question.problem !== null && last?.name === name ? (last.value as T) : initial,
  );
  return [
    value,
    (changed) => {
      last = { name, value: changed };
      setValue(changed);
    },
  ];
};

/** Once an answer was taken, nothing of it is kept; nor when the room is left. */
export const useForgetting = (question: Question | null): void => {
  const again = question !== null && question.problem !== null;
  const name = question === null ? '' : nameOf(question);
  useEffect(() => {
    if (name !== '' && (!again || last?.name !== name)) last = null;
  }, [name, again]);
  useEffect(
    () => () => {
      last = null;
    },
    [],
  );
};
