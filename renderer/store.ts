import { createContext, use, useSyncExternalStore } from 'react';
import { bad, type Problem, type Result } from '../ceremonies/model/error.ts';
import type { Domain } from '../ceremonies/model/domain.ts';
import type { CeremonyKind } from '../ceremonies/model/ceremonyPlan.ts';
import type { Duty } from '../ceremonies/model/duties.ts';
import type { PreviousBundle } from '../ceremonies/model/event.ts';
import type { Answer } from '../ceremonies/model/question.ts';
import type { Snapshot } from '../ceremonies/model/snapshot.ts';
import type { Language } from '../ceremonies/texts/languages.ts';
import type { Texts } from '../ceremonies/texts/texts.ts';
import type { Bridge, Pushed, Reply, RequestName, RequestOf, RoomDescription } from '../electron/contract.ts';
import { english, loadTexts } from './languages.ts';

/**
 * Everything the screens know. What the program pushes replaces what was there; what people decide goes out as a request. PINs
 * and dice never come near it: they go from an input to `request`.
 */
export type View = {
  readonly page: Page;
  /** The last bundle of the embassy that people are here for: all that is known between ceremonies. Kept nowhere else. */
  readonly last: Inspected | null;
  readonly room: RoomDescription | null;
  readonly snapshot: Snapshot | null;
  readonly surroundings: Pushed['surroundings'] | null;
  /** Why the last request came to nothing. */
  readonly fault: Problem | null;
  /** The engine died and was started again; which sitting was open. */
  readonly restarted: Pushed['engine-restarted'] | null;
  /** How far bundles are verified; null when none is. */
  readonly verifying: Pushed['verifying'];
  /** How far a file is sealed or opened; null when none is. */
  readonly backup: Pushed['backup-progress'];
  /** The request that is under way. */
  readonly asking: RequestName | null;
  /** In the language that the screens speak. */
  readonly texts: Texts;
  readonly appearance: Appearance;
};

/** What is shown while no ceremony is open. */
export type Page =
  | { readonly name: 'start' }
  | { readonly name: 'set-up'; readonly kind: 'generate'; readonly domain: Domain }
  /** What continues from a bundle begins with it; it says whether it was a rehearsal. */
  | {
      readonly name: 'set-up';
      readonly kind: Continuing;
      readonly bundle: Inspected | null;
      /** What it is to do, where the start screen said that something is due. */
      readonly duty?: Duty;
    }
  | { readonly name: 'verify' }
  | { readonly name: 'backup'; readonly work: BackupWork };

export type BackupWork = 'open' | 'seal';

export type Continuing = Exclude<CeremonyKind, 'generate'>;

/** A bundle that was chosen, and what its verification came to. */
export type Inspected = { readonly file: string; readonly found: Result<PreviousBundle> };

const bundleDomain = (bundle: Inspected | null): Domain | null =>
  bundle?.found.ok === true ? bundle.found.value.register.domain : null;

/** Whether what is being set up, or looked at, is real; null while nobody knows. */
export const domainOf = ({ page, last }: Pick<View, 'page' | 'last'>): Domain | null => {
  if (page.name === 'start') return bundleDomain(last);
  if (page.name !== 'set-up') return null;
  return page.kind === 'generate' ? page.domain : bundleDomain(page.bundle);
};

export const appearances = ['system', 'light', 'dark', 'contrast'] as const;
export type Appearance = (typeof appearances)[number];

export type Store = {
  readonly view: () => View;
  readonly subscribe: (changed: () => void) => () => void;
  /** Says which language is spoken; asks what the first screen is to say of the room, and of the bundle that the page before this one knew. */
  readonly begin: () => Promise<void>;
  /** Sends a request; what goes wrong, the bridge itself included, is in the reply and in `fault`. */
  readonly ask: <Name extends RequestName>(name: Name, message: RequestOf<Name>) => Promise<Reply<Name>>;
  readonly answer: (question: number, answer: Answer) => Promise<void>;
  /** Asks for a bundle, and what it is; null when nobody chose one. It is the last one from then on. */
  readonly chooseBundle: () => Promise<Inspected | null>;
  readonly openBundle: (file: string) => Promise<Inspected>;
  readonly closeBundle: () => void;
  /** Where a file lies that was dropped into the window. */
  readonly fileOf: Bridge['fileOf'];
  readonly go: (page: Page) => void;
  readonly setLanguage: (language: Language) => Promise<void>;
  readonly setAppearance: (appearance: Appearance) => void;
  readonly dismiss: () => void;
};

