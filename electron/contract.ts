import * as z from 'zod';
import type { Problem } from '../ceremonies/model/error.ts';
import { ceremonyPlan } from '../ceremonies/model/ceremonyPlan.ts';
import type { Finding, PreviousBundle, Software } from '../ceremonies/model/event.ts';
import { exceptionAbout } from '../ceremonies/model/exceptionAbout.ts';
import { keyLabel } from '../ceremonies/model/parameters.ts';
import { participantId } from '../ceremonies/model/participant.ts';
import { answer } from '../ceremonies/model/question.ts';
import type { Snapshot, UnfinishedSitting } from '../ceremonies/model/snapshot.ts';
import { text, uuid, type TokenFacts } from '../ceremonies/model/values.ts';
import { languages } from '../ceremonies/texts/languages.ts';
import { backupRequests, path, pin, type BackupProgress, type BackupReplies } from './backupContract.ts';
import { verifyRequests, type Verifying, type VerifyReplies } from './verifyContract.ts';

/**
 * The typed channel contract: everything that passes between the window and the program. Requests are parsed by main
 * before anything is done with them; replies and pushed messages carry no secret.
 */
export const requests = {
  /** What the start screen needs: the program, the room, ceremonies left unfinished. */
  'describe-room': z.strictObject({}),
  'start-ceremony': z.strictObject({ plan: ceremonyPlan, previousBundle: path.nullable() }),
  /** Verifies a bundle as a ceremony would continue from it, and says what it holds. Nothing is begun. */
  'inspect-bundle': z.strictObject({ file: path }),
  'resume-ceremony': z.strictObject({ sitting: uuid }),
  answer: z.strictObject({ question: z.int().min(0), answer }),
  'raise-exception': z.strictObject({
    about: exceptionAbout,
    expected: text.min(1),
    happened: text.min(1),
    decided: text.min(1),
    by: z.array(participantId).min(2),
  }),
  pause: z.strictObject({ by: z.array(participantId).min(2) }),
  continue: z.strictObject({ by: z.array(participantId).min(2) }),
  /** Somebody has left, and will not sign. */
  depart: z.strictObject({
    participant: participantId,
    by: z.array(participantId).min(2),
    reason: text.min(1),
  }),
  /** A key that somebody else may have: both who lead say so, and why. */
  'mark-compromised': z.strictObject({
    label: keyLabel,
    version: z.int().min(1),
    by: z.array(participantId).min(2),
    reason: text.min(1),
  }),
  /** The HSM's PIN where keys are to be destroyed on it and it is logged out (`pin-required`). */
  abandon: z.strictObject({
    by: z.array(participantId).min(2),
    reason: text.min(1),
    hsmPin: pin.nullable(),
  }),
  /** Looks for tokens again, modules reloaded: a card that was put in or pulled out. */
  'look-again': z.strictObject({}),
  /** Leaves a finished or abandoned ceremony; the journal stays where it is. */
  'leave-ceremony': z.strictObject({}),
  'choose-bundle': z.strictObject({}),
  'choose-directory': z.strictObject({}),
  /** The camera is there only while a share is asked for and somebody holds the button that scans it. */
  'allow-camera': z.strictObject({ allowed: z.boolean() }),
  'set-language': z.strictObject({ language: z.enum(languages) }),
  /** In a language of its own: the script that a plan will become, that of the ceremony that is open, its record, or its destruction certificate. */
  print: z.discriminatedUnion('what', [
    z.strictObject({
      what: z.literal('plan'),
      plan: ceremonyPlan,
      previousBundle: path.nullable(),
      language: z.enum(languages),
    }),
    z.strictObject({ what: z.enum(['script', 'record', 'certificate']), language: z.enum(languages) }),
  ]),
  ...verifyRequests,
  ...backupRequests,
} as const;
export type RequestName = keyof typeof requests;
export type RequestOf<Name extends RequestName> = z.infer<(typeof requests)[Name]>;

export type Replies = {
  'describe-room': RoomDescription;
  'start-ceremony': null;
  'inspect-bundle': PreviousBundle;
  'resume-ceremony': null;
  answer: null;
  'raise-exception': null;
  pause: null;
  continue: null;
  depart: null;
  'mark-compromised': null;
  abandon: null;
  'look-again': null;
  'leave-ceremony': null;
  'choose-bundle': { readonly file: string } | null;
  'choose-directory': { readonly directory: string } | null;
  'allow-camera': null;
  'set-language': null;
  print: { readonly file: string } | null;
} & VerifyReplies &
  BackupReplies;

/** Every reply is a value: what went wrong travels as its code. */
export type Reply<Name extends RequestName> =
  { readonly ok: true; readonly value: Replies[Name] } | { readonly ok: false; readonly problem: Problem };

/** Pushed to the window without being asked for. */
export type Pushed = {
  readonly snapshot: Snapshot | null;
  readonly 'engine-restarted': { readonly sitting: string | null };
  readonly surroundings: {
    readonly airGap: readonly Finding[];
    readonly tokens: readonly TokenFacts[];
    readonly clock: string;
  };
  readonly verifying: Verifying;
  readonly 'backup-progress': BackupProgress;
};
export type PushedName = keyof Pushed;

export type RoomDescription = {
  readonly software: Software;
  /** Rehearsal is always possible; production asks for an official runtime and configured modules. */
  readonly modes: {
    /** A rehearsal's PINs are known to everybody, and are shown to those who rehearse. */
    readonly rehearsal: { readonly pins: { readonly hsm: string; readonly transport: string } };
    readonly production: Problem | null;
  };
  readonly tokens: readonly TokenFacts[];
  readonly unfinished: readonly UnfinishedSitting[];
};

/** What preload puts on the page's `window`: the whole of what the renderer can do. */
export type Bridge = {
  readonly request: <Name extends RequestName>(name: Name, message: RequestOf<Name>) => Promise<Reply<Name>>;
  readonly listen: <Name extends PushedName>(
    name: Name,
    heard: (message: Pushed[Name]) => void,
  ) => () => void;
  /** Where a file lies that people dropped into the window; empty for anything else. */
  readonly fileOf: (dropped: File) => string;
};
