import { useState } from 'react';
import { useView, type BackupWork } from '../store.ts';
import { Open } from './backupOpen.tsx';
import { Seal } from './backupSeal.tsx';
import { Working } from './backupWorking.tsx';

/** Opens a sealed file with the key in an HSM, or seals one to an embassy's key. */
export const Backup = ({ work }: { readonly work: BackupWork }) => {
  const { backup } = useView();
  // A window that was shown anew finds what the engine has been doing all the time.
  const [found] = useState(backup !== null);
  if (found && backup !== null) return <Working work={backup.work} progress={backup} />;
  return work === 'open' ? <Open /> : <Seal />;
};