const initialView: View = {
  page: { name: 'start' },
  last: null,
  room: null,
  snapshot: null,
  surroundings: null,
  fault: null,
  restarted: null,
  verifying: null,
  backup: null,
  asking: null,
  texts: english,
  appearance: 'system',
};

/** @param bundle where the last bundle lies, as the page before this one knew */
export const createStore = (
  bridge: Bridge,
  start: Partial<View> = {},
  bundle: string | null = null,
): Store => {
  let view: View = { ...initialView, ...start };
  let wanted = view.texts.language;
  const listeners = new Set<() => void>();
  const set = (change: Partial<View>): void => {
    view = { ...view, ...change };
    for (const changed of listeners) changed();
  };

  const ask: Store['ask'] = async (name, message) => {
    set({ asking: name, fault: null });
    try {
      const reply = await bridge.request(name, message);
      set({ asking: null, fault: reply.ok ? null : reply.problem });
      return reply;
    } catch {
      const failed = bad('internal', { request: name });
      set({ asking: null, fault: failed.problem });
      return failed;
    }
  };

  const describeRoom = async (): Promise<void> => {
    const reply = await ask('describe-room', {});
    if (reply.ok) set({ room: reply.value });
  };

  const openBundle: Store['openBundle'] = async (file) => {
    const found = await ask('inspect-bundle', { file });
    const last: Inspected = { file, found };
    // Said where the bundle is shown.
    set({ last, fault: null });
    return last;
  };

  bridge.listen('snapshot', (snapshot) => {
    const left = view.snapshot !== null && snapshot === null;
    if (snapshot !== null) set({ snapshot, restarted: null });
    else set({ snapshot, page: left ? { name: 'start' } : view.page });
  });
  bridge.listen('surroundings', (surroundings) => set({ surroundings }));
  bridge.listen('verifying', (verifying) => set({ verifying }));
  bridge.listen('backup-progress', (backup) => set({ backup }));
  // What was on the screen died with the engine: the start screen offers to go on from the journal.
  bridge.listen('engine-restarted', (restarted) => {
    // A screen for sealed files keeps what was chosen, and says by itself what became of it.
    const change: Partial<View> =
      view.page.name === 'backup' && view.snapshot === null ? {} : { restarted, page: { name: 'start' } };
    set({ ...change, asking: null, verifying: null, backup: null, snapshot: null });
    void describeRoom();
  });

  return {
    view: () => view,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    begin: async () => {
      // Until they are told, the other processes speak English.
      void ask('set-language', { language: view.texts.language });
      await describeRoom();
      if (bundle !== null) await openBundle(bundle);
    },
    ask,
    answer: async (question, answer) => {
      await ask('answer', { question, answer });
    },
    chooseBundle: async () => {
      const chosen = await ask('choose-bundle', {});
      return chosen.ok && chosen.value !== null ? openBundle(chosen.value.file) : null;
    },
    openBundle,
    closeBundle: () => set({ last: null, fault: null }),
    fileOf: bridge.fileOf,
    go: (page) => {
      const isBackupLeft = view.page.name === 'backup' && page.name !== 'backup';
      set({ page, fault: null });
      if (isBackupLeft) void ask('leave-backup', {});
      if (page.name === 'start') void describeRoom();
    },
    setLanguage: async (language) => {
      wanted = language;
      try {
        const texts = await loadTexts(language);
        // Who chose another one meanwhile gets that.
        if (wanted !== language) return;
        set({ texts });
      } catch {
        set({ fault: bad('internal', { language }).problem });
        return;
      }
      await ask('set-language', { language });
    },
    setAppearance: (appearance) => set({ appearance }),
    dismiss: () => set({ fault: null, restarted: null }),
  };
};

export const StoreContext = createContext<Store | null>(null);

export const useStore = (): Store => {
  const store = use(StoreContext);
  if (store === null) throw new Error('no store around this component');
  return store;
};

export const useView = (): View => {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.view, store.view);
};
