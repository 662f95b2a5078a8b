import type { ReactNode } from 'react';
import type { Reply, RequestName, RequestOf } from '../../electron/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { locales, useTexts } from '../parts/texts.ts';
import { Band, Instruments, TopBar } from '../parts/topBar.tsx';
import { useStore, useView } from '../store.ts';
import { sizeText } from './backupDraft.ts';

/** Sends a request whose problem is told where it belongs, and not above everything. */
export const useAskHere = () => {
  const store = useStore();
  return async <Name extends RequestName>(name: Name, message: RequestOf<Name>): Promise<Reply<Name>> => {
    const reply = await store.ask(name, message);
    if (!reply.ok) store.dismiss();
    return reply;
  };
};

export const useSizeText = (): ((bytes: number) => string) => {
  const { language } = useTexts();
  return (bytes) => sizeText(bytes, locales[language]);
};

/** What every state of these screens has around it. Beside a real ceremony, only a rehearsed key wears the band. */
export const Frame = ({
  rehearsed = false,
  children,
}: {
  readonly rehearsed?: boolean;
  readonly children: ReactNode;
}) => {
  const { t } = useTexts();
  const { room } = useView();
  return (
    <>
      {rehearsed && room?.modes.production === null ? <Band /> : null}
      <TopBar title={t('backups.bar')}>
        <Instruments />
      </TopBar>
      <main className="page backup" id="step" tabIndex={-1}>
        {children}
      </main>
    </>
  );
};

export const Warning = ({ children }: { readonly children: string }) => (
  <div className="note" data-tone="warn" role="status">
    <Icon name="warning" />
    <p className="note-sentence">{children}</p>
  </div>
);

/** Paths, and what else would not stand beside its name, have a line of their own. */
const isLong = (value: string): boolean => value.length > 30 || /[/\\]/u.test(value);

/** Names and values. */
export const FactList = ({ facts }: { readonly facts: readonly (readonly [string, string])[] }) => (
  <dl className="facts" data-width="full">
    {facts.map(([name, value]) => (
      <div key={name} data-long={isLong(value) ? '' : undefined}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

/** A button that opens a dialog of the system; the first one on a screen is the primary action. */
export const ChooseButton = ({
  primary = false,
  choose,
  children,
}: {
  readonly primary?: boolean;
  readonly choose: () => Promise<void>;
  readonly children: string;
}) => {
  const { asking } = useView();
  return (
    <div>
      <button
        type="button"
        className={primary ? 'primary' : 'secondary'}
        data-primary={primary ? '' : undefined}
        disabled={asking !== null}
        onClick={() => void choose()}
      >
        <Icon name="file" />
        {children}
      </button>
    </div>
  );
};
