import type { ComponentProps, ReactNode } from 'react';
import type { Reply, RequestName, RequestOf } from '../../electron/contract.ts';
import { Choose } from '../parts/choose.tsx';
import { Icon } from '../parts/icon.tsx';
import { Note } from '../parts/note.tsx';
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
  <Note tone="warn" role="status">
    <p className="note-sentence">{children}</p>
  </Note>
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

/** A button that asks for a file, in a row of its own. */
export const ChooseButton = ({ children, ...how }: ComponentProps<typeof Choose>) => (
  <div>
    <Choose {...how}>
      <Icon name="file" />
      {children}
    </Choose>
  </div>
);
