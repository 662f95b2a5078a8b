import type { Bridge } from '../electron/contract.ts';

declare global {
  interface Window {
    /** Put there by preload; absent when the page is opened outside the program. */
    readonly ceremony?: Bridge;
  }
}

/** Stands in where preload failed, so that the window can say so. */
const noBridge: Bridge = {
  request: () => Promise.resolve({ ok: false, problem: { code: 'internal', details: {} } }),
  listen: () => () => undefined,
  fileOf: () => '',
};

export const bridgeOf = (page: Window): Bridge => page.ceremony ?? noBridge;
