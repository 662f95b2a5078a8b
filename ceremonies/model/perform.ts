import { binomial } from './binomial.ts';
import { demand, everyone, official } from './demand.ts';
import type { ScriptEvent } from './event.ts';
import type { ParticipantId } from './participant.ts';
import { actOf, type Step } from './script.ts';
import {
  currentSet,
  custodiansOf,
  participantOf,
  shareIndexOf,
  withLast,
  type RecoverySet,
  type State,
} from './state.ts';
import { statementFormat, type Signed, type Statement, type StatementOf } from './statement.ts';
import { sameToken, type TokenFacts } from './values.ts';

/**
 * What each event of the script must satisfy, and what it changes. That it is its turn has been checked.
 *
 * @throws CeremonyError by the codes that `reduce` lists
 */
export const perform = (state: State, event: ScriptEvent, step: Step): State => {
  if ('by' in event) everyone(step, event.by);
  if ('participant' in event) {
    const actor = event.type === 'act-signed' ? step.by[state.progress - 1] : step.by[0];
    demand(
      event.participant === actor,
      step.by.includes(event.participant) ? 'person-twice' : 'event-not-allowed',
      {
        participant: event.participant,
      },
    );
  }
  const production = state.script.parameters.domain === 'production';
  const { keyLabel, threshold, algorithm } = state.script.parameters;
  const before = state.previousBundle?.register;

  switch (event.type) {
    case 'software-confirmed':
      official(state.script, event.software);
      return { ...state, software: event.software };

    case 'air-gap-checked':
      demand(
        !production || event.findings.length === 0 || state.exceptions.some((each) => each.step === step.id),
        'exception-needed',
        { step: step.id },
      );
      // The exception that let it pass covers what was found then.
      return { ...state, airGapChecked: true, airGapFindings: event.findings, airGapExcused: true };

    case 'hsm-identified':
      demand(!production || !event.token.software, 'software-token', { label: event.token.label });
      return { ...state, hsm: { token: event.token, module: event.module } };

    case 'clock-compared': {
      everyone(
        step,
        event.readings.map((reading) => reading.by),
      );
      return { ...state, clock: { hostClock: event.hostClock, readings: event.readings } };
    }

    case 'bags-recorded': {
      const direction = step.kind === 'record-bags-in' ? 'in' : 'out';
      demand(event.direction === direction, 'event-not-allowed');
      const numbers = new Set(event.bags.map((bag) => bag.number));
      demand(numbers.size === event.bags.length, 'bag-twice');
      if (direction === 'out') {
        for (const custodian of custodiansOf(state)) {
          const bags = event.bags.filter((bag) => bag.custodian === custodian.id);
          demand(bags.length === 1, bags.length === 0 ? 'bag-missing' : 'bag-twice', {
            participant: custodian.id,
          });
        }
      }
      return { ...state, bags: { ...state.bags, [direction]: event.bags } };
    }

    case 'card-enrolled': {
      demand(!production || !event.token.software, 'software-token', { label: event.token.label });
      demand(state.hsm === null || !sameToken(state.hsm.token, event.token), 'token-wrong', {
        label: event.token.label,
      });
      for (const card of Object.values(state.cards)) {
        demand(!sameToken(card.token, event.token) && card.certificate !== event.certificate, 'card-twice', {
          participant: card.participant,
        });
      }
      const holdsShare = custodiansOf(state).some((person) => person.id === event.participant);
      demand(holdsShare === (event.sealingKey !== null), 'event-not-allowed', {
        participant: event.participant,
      });
      const statement = says(state, event.signed, 'enrol', event.participant);
      demand(statement.name === participantOf(state, event.participant)?.name, 'statement-differs');
      const { participant, origin, token, certificate, sealingKey } = event;
      return {
        ...state,
        cards: { ...state.cards, [participant]: { participant, origin, token, certificate, sealingKey } },
      };
    }

    case 'ceremony-key-ready':
      onHsm(state, event.token);
      demand(event.evidence.sensitive && !event.evidence.extractable, 'event-not-allowed');
      // One that was found may have been put there by somebody who kept a copy, and could certify keys of their own.
      demand(event.evidence.local && event.evidence.neverExtractable, 'event-not-allowed', {
        field: 'evidence',
      });
      return { ...state, ceremonyKey: { certificate: event.certificate, token: event.token } };

    case 'embassy-key-generated': {
      onHsm(state, event.token);
      demand(
        event.label === keyLabel && event.version === 1 && event.algorithm === algorithm,
        'event-not-allowed',
      );
      demand(event.evidence.local && event.evidence.sensitive, 'event-not-allowed');
      demand((event.certificate === null) === (algorithm === 'aes256'), 'event-not-allowed');
      // An old key under a new name is not a new key.
      const known = before?.keys.flatMap((each) => each.versions) ?? [];
      demand(!known.some((each) => each.checkValue === event.checkValue), 'event-not-allowed', {
        field: 'checkValue',
      });
      const { label, version, token, checkValue, certificate, evidence } = event;
      const key = { label, version, algorithm, token, checkValue, certificate, evidence };
      return {
        ...state,
        key: { ...key, generatedAt: event.at, originalDestroyed: false, activatedAt: null },
      };
    }

    case 'recovery-key-made': {
      // A new set, and a new recovery key: with an old one, shares of two sets would add up.
      demand(
        ![...state.sets, ...(before?.shareSets ?? [])].some(
          (each) => each.set === event.set || each.recoveryKeyCommitment === event.commitment,
        ),
        'share-set-void',
        { set: event.set },
      );
      demand(state.script.parameters.dice === event.mixed.diceRolls > 0, 'event-not-allowed');
      const set: RecoverySet = {
        set: event.set,
        state: 'open',
        recoveryKeyCommitment: event.commitment,
        mixed: event.mixed,
        wrapped: null,
        workingCopy: null,
        commitments: [],
        shares: [],
        proof: null,
        wiped: false,
      };
      return { ...state, sets: [...state.sets, set] };
    }

    case 'key-wrapped':
      sameKey(state, event);
      return inSet(state, event.set, () => ({ wrapped: event.wrapped }));

    case 'working-copy-made': {
      sameKey(state, event);
      demand(event.checkValue === state.key?.checkValue, 'check-value-differs', { label: event.label });
      demand(event.evidence.sensitive && !event.evidence.extractable, 'event-not-allowed');
      return inSet(state, currentSet(state)?.set, () => ({ workingCopy: event.evidence }));
    }

    case 'share-set-committed': {
      const count = custodiansOf(state).length;
      demand(event.threshold === threshold && event.commitments.length === count, 'share-set-incomplete');
      demand(new Set(event.commitments).size === count, 'share-twice');
      return inSet(state, event.set, () => ({ commitments: event.commitments }));
    }

    case 'share-stored': {
      demand(event.index === shareIndexOf(state, event.participant), 'share-foreign', { index: event.index });
      const card = state.cards[event.participant];
      demand(card !== undefined && sameToken(card.token, event.token), 'token-wrong', {
        label: event.token.label,
      });
      const { index, participant, token, sealed, readBackFrom } = event;
      return inSet(state, event.set, (set) => ({
        shares: [...set.shares, { index, participant, token, sealed, readBackFrom, receipt: null }],
      }));
    }

    case 'share-receipted':
      return inSet(state, event.set, (set) => {
        const said = says(state, event.signed, 'receipt', event.participant);
        demand(said.set === event.set && said.index === event.index, 'statement-differs');
        demand(said.commitment === set.commitments[event.index - 1], 'statement-differs');
        const last = set.shares.at(-1);
        demand(last?.index === event.index, 'event-out-of-order', { index: event.index });
        return { shares: [...set.shares.slice(0, -1), { ...last, receipt: event.signed }] };
      });

    case 'quorums-proved': {
      const count = custodiansOf(state).length;
      return inSet(state, event.set, (set) => {
        const whole = set.shares.length === count && set.shares.every((share) => share.receipt !== null);
        demand(whole && set.wrapped !== null && set.workingCopy !== null, 'share-set-incomplete', {
          stored: set.shares.length,
        });
        demand(event.recombinations === count - threshold + 1, 'share-set-incomplete');
        demand(event.quorums === binomial(count, threshold).toString(), 'share-set-incomplete');
        return { state: 'proved', proof: { recombinations: event.recombinations, quorums: event.quorums } };
      });
    }

    case 'recovery-key-wiped':
      return inSet(state, event.set, () => ({ wiped: true }));

    case 'original-destroyed': {
      sameKey(state, event);
      onHsm(state, event.token);
      demand(currentSet(state)?.state === 'proved', 'share-set-incomplete');
      demand(state.key !== null, 'event-not-allowed');
      return { ...state, key: { ...state.key, originalDestroyed: true, activatedAt: event.at } };
    }

    case 'act-completed':
      demand(event.act === actOf(state.script, step.id)?.id, 'event-not-allowed', { act: event.act });
      return state;

    case 'act-signed': {
      // The first signer's event follows `act-completed` directly, so its predecessor's hash is the act's head.
      const act = state.acts[event.act] ?? { head: event.previous, signatures: [] };
      const said = says(state, event.signed, 'act', event.participant);
      demand(event.act === actOf(state.script, step.id)?.id, 'event-not-allowed', { act: event.act });
      demand(said.act === event.act && said.head === act.head, 'statement-differs', { act: event.act });
      return {
        ...state,
        acts: { ...state.acts, [event.act]: { ...act, signatures: [...act.signatures, event.signed] } },
      };
    }

    case 'declared': {
      const said = says(state, event.signed, 'declare', event.participant);
      demand(said.agrees === event.agrees && said.remark === event.remark, 'statement-differs');
      demand(said.head === event.previous, 'statement-differs');
      demand(event.agrees || event.remark.trim() !== '', 'event-not-allowed');
      const { participant, agrees, remark } = event;
      return { ...state, declarations: [...state.declarations, { participant, agrees, remark }] };
    }

    case 'transcript-closed':
      return { ...state, lifecycle: 'closed', closedAt: event.at, registerSha256: event.registerSha256 };
  }
};

