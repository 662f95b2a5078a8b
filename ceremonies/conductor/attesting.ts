import { CeremonyError, good } from '../model/error.ts';
import { actOf } from '../model/script.ts';
import { enrolledCard, presence, withCard } from './cardSession.ts';
import { record, stateOf, type Performer } from './desk.ts';
import { signStatement, statementOf } from './signing.ts';

/** Every act ends with the leaders' cards signing the chain head, which is read aloud. */
export const completeAct: Performer = async (desk, step) => {
  const act = actOf(stateOf(desk).script, step.id)?.id;
  if (act === undefined) throw new CeremonyError('internal', { step: step.id });
  if (stateOf(desk).progress === 0) await record(desk, { type: 'act-completed', step: step.id, act });

  for (const participant of step.by.slice(stateOf(desk).progress - 1)) {
    const { token } = enrolledCard(desk, participant);
    const signed = await desk.people.ask(
      step.id,
      () => ({ kind: 'card-pin', participant, purpose: 'sign-act', ...presence(desk, token) }),
      ({ pin }) =>
        withCard(desk, participant, pin, (presented) => {
          const head = stateOf(desk).acts[act]?.head ?? desk.sitting.head();
          return signStatement(presented, statementOf(desk, participant, 'act', { act, head }));
        }),
    );
    await record(desk, { type: 'act-signed', step: step.id, act, participant, signed });
  }
};

/** Everyone says, with their card, whether the ceremony went as the transcript tells; they may say no. */
export const declare: Performer = async (desk, step) => {
  const [participant] = step.by;
  if (participant === undefined) throw new CeremonyError('internal', { step: step.id });
  const { token } = enrolledCard(desk, participant);
  const declared = await desk.people.ask(
    step.id,
    () => ({ kind: 'declare', participant, ...presence(desk, token) }),
    async ({ agrees, remark, pin }) => {
      if (!agrees && remark.trim() === '')
        return { ok: false, problem: { code: 'remark-missing', details: {} } };
      const said = { agrees, remark, head: desk.sitting.head() };
      const signed = await withCard(desk, participant, pin, (presented) =>
        signStatement(presented, statementOf(desk, participant, 'declare', said)),
      );
      return signed.ok ? good({ agrees, remark, signed: signed.value }) : signed;
    },
  );
  await record(desk, { type: 'declared', step: step.id, participant, ...declared });
};
