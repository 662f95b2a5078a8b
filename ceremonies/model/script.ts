import * as z from 'zod';
import { ceremonyPlan } from './ceremonyPlan.ts';
import { keyLabel } from './parameters.ts';
import { participantId } from './participant.ts';

/**
 * The script: the ceremony as data. Shown on the screen, printed, executed by the conductor and replayed by the
 * auditor from this one value. It is frozen, in full, into the first event of the transcript.
 */
export const scriptFormat = 'embassy-key-ceremony/script/1';

export const stepKinds = [
  'confirm-software',
  'check-air-gap',
  'confirm-bundle',
  'identify-hsm',
  'compare-clock',
  'record-bags-in',
  'enrol-card',
  'make-ceremony-key',
  'generate-embassy-key',
  'seal-canary',
  'make-recovery-key',
  'wrap-key',
  'make-working-copy',
  'split-recovery-key',
  'store-share',
  'print-sheet',
  'prove-quorums',
  'wipe-recovery-key',
  'destroy-original',
  'collect-shares',
  'rebuild-recovery-key',
  'restore-key',
  'wipe-rebuilt-key',
  'show-shares',
  'hand-in-shares',
  'read-inventory',
  'rewrap',
  'prove-rewrap',
  'give-up-data',
  'confirm-destruction',
  'destroy-key',
  'destroy-card',
  'record-bags-out',
  'declare',
  'complete-act',
  'close-transcript',
] as const;
export type StepKind = (typeof stepKinds)[number];

export const actIds = [
  'opening',
  'roll-call',
  'key',
  'recovery',
  'shares',
  'health',
  'rewrap',
  'hand-in',
  'destruction',
  'closing',
] as const;
export type ActId = (typeof actIds)[number];

/** One version of one embassy key. */
export const keyName = z.strictObject({ label: keyLabel, version: z.int().min(1) });
export type KeyName = Readonly<z.infer<typeof keyName>>;

export const step = z.strictObject({
  /** Unique in the script: `opening.3`. */
  id: z.string().regex(/^[a-z-]+\.\d+$/),
  kind: z.enum(stepKinds),
  /** Everyone who must take part, in the order in which they act. */
  by: z.array(participantId).min(1),
  /** The embassy key that the step is about, if it is about one. */
  key: keyName.exactOptional(),
});
export type Step = Readonly<z.infer<typeof step>>;

export const act = z.strictObject({ id: z.enum(actIds), steps: z.array(step).min(1) });
export type Act = Readonly<z.infer<typeof act>>;

const frozen = { format: z.literal(scriptFormat), acts: z.array(act).min(1) };
const [generate, reconstitute, check, rotate, reshare, destroy] = ceremonyPlan.options;

export const script = z.discriminatedUnion('kind', [
  z.strictObject({ ...generate.shape, ...frozen }),
  z.strictObject({ ...reconstitute.shape, ...frozen }),
  z.strictObject({ ...check.shape, ...frozen }),
  z.strictObject({ ...rotate.shape, ...frozen }),
  z.strictObject({ ...reshare.shape, ...frozen }),
  z.strictObject({ ...destroy.shape, ...frozen }),
]);
export type Script = Readonly<z.infer<typeof script>>;

const flattened = new WeakMap<Script, readonly Step[]>();

/** All steps in order. Asked for at every event, so it is put together once for a script. */
export const stepsOf = (value: Script): readonly Step[] => {
  const steps = flattened.get(value) ?? value.acts.flatMap((each) => each.steps);
  flattened.set(value, steps);
  return steps;
};

export const actOf = (value: Script, stepId: string): Act | undefined =>
  value.acts.find((each) => each.steps.some((one) => one.id === stepId));
