import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { exceededIn } from '../model/custody.ts';
import { unreadText, type Finding, type Remembered } from '../model/event.ts';
import type { ParticipantId } from '../model/participant.ts';
import type { Fact, HsmCandidate } from '../model/question.ts';
import type { Step } from '../model/script.ts';
import {
  exceededHere,
  isExcused,
  isHsmMeant,
  presentCustodiansOf,
  presentedSetsOf,
  type State,
} from '../model/state.ts';
import { keyLabelsOf, subjectOfState } from '../model/subject.ts';
import { capabilities, mechanismName, readMechanisms } from '../tokens/capabilities.ts';
import { openSession, type Session } from '../tokens/session.ts';
import { tokenFactsOf } from '../tokens/token.ts';
import { tryHsm, type TrialPlan } from '../tokens/trial.ts';
import { findCeremonyKey } from './ceremonyKey.ts';
import { record, stateOf, tryAgain, type Desk, type Performer } from './desk.ts';
import { moduleFacts } from './facts.ts';
import { attempt, attemptNow, findToken, tokensOrNone } from './hsm.ts';
import { checkContent } from './hsmContent.ts';
import { playsHsm } from './rehearsalRoom.ts';

/** Nobody counts twice, and nobody is missing. */
export const everyone = (step: Step, by: readonly ParticipantId[]): Result<null> => {
  if (new Set(by).size !== by.length) return bad('person-twice');
  return step.by.every((id) => by.includes(id)) && by.length === step.by.length
    ? good(null)
    : bad('witness-missing');
};

/** Everyone of the step looks at the facts and confirms them. */
export const confirm = (desk: Desk, step: Step, facts: readonly Fact[]): Promise<null> =>
  desk.people.ask(
    step.id,
    () => ({ kind: 'confirm', by: step.by, facts }),
    ({ by }) => everyone(step, by),
  );

export const confirmSoftware: Performer = async (desk, step) => {
  const { software } = desk.host;
  await confirm(desk, step, [
    { name: 'version', value: software.version },
    { name: 'app-hash', value: software.appHash ?? '–' },
    { name: 'verifier-hash', value: software.verifierSha256 ?? '–' },
    { name: 'electron', value: software.electron ?? '–' },
    { name: 'runtime', value: software.runtime },
    { name: 'node', value: software.node },
    { name: 'platform', value: software.platform },
  ]);
  await record(desk, { type: 'software-confirmed', step: step.id, by: [...step.by], software });
};

export const checkAirGap: Performer = async (desk, step) => {
  const production = stateOf(desk).script.parameters.domain === 'production';
  const excused = (): boolean => isExcused(stateOf(desk), step.id, 'air-gap');
  let findings: readonly Finding[] = await desk.host.airGap();
  while (production && findings.length > 0 && !excused()) {
    const seen = findings;
    await desk.people.ask(
      step.id,
      () => ({ kind: 'air-gap-open', findings: seen }),
      () => good(null),
    );
    findings = await desk.host.airGap();
  }
  await confirm(
    desk,
    step,
    findings.map(({ kind, name }) => ({ name: 'air-gap', value: `${kind} ${name}` })),
  );
  await record(desk, { type: 'air-gap-checked', step: step.id, by: [...step.by], findings: [...findings] });
};

const rememberedFact = (each: Remembered): Fact => {
  switch (each.kind) {
    case 'share-seen':
      return { name: 'remembered', value: `${each.name} · ${each.index} · ${each.at}` };
    case 'key-compromised':
      return {
        name: 'remembered-compromise',
        value: `${each.label} v${each.version} · ${each.reason} · ${each.at}`,
      };
    case 'hsm-lost':
      return {
        name: 'remembered-loss',
        value: `${each.label} · ${each.serial} · ${each.reason} · ${each.at}`,
      };
  }
};

/** What the bundle holds, when and where it was made, and who is needed: looked at before anything rests on it. */
export const confirmBundle: Performer = async (desk, step) => {
  const { previousBundle } = stateOf(desk);
  if (previousBundle === null) throw new CeremonyError('internal', { step: step.id });
  const { sha256, made, register, doubts, unread = [], moreUnread, remembered = [] } = previousBundle;
  const subject = subjectOfState(stateOf(desk));
  const holders = presentedSetsOf(stateOf(desk)).flatMap(({ shares }) =>
    shares.flatMap(({ holder }) => (holder === null ? [] : [holder.name])),
  );
  const excused = (): boolean => isExcused(stateOf(desk), step.id, 'doubts');
  const [doubt] = [
    ...(unread.length > 0 ? [bad('bundle-beside-unread', { files: unreadText(previousBundle) })] : []),
    ...(doubts.length > 0 ? [bad('exception-needed', { step: step.id, claim: doubts.join(', ') })] : []),
    ...exceededHere(stateOf(desk)).map(({ name, indices, threshold }) =>
      bad('custody-was-exceeded', { name, shares: indices.length, threshold }),
    ),
  ];
  while (doubt !== undefined && !excused()) await tryAgain(desk, step.id, doubt.problem);
  await confirm(desk, step, [
    { name: 'embassy', value: register.embassy },
    { name: 'made-at', value: made.closedAt },
    { name: 'made-in', value: made.place },
    ...keyLabelsOf(subject).map((value) => ({ name: 'key-label' as const, value })),
    ...subject.brought.map(({ threshold, count }) => ({
      name: 'quorum' as const,
      value: `${threshold} / ${count}`,
    })),
    ...[...new Set(holders)].map((value) => ({ name: 'holder' as const, value })),
    { name: 'bundle', value: sha256 },
    ...unread.map((value) => ({ name: 'unread' as const, value })),
    ...(moreUnread === undefined ? [] : [{ name: 'more-unread', value: `${moreUnread}` } as const]),
    ...exceededIn(register, remembered).map(({ name, indices, threshold }): Fact => ({
      name: 'exceeded',
      value: `${name} · ${indices.length} / ${threshold}`,
    })),
    ...remembered.map(rememberedFact),
  ]);
  await record(desk, { type: 'bundle-confirmed', step: step.id, by: [...step.by], sha256 });
};

