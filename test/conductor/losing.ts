import assert from 'node:assert/strict';
import type { Engine } from '../../ceremonies/conductor/engine.ts';
import type { Robot } from '../../ceremonies/conductor/robot.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import type { Answer } from '../../ceremonies/model/question.ts';
import { value } from '../tokens/softhsm.ts';
import type { Wanted } from './until.ts';

/** A ceremony that a test leads up to the loss of a card, and on from there. */
export const leaders = ['administrator', 'witness'];

/** The problem that an answer comes back with. */
export const refusal = async (engine: Engine, answer: Answer): Promise<ErrorCode | undefined> => {
  const asked = engine.snapshot()?.question;
  value(await engine.answer(asked?.id ?? -1, answer));
  for (;;) {
    const now = engine.snapshot()?.question ?? null;
    if (now !== null && now.id !== asked?.id) return now.problem?.code;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Answers rightly what was answered wrongly. */
export const answerAgain = async (engine: Engine, robot: Robot): Promise<void> => {
  const { question, state } = engine.snapshot() ?? assert.fail();
  assert.ok(question !== null);
  value(await engine.answer(question.id, robot({ ...question, problem: null }, state)));
};

export const lose = (engine: Engine, participant: string, by = leaders) =>
  engine.raiseException({
    about: { kind: 'card-lost', participant },
    expected: 'The card signs.',
    happened: 'Its PIN is locked.',
    decided: 'Another card takes its place.',
    by,
  });

export const isAskedOf =
  (participant: string, purpose: 'declare' | 'sign-act' | 'sign-bundle' | 'store-share' | 'vouch'): Wanted =>
  (question) =>
    question.kind === 'card-pin'
      ? question.purpose === purpose && question.participant === participant
      : question.kind === purpose && question.participant === participant;

export const isReplacing: Wanted = (question, { replacing }) =>
  question.kind === 'enrol-card' && replacing !== null;
