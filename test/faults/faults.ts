import type { FunctionName, TokenFault } from './board.ts';
import type { FileFault } from './files.ts';
import type { Fault, Stretch } from './walk.ts';

/** A kind of fault that is walked, in the words of the table. */
export type FaultKind = { readonly name: string } & (
  | { readonly layer: 'token'; readonly fault: TokenFault }
  | { readonly layer: 'journal'; readonly fault: FileFault }
);

/** Faults after which the process goes on: people are told, and try again. */
export const survivable: readonly FaultKind[] = [
  { name: 'call refused', layer: 'token', fault: { kind: 'refused', value: 'CKR_GENERAL_ERROR' } },
  {
    name: 'call done, and refused',
    layer: 'token',
    fault: { kind: 'refused-after', value: 'CKR_DEVICE_ERROR' },
  },
  {
    name: 'sessions lost',
    layer: 'token',
    fault: { kind: 'sessions-lost', value: 'CKR_SESSION_HANDLE_INVALID' },
  },
  { name: 'token taken out', layer: 'token', fault: { kind: 'taken-out', value: 'CKR_DEVICE_REMOVED' } },
  { name: 'disk full', layer: 'journal', fault: 'full' },
];

/** Power cuts: whatever was in memory is gone, and another engine goes on from the journal. */
export const powerCuts: readonly FaultKind[] = [
  { name: 'power cut before a call', layer: 'token', fault: { kind: 'dark' } },
  { name: 'power cut after a call', layer: 'token', fault: { kind: 'dark-after' } },
  { name: 'power cut before a write', layer: 'journal', fault: 'cut' },
  { name: 'power cut within a write', layer: 'journal', fault: 'torn' },
];

export const faultKinds: readonly FaultKind[] = [...survivable, ...powerCuts];

/** The ways in which a call, and a write, can go wrong without ending the process. */
export const callWays = faultKinds.filter(({ layer }) => layer === 'token');
export const writeWays = faultKinds.filter(({ layer }) => layer === 'journal');

/** Faults that end the process itself, or make it hang until it is ended: walked in processes of their own. */
export const deadlyKinds: readonly FaultKind[] = [
  { name: 'driver crashes', layer: 'token', fault: { kind: 'crash' } },
  { name: 'driver crashes after a call', layer: 'token', fault: { kind: 'crash-after' } },
  { name: 'driver hangs', layer: 'token', fault: { kind: 'hang' } },
  { name: 'lengths halved', layer: 'token', fault: { kind: 'short' } },
  { name: 'lengths beyond everything', layer: 'token', fault: { kind: 'long' } },
];

/** The functions that give a length, or how many there are of something. */
export const givesLengths: ReadonlySet<FunctionName> = new Set([
  'C_GetSlotList',
  'C_GetMechanismList',
  'C_GetAttributeValue',
  'C_FindObjects',
  'C_Sign',
  'C_Decrypt',
  'C_WrapKey',
]);

const sizeOf = (stretch: Stretch, { layer }: FaultKind): number =>
  layer === 'token' ? stretch.calls.length : stretch.writes;

/** How many points there are at which a fault of this kind could strike. */
export const pointsOf = (stretches: readonly Stretch[], kind: FaultKind): number =>
  stretches.reduce((sum, stretch) => sum + sizeOf(stretch, kind), 0);

/** The most that any stretch has: so many runs walk them all. */
export const longestOf = (stretches: readonly Stretch[], kind: FaultKind): number =>
  Math.max(...stretches.map((stretch) => sizeOf(stretch, kind)));

/** A fault of this kind at the nth call or write of a stretch. `called`: the nth call of this function there. */
export const faultAt = (kind: FaultKind, nth: number, called?: FunctionName): Fault =>
  kind.layer === 'token'
    ? { layer: 'token', nth, fault: kind.fault, called }
    : { layer: 'journal', nth, fault: kind.fault };

/**
 * What goes wrong in one of a number of runs, by stretch: in each stretch one point, so that all runs together are spread evenly
 * over all stretches, and `longestOf` of them walk every point once. `shift`, from 0 to 1: where fewer runs begin.
 */
export const faultsOfRun = (
  stretches: readonly Stretch[],
  kind: FaultKind,
  { run, runs, shift }: { readonly run: number; readonly runs: number; readonly shift: number },
): ReadonlyMap<string, Fault> =>
  new Map(
    stretches.flatMap((stretch): readonly (readonly [string, Fault])[] => {
      const size = sizeOf(stretch, kind);
      const nthOf = (number: number): number => Math.floor(((number + shift) * size) / runs) + 1;
      const isNew = run === 0 ? size > 0 : nthOf(run) !== nthOf(run - 1);
      return isNew && nthOf(run) <= size ? [[stretch.key, faultAt(kind, nthOf(run))]] : [];
    }),
  );