/** Tokens that could be the HSM, each with what it lacks for this key. */
const hsmCandidates = (desk: Desk): readonly HsmCandidate[] => {
  const { domain } = stateOf(desk).script.parameters;
  const algorithms = new Set(subjectOfState(stateOf(desk)).keys.map((key) => key.algorithm));
  const ready = tokensOrNone(desk.modules.hsm).filter((token) => token.initialised && token.userPinSet);
  // A rehearsal's cards are tokens of the same module; few tokens there play an HSM.
  const playing = domain === 'rehearsal' ? ready.filter(playsHsm) : [];
  return (playing.length > 0 ? playing : ready).flatMap((token) => {
    const able = attemptNow(() => capabilities(desk.modules.hsm, token));
    // One that cannot say what it can do at this moment is none, until people look again.
    if (!able.ok) return [];
    const missing = [...algorithms].flatMap((each) => able.value.asHsm[each].missing);
    return [{ token: tokenFactsOf(token), missing: [...new Set(missing)] }];
  });
};

/** What the ceremony will ask of its HSM; to destroy what is there asks nothing that could be tried. */
const trialOf = (session: Session, state: State): TrialPlan => {
  const kinds = subjectOfState(state).keys.map(({ algorithm }) => algorithm);
  const { kind } = state.script;
  const makes = kind === 'generate' || kind === 'rotate';
  return {
    signs: !findCeremonyKey(session).ok,
    makes: makes ? kinds : [],
    takes: makes || kind === 'reconstitute' || kind === 'reshare' ? kinds : [],
  };
};

export const identifyHsm: Performer = async (desk, step) => {
  const module = desk.modules.hsm;
  const { domain } = stateOf(desk).script.parameters;

  const chosen = await desk.people.ask(
    step.id,
    () => ({ kind: 'choose-hsm', tokens: hsmCandidates(desk) }),
    ({ token: address, pin, by }) =>
      attempt(async () => {
        const present = everyone(step, by);
        if (!present.ok) return present;
        const token = findToken(module.tokens(), address);
        if (token === undefined) return bad('token-absent', address);
        if (!isHsmMeant(stateOf(desk).script, address)) return bad('token-wrong', address);
        if (domain === 'production' && token.software) return bad('software-token', { label: token.label });
        const missing =
          hsmCandidates(desk).find((each) => findToken([token], each.token) !== undefined)?.missing ?? [];
        if (missing.length > 0) return bad('mechanism-missing', { mechanism: missing.join(', ') });
        const mechanisms = readMechanisms(module, address);
        if (!mechanisms.ok) return mechanisms;
        const session = openSession(module, address, { kind: 'user', pin });
        if (!session.ok) return session;
        const fit = await attempt(async () => {
          const content = await checkContent(session.value, stateOf(desk), address);
          return content.ok ? tryHsm(session.value, trialOf(session.value, stateOf(desk))) : content;
        });
        if (!fit.ok) {
          session.value.close();
          return fit;
        }
        return good({ session: session.value, token, mechanisms: mechanisms.value });
      }),
  );
  desk.hsm.session = chosen.session;
  await record(desk, {
    type: 'hsm-identified',
    step: step.id,
    by: [...step.by],
    module: moduleFacts(module.info),
    token: tokenFactsOf(chosen.token),
    mechanisms: chosen.mechanisms.map(({ number }) => mechanismName(number)).sort(),
  });
};

/** A wall clock that differs more than this is a misreading, or a host clock to be set right first. */
const clockDifferenceMaxMs = 24 * 60 * 60 * 1000;

export const compareClock: Performer = async (desk, step) => {
  const { hostClock, readings } = await desk.people.ask(
    step.id,
    () => ({ kind: 'clock', by: step.by, hostClock: desk.host.now().toISOString() }),
    ({ readings: read }) => {
      const present = everyone(
        step,
        read.map((reading) => reading.by),
      );
      if (!present.ok) return present;
      const now = desk.host.now();
      const far = read.find(
        (each) => Math.abs(Date.parse(each.wallClock) - now.getTime()) > clockDifferenceMaxMs,
      );
      if (far !== undefined) return bad('clock-differs', { participant: far.by });
      const ordered = step.by.flatMap((id) => read.filter((reading) => reading.by === id));
      return good({ hostClock: now.toISOString(), readings: ordered });
    },
  );
  await record(desk, { type: 'clock-compared', step: step.id, by: [...step.by], hostClock, readings });
};

export const recordBags =
  (direction: 'in' | 'out'): Performer =>
  async (desk, step) => {
    const custodiansNow = () => presentCustodiansOf(stateOf(desk)).map((person) => person.id);
    const bags = await desk.people.ask(
      step.id,
      () => ({ kind: 'bags', direction, custodians: custodiansNow() }),
      ({ bags: typed }) => {
        if (new Set(typed.map((bag) => bag.number)).size !== typed.length) return bad('bag-twice');
        const wrong =
          direction === 'out' &&
          custodiansNow().find((id) => typed.filter((bag) => bag.custodian === id).length !== 1);
        return typeof wrong === 'string' ? bad('bag-missing', { participant: wrong }) : good(typed);
      },
    );
    await record(desk, { type: 'bags-recorded', step: step.id, by: [...step.by], direction, bags });
  };
