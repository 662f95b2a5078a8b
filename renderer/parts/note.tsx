import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What nobody should overlook; with a role, those who listen hear it when it appears. */
export const Note = ({
  tone,
  role,
  id,
  children,
}: {
  readonly tone: 'warn' | 'bad';
  readonly role?: 'alert' | 'status';
  readonly id?: string | undefined;
  readonly children: ReactNode;
}) => (
  <div className="note" data-tone={tone} role={role} id={id}>
    <Icon name="warning" />
    <div>{children}</div>
  </div>
);
