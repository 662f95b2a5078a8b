/**
 * Every message to the main process comes through here: from the top frame of our own page, made of plain
 * values, few enough to be looked at, and of the contract's shape.
 */
import { type IpcMainInvokeEvent, type WebContents, ipcMain } from 'electron';
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

/**
 * Answers one request of the contract. Anybody else's message, and one of another shape, gets the problem `message-malformed` and
 * reaches nothing.
 *
 * @param windowContents of the one window; undefined while there is none
 */
export const answer = <Name extends RequestName>(
  name: Name,
  windowContents: () => WebContents | undefined,
  reply: (message: RequestOf<Name>) => Promise<Reply<Name>>,
) => {
  ipcMain.handle(name, (event, message: unknown) => {
    if (!isOwnFrame(event, windowContents()) || !isPlainMessage(message))
      return bad('message-malformed', { channel: name });
    const parsed = schemas[name].safeParse(message);
    return parsed.success ? reply(parsed.data) : bad('message-malformed', { channel: name });
  });
};
