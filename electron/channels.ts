/**
 * The only names under which the window and the program talk. Apart from the contract, because the preload must stay small: it
 * knows the names, and main knows the schemas. A name that one of the two lacks does not compile.
 */
import type { PushedName, RequestName } from './contract.ts';

const requestList: Readonly<Record<RequestName, true>> = {
  'describe-room': true,
  'start-ceremony': true,
  'inspect-bundle': true,
  'resume-ceremony': true,
  answer: true,
  'raise-exception': true,
  pause: true,
  continue: true,
  depart: true,
  'mark-compromised': true,
  abandon: true,
  'look-again': true,
  'leave-ceremony': true,
  'verify-bundle': true,
  'verify-folder': true,
  'compare-bundles': true,
  'cancel-verifying': true,
  'save-verifier': true,
  'choose-bundle': true,
  'choose-directory': true,
  'allow-camera': true,
  'set-language': true,
  print: true,
  'choose-file': true,
  'choose-output': true,
  'inspect-backup': true,
  'open-backup': true,
  'inspect-sealing': true,
  'seal-backup': true,
  'cancel-backup': true,
  'leave-backup': true,
};

const pushedList: Readonly<Record<PushedName, true>> = {
  snapshot: true,
  'engine-restarted': true,
  surroundings: true,
  verifying: true,
  'backup-progress': true,
};

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(requestList, name);
export const isPushedName = (name: string): name is PushedName => Object.hasOwn(pushedList, name);
export const requestNames: readonly RequestName[] = Object.keys(requestList).filter(isRequestName);
