import { bad, CeremonyError, good, type Result } from '../model/error.ts';
import { currentSet, participantOf, shareIndexOf, takenBagsOf } from '../model/state.ts';
import { sheetControl, sheetHtml } from '../shares/sheet.ts';
import { record, stateOf, tryAgain, type Desk, type Performer } from './desk.ts';

/**
 * One custodian's share on paper: printed, found whole by its owner, and put into a numbered bag. A print that did not come
 * out is repeated; nothing says so but the people, who destroy what came out of it.
 */
export const printSheet: Performer = async (desk, step) => {
  const [participant] = step.by;
  const state = stateOf(desk);
  const set = currentSet(state);
  const person = participant === undefined ? undefined : participantOf(state, participant);
  if (person === undefined || set === null) throw new CeremonyError('internal', { step: step.id });
  const index = shareIndexOf(state, person.id);
  const share = desk.vault.readBack.get(index);
  const control = sheetControl(set.commitments[index - 1] ?? '').join(' ');
  if (share === undefined) throw new CeremonyError('internal', { reason: 'no share', index });

  const { domain, place } = state.script.parameters;
  const { ceremony, openedAt: date } = state;
  const html = (): string =>
    sheetHtml({ share, domain, custodian: person.name, place, date, ceremony }, desk.host.language());

  for (;;) {
    const { printer } = await print(desk, step.id, html);
    const bag = await desk.people.ask(
      step.id,
      () => ({ kind: 'bag-sheet', participant: person.id, index, printer }),
      ({ outcome }): Result<string | null> => {
        if (outcome.kind === 'print-again') return good(null);
        if (wordsOf(outcome.control) !== wordsOf(control)) return bad('sheet-unproved', { index });
        const number = outcome.bag.trim();
        return takenBagsOf(stateOf(desk)).includes(number) ? bad('bag-twice') : good(number);
      },
    );
    if (bag === null) continue;
    await record(desk, {
      type: 'sheet-printed',
      step: step.id,
      participant: person.id,
      set: set.set,
      index,
      printer,
      bag,
    });
    return;
  }
};

const wordsOf = (text: string): string => text.trim().toLowerCase().split(/\s+/u).join(' ');

const print = async (desk: Desk, step: string, html: () => string): Promise<{ readonly printer: string }> => {
  for (;;) {
    const printed = await (desk.host.printSheet?.(html()) ?? bad('printer-missing'));
    if (printed.ok) return printed.value;
    await tryAgain(desk, step, printed.problem);
  }
};