const onHsm = (state: State, token: TokenFacts): void =>
  demand(state.hsm !== null && sameToken(state.hsm.token, token), 'token-wrong', { label: token.label });

const sameKey = (state: State, event: { readonly label: string; readonly version: number }): void =>
  demand(state.key?.label === event.label && state.key.version === event.version, 'event-not-allowed', {
    label: event.label,
  });

/** A change to the live share set. */
const inSet = (
  state: State,
  id: string | undefined,
  change: (set: RecoverySet) => Partial<RecoverySet>,
): State => {
  const set = currentSet(state);
  demand(set !== null && set.set === id, 'share-set-void', { set: id ?? '' });
  return { ...state, sets: withLast(state.sets, { ...set, ...change(set) }) };
};

/** What the card signed, if it is the statement that this event needs. */
const says = <Purpose extends Statement['purpose']>(
  state: State,
  signed: Signed,
  purpose: Purpose,
  participant: ParticipantId,
): StatementOf<Purpose> => {
  const { statement } = signed;
  const isOfPurpose = (each: Statement): each is StatementOf<Purpose> => each.purpose === purpose;
  demand(
    isOfPurpose(statement) &&
      statement.format === statementFormat(state.script.parameters.domain) &&
      statement.ceremony === state.ceremony &&
      statement.participant === participant,
    'statement-differs',
    { participant },
  );
  return statement;
};
