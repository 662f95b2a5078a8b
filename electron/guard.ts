/**
 * Every message to the main process comes through here: from the top frame of our own page, made of plain
 * values, few enough to be looked at, and of the contract's shape.
 */
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { bad } from '../ceremonies/model/error.ts';
import { appOrigin } from './appProtocol.ts';
import type { z } from 'zod';
import { type Reply, type RequestName, type RequestOf, requests } from './contract.ts';
import { isPlainMessage } from './plainMessage.ts';

/** Whether a message was sent by the top frame of `contents` while it shows our page. */
const isOwnFrame = (event: IpcMainInvokeEvent, contents: WebContents | undefined): boolean => {
  const frame = event.senderFrame;
  return frame !== null && frame === contents?.mainFrame && frame.url.startsWith(`${appOrigin}/`);
};

/** The contract's schemas, in a form that keeps each name together with its type. */
const schemas: { readonly [Name in RequestName]: z.ZodType<RequestOf<Name>> } = requests;

export type Guard = {
  /** Says how a request of the contract is answered. */
  readonly answer: <Name extends RequestName>(
    name: Name,
    reply: (message: RequestOf<Name>) => Promise<Reply<Name>>,
  ) => void;
  /** What a message gets. Anybody else's, and one of another shape, gets the problem `message-malformed` and reaches nothing. */
  readonly receive: (name: RequestName, event: IpcMainInvokeEvent, message: unknown) => Promise<unknown>;
};

/** @param windowContents of the one window; undefined while there is none */
export const openGuard = (windowContents: () => WebContents | undefined): Guard => {
  const replies = new Map<RequestName, (message: unknown) => Promise<unknown> | undefined>();
  return {
    answer: (name, reply) => {
      replies.set(name, (message) => {
        const parsed = schemas[name].safeParse(message);
        return parsed.success ? reply(parsed.data) : undefined;
      });
    },
    receive: async (name, event, message) => {
      const isHeard = isOwnFrame(event, windowContents()) && isPlainMessage(message);
      const replied = isHeard ? replies.get(name)?.(message) : undefined;
      return replied ?? bad('message-malformed', { channel: name });
    },
  };
};
