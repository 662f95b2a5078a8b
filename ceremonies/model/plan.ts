import type { EventType, ScriptEvent, TokenAction } from './event.ts';
import type { Step, StepKind } from './script.ts';

/** The events that a step is made of, in order. */
const plan: Readonly<Record<Exclude<StepKind, 'complete-act'>, readonly ScriptEvent['type'][]>> = {
  'confirm-software': ['software-confirmed'],
  'check-air-gap': ['air-gap-checked'],
  'identify-hsm': ['hsm-identified'],
  'compare-clock': ['clock-compared'],
  'record-bags-in': ['bags-recorded'],
  'enrol-card': ['card-enrolled'],
  'make-ceremony-key': ['ceremony-key-ready'],
  'generate-embassy-key': ['embassy-key-generated'],
  'make-recovery-key': ['recovery-key-made'],
  'wrap-key': ['key-wrapped'],
  'make-working-copy': ['working-copy-made'],
  'split-recovery-key': ['share-set-committed'],
  'store-share': ['share-stored', 'share-receipted'],
  'prove-quorums': ['quorums-proved'],
  'wipe-recovery-key': ['recovery-key-wiped'],
  'destroy-original': ['original-destroyed'],
  'record-bags-out': ['bags-recorded'],
  declare: ['declared'],
  'close-transcript': ['transcript-closed'],
};

export const eventsOf = (step: Step): readonly ScriptEvent['type'][] =>
  step.kind === 'complete-act'
    ? ['act-completed', ...step.by.map(() => 'act-signed' as const)]
    : plan[step.kind];

/** Write-ahead: these events may only follow the announcement of their token action. */
const actions: Readonly<Partial<Record<EventType, TokenAction>>> = {
  'card-enrolled': 'initialise-card',
  'ceremony-key-ready': 'make-ceremony-key',
  'embassy-key-generated': 'generate-embassy-key',
  'working-copy-made': 'make-working-copy',
  'share-stored': 'store-share',
  'original-destroyed': 'destroy-original',
};

export const announced = (type: EventType): TokenAction | null => actions[type] ?? null;
