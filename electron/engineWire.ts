import type { Domain } from '../ceremonies/model/domain.ts';
import type { Problem, Result } from '../ceremonies/model/error.ts';
import type { Printed } from '../ceremonies/transcript/printed.ts';
import type { Pushed, PushedName, Reply, RequestName, RequestOf } from './contract.ts';

/**
 * What passes between main and the engine, each in its own process. Both sides are ours and are built together, so the shapes are
 * types; what the window says was parsed by main before it comes here.
 */
export type ToEngine =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly name: EngineRequestName;
      readonly message: unknown;
    }
  /** The page that the engine asked for, or null when it could not be made. */
  | { readonly kind: 'rendered'; readonly id: number; readonly pdf: Uint8Array | null }
  | { readonly kind: 'printed'; readonly id: number; readonly result: PrintResult };

/** Which printer took a sheet. */
export type PrintResult = Result<{ readonly printer: string }>;

export type FromEngine =
  /** `reply` is the contract's `Reply` to the request with this id. */
  | { readonly kind: 'reply'; readonly id: number; readonly reply: unknown }
  | {
      readonly [Name in PushedName]: {
        readonly kind: 'push';
        readonly name: Name;
        readonly message: Pushed[Name];
      };
    }[PushedName]
  /** Only main has a browser to lay out a page with. */
  | { readonly kind: 'render'; readonly id: number; readonly page: Printed }
  /** A custodian's sheet for paper: it holds a share in the clear, and main keeps nothing of it. */
  | { readonly kind: 'print-sheet'; readonly id: number; readonly html: string; readonly domain: Domain };

/** What main asks the engine: the window's requests that are not main's own, and the pages to print. */
export type EngineRequestName = Exclude<RequestName, (typeof requestsOfMain)[number]> | 'page-to-print';
export type EngineRequestOf<Name extends EngineRequestName> = Name extends RequestName
  ? RequestOf<Name>
  : RequestOf<'print'>;
export type EngineReply<Name extends EngineRequestName> = Name extends RequestName
  ? Reply<Name>
  : { readonly ok: true; readonly value: Printed } | { readonly ok: false; readonly problem: Problem };

/** Requests that need a window or a file dialog. */
export const requestsOfMain = [
  'choose-bundle',
  'choose-directory',
  'choose-file',
  'choose-output',
  'leave-backup',
  'allow-camera',
  'print',
  'save-verifier',
] as const satisfies readonly RequestName[];
