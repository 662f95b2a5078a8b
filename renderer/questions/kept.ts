import { useState } from 'react';
import type { Question } from '../../ceremonies/model/question.ts';

/**
 * What was typed for a question, kept while the same question is asked again after a wrong answer, so that nobody types a list of
 * bags twice because of a slip in a PIN. Never for secrets. One place is enough: only one question is open at a time.
 */
let last: { readonly name: string; readonly value: unknown } | null = null;

export const useKept = <T>(question: Question, initial: T): readonly [T, (value: T) => void] => {
  const who = 'participant' in question ? question.participant : '';
  const name = `${question.step} ${question.kind} ${who}`;
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
