import { readContainer } from '../formats/asic.ts';
import { fromHex } from '../formats/bytes.ts';
import { bytesToWords } from '../formats/words.ts';
import { CeremonyError, must } from '../model/error.ts';
import type { CeremonyEvent } from '../model/event.ts';
import { actOf } from '../model/script.ts';
import { participantOf, type State } from '../model/state.ts';
import { inWords, subjectOfState } from '../model/subject.ts';
import { texts } from '../texts/catalogue.ts';
import { decodeTranscript, hashEvents } from '../transcript/chain.ts';
import { targetTextOf } from '../transcript/destructionTarget.ts';
import { factsOf, peopleOf } from '../transcript/facts.ts';
import { lifeSections, type LifePart } from '../transcript/lifeFacts.ts';
import { replayed } from '../verify/checks/transcript.ts';
import { printable, readBundle, tell, type Command, type ExitCode, type Io } from './io.ts';
import { readOptions } from './options.ts';
import { summaryLine } from './summaryLine.ts';

/**
 * `show FILE [--json]`: the transcript as people read it, act by act. Does not verify. Exit 0 shown, 1 the events contradict
 * the script, 2 could not be read.
 */
export const show: Command = async (args, io) => {
  const { options, operands } = readOptions('show', args);
  const [file] = operands;
  const files = must(await readContainer(await readBundle(io, file)));
  const content = files.get('transcript.jsonl');
  if (content === undefined) throw new CeremonyError('bundle-entry-missing', { file: 'transcript.jsonl' });
  const events = must(decodeTranscript(content));
  const hashes = await hashEvents(events);
  if (!options.json) return print(events, hashes, io);
  io.out(
    JSON.stringify(
      events.map((event, seq) => ({ hash: hashes[seq], event })),
      null,
      2,
    ),
  );
  return 0;
};

/** What the ceremony did in the long life of keys and shares. */
const lifeLines = (state: State): readonly string[] =>
  lifeSections(state, texts('en')).flatMap(({ title, parts }) => ['', title, ...parts.flatMap(linesOf)]);

const linesOf = (part: LifePart): readonly string[] => {
  switch (part.kind) {
    case 'says':
    case 'heading':
      return [`  ${part.text}`];
    case 'warns':
      return [`  ! ${part.text}`];
    case 'facts':
      return part.rows.map(([name, value]) => `    ${name}: ${value}`);
    case 'table':
      return [part.head, ...part.rows].map((row) => `    ${row.join(' · ')}`);
  }
};

const print = (events: readonly CeremonyEvent[], hashes: readonly string[], io: Io): ExitCode => {
  const { out } = io;
  const { t } = texts('en');
  const state = replayed(events);
  if (!state.ok) {
    tell(io, state.problem);
    return 1;
  }
  const { script } = state.value;
  const { embassy, place, domain } = script.parameters;
  const { algorithms, ...subject } = inWords(subjectOfState(state.value));
  const about = { kind: script.kind, embassy, place, domain, algorithm: algorithms.join(', '), ...subject };
  out(summaryLine(about, t, targetTextOf(state.value, t)));
  for (const { id, name, role } of script.parameters.participants) {
    out(printable(`  ${t(`report.roles.${role}`)} · ${name} (${id})`));
  }

  let shownAct = '';
  for (const event of events) {
    const act = 'step' in event ? actOf(script, event.step)?.id : undefined;
    if (act !== undefined && act !== shownAct) {
      shownAct = act;
      out('');
      out(t(`report.acts.${act}`));
    }
    const who = peopleOf(event).map((id) => participantOf(state.value, id)?.name ?? id);
    const facts = [...factsOf(event), ...who].join(' · ');
    out(
      printable(
        `  ${String(event.seq).padStart(4)}  ${event.at}  ${t(`events.${event.type}`)}  ${facts}`.trimEnd(),
      ),
    );
  }
  for (const line of lifeLines(state.value)) out(printable(line));
  out('');
  out(`${t('cli.words')} ${bytesToWords(fromHex(hashes.at(-1) ?? '')).join(' ')}`);
  out(t('cli.notVerified'));
  return 0;
};
