import type { CeremonyEvent, EventOf } from '../model/event.ts';
import type { KeyName } from '../model/script.ts';
import { sum } from '../model/sum.ts';

/** Who an event names, as ids: participants, or the HSM for its own signature. */
export const peopleOf = (event: CeremonyEvent): readonly string[] => {
  if (event.type === 'participant-departed') return [event.participant, ...event.by];
  if ('by' in event) return event.by;
  if ('participant' in event) return [event.participant];
  return event.type === 'bundle-signed' ? [event.signer] : [];
};

const keyText = ({ label, version }: KeyName): string => `${label} v${version}`;

/** How many were moved, by which way, and how many were not; and the digests of what came of it. */
const movedText = ({ dataKeys, backups }: EventOf<'data-rewrapped'>): readonly string[] => [
  ...(dataKeys === null
    ? []
    : [
        `data-keys in-token: ${dataKeys.inToken}`,
        `data-keys in-engine: ${dataKeys.inEngine}`,
        `data-keys not-moved: ${dataKeys.notMoved}`,
        dataKeys.sha256,
        dataKeys.notMovedSha256,
      ]),
  ...(backups === null
    ? []
    : [`backups moved: ${backups.moved.length}`, `backups not-moved: ${backups.notMoved.length}`]),
];

/** What an event says beyond its kind and its people: facts in no language, for a timeline. */
export const factsOf = (event: CeremonyEvent): readonly string[] => {
  switch (event.type) {
    case 'ceremony-opened':
      return [event.ceremony];
    case 'software-confirmed':
      return [event.software.version, event.software.runtime];
    case 'air-gap-checked':
    case 'air-gap-changed':
      return event.findings.map(({ kind, name }) => `${kind}: ${name}`);
    case 'hsm-identified':
      return [event.token.label, event.token.serial];
    case 'clock-compared':
      return event.readings.map(({ wallClock }) => wallClock);
    case 'bundle-confirmed':
      return [event.sha256];
    case 'bags-recorded':
      return [event.direction, ...event.bags.map(({ number }) => number)];
    case 'card-enrolled':
    case 'card-replaced':
      return [event.token.label, event.token.serial];
    case 'card-vouched': {
      const { statement } = event.signed;
      return statement.purpose === 'vouch' ? [statement.name, statement.certificateSha256] : [];
    }
    case 'ceremony-key-ready':
      return [event.origin];
    case 'embassy-key-generated':
      return [keyText(event), event.algorithm, event.checkValue];
    case 'recovery-key-made':
    case 'recovery-key-wiped':
    case 'rebuilt-key-wiped':
      return [event.set];
    case 'canary-sealed':
    case 'key-wrapped':
    case 'original-destroyed':
      return [keyText(event)];
    case 'working-copy-made':
      return [keyText(event), event.checkValue];
    case 'share-set-committed':
      return [`${event.threshold} / ${event.commitments.length}`];
    case 'share-stored':
      return [`${event.index}`, event.token.label, event.token.serial];
    case 'share-receipted':
      return [`${event.index}`];
    case 'sheet-printed':
      return [`${event.index}`, event.printer, event.bag];
    case 'quorums-proved':
      return [event.quorums];
    case 'share-presented':
      return [`${event.index}`, event.source, event.set];
    case 'recovery-key-rebuilt':
      return [event.indices.join(' + '), event.set];
    case 'key-restored':
      return [keyText(event), event.checkValue, event.token.label, event.token.serial];
    case 'inventory-read':
      return [
        ...(event.inventory === null ? [] : [`data-keys: ${event.inventory.lines}`, event.inventory.sha256]),
        ...(event.backups === null ? [] : [`backups: ${event.backups.files}`, event.backups.folder]),
      ];
    case 'data-rewrapped':
      return [keyText(event), ...movedText(event)];
    case 'rewrap-proved':
      return [
        `moved: ${sum(event.rows.map(({ moved }) => moved))}`,
        `not-moved: ${sum(event.rows.map(({ notMoved }) => notMoved))}`,
      ];
    case 'share-destroyed':
      return [`${event.index}`, event.medium, event.set];
    case 'data-given-up': {
      const { statement } = event.signed;
      return statement.purpose === 'give-up'
        ? [
            keyText(statement),
            ...statement.dataSets.map(({ name, holds, count }) => `${holds}: ${count} ${name}`),
            statement.reason,
          ]
        : [];
    }
    case 'destruction-confirmed': {
      const { statement } = event.signed;
      return statement.purpose === 'destroy' ? [keyText(statement), statement.checkValue] : [];
    }
    case 'key-destroyed':
      return [
        keyText(event),
        event.token.label,
        event.token.serial,
        `objects: ${event.objects}`,
        `use: ${event.use}`,
      ];
    case 'card-destroyed':
      return [event.certificateSha256, event.way, `objects: ${event.objects}`];
    case 'declared':
      return event.remark === '' ? [] : [event.remark];
    case 'token-action-begun':
      return [event.action, ...(event.objects === undefined ? [] : [`objects: ${event.objects}`])];
    case 'token-action-settled':
      return [event.action, event.found, event.taken];
    case 'exception-raised':
      return [event.expected, event.happened, event.decided];
    case 'participant-departed':
    case 'share-set-voided':
    case 'presentation-voided':
      return [event.reason];
    case 'key-compromised':
      return [keyText(event), event.reason];
    case 'ceremony-abandoned':
      return [event.reason, event.keys];
    case 'report-made':
      return [event.name];
    case 'bundle-exported':
      return [event.fileName, event.sha256];
    case 'bundle-read-back':
      return [event.verdict];
    case 'act-completed':
    case 'act-signed':
    case 'transcript-closed':
    case 'paused':
    case 'continued':
    case 'resumed':
    case 'bundle-signed':
    case 'presentation-closed':
      return [];
  }
};
