import { demand } from '../../model/demand.ts';
import { leadersOf, participantOf, rememberedOf } from '../../model/state.ts';
import { eventsOfType, seqs, type Record } from '../evidence.ts';
import { attested, type Finding } from '../finding.ts';

/** What people saw and the program recorded: no signature can prove it, but two people signed each act. */

export const softwareConfirmed = (record: Record): Finding => {
  const { software } = record.state;
  demand(software !== null, 'event-out-of-order');
  const { version, appHash, verifierSha256, electron, runtime, platform } = software;
  return attested(
    {
      version,
      appHash: appHash ?? '-',
      verifierSha256: verifierSha256 ?? '-',
      electron: electron ?? '-',
      runtime,
      platform,
    },
    seqs(eventsOfType(record, 'software-confirmed')),
  );
};

export const airGapChecked = (record: Record): Finding => {
  const checks = eventsOfType(record, 'air-gap-checked');
  demand(checks.length > 0, 'event-out-of-order');
  const changes = eventsOfType(record, 'air-gap-changed');
  return attested(
    { findings: checks.at(-1)?.findings.length ?? 0, changes: changes.length },
    seqs([...checks, ...changes]),
  );
};

/** How far the machine's clock was from the watches of the two who read them. */
export const clockCompared = (record: Record): Finding => {
  const { clock } = record.state;
  demand(clock !== null, 'event-out-of-order');
  const host = Date.parse(clock.hostClock);
  const apartMs = clock.readings.map(({ wallClock }) => Math.abs(Date.parse(wallClock) - host));
  return attested(
    { apartSeconds: Math.round(Math.max(...apartMs) / 1000), readings: clock.readings.length },
    seqs(eventsOfType(record, 'clock-compared')),
  );
};

export const bagsRecorded = (record: Record): Finding => {
  const { bags } = record.state;
  return attested({ in: bags.in.length, out: bags.out.length }, seqs(eventsOfType(record, 'bags-recorded')));
};

export const exceptionsRecorded = (record: Record): Finding => {
  const { exceptions } = record.state;
  // Said at ceremonies that were given up: the first event tells.
  const lost = rememberedOf(record.state, 'hsm-lost').map(
    ({ label, serial, reason }) => `${label} (${serial}): ${reason}`,
  );
  return attested(
    {
      exceptions: exceptions.length,
      ...(lost.length === 0 ? {} : { hsmsLostAtCeremoniesGivenUp: lost.join('; ') }),
    },
    [...(lost.length === 0 ? [] : [0]), ...seqs(exceptions)],
  );
};

/** Who left before the end, and why. */
export const departuresOf = (record: Record): readonly { readonly name: string; readonly reason: string }[] =>
  eventsOfType(record, 'participant-departed').map(({ participant, reason }) => ({
    name: participantOf(record.state, participant)?.name ?? participant,
    reason,
  }));

/** Who left before the end and did not sign, and why: by the word of both who lead, which is looked at here again. */
export const departuresRecorded = (record: Record): Finding => {
  const departures = eventsOfType(record, 'participant-departed');
  for (const { seq, participant, by } of departures) {
    demand(
      leadersOf(record.state).every(({ id }) => by.includes(id)),
      'witness-missing',
      { event: seq, participant },
    );
  }
  const people = departuresOf(record).map(({ name, reason }) => `${name}: ${reason}`);
  return attested(
    { departures: departures.length, ...(people.length > 0 ? { people: people.join('; ') } : {}) },
    seqs(departures),
  );
};

/** Power cuts, restarts, pauses, and recovery keys that were given up for them. */
export const interruptionsRecorded = (record: Record): Finding => {
  const resumed = eventsOfType(record, 'resumed');
  const voided = eventsOfType(record, 'share-set-voided');
  const again = eventsOfType(record, 'presentation-voided');
  const paused = eventsOfType(record, 'paused');
  return attested(
    { resumed: resumed.length, voided: voided.length, again: again.length, paused: paused.length },
    seqs([...resumed, ...voided, ...again, ...paused]),
  );
};
