import { useEffect, useState } from 'react';
import { perform, type Job, type Said } from './job.ts';
import { openSignatureThread } from './signatureThread.ts';

/** Whether this is the program as the page runs it; otherwise it was started beside the page, to do a job. */
export const isPage = typeof document !== 'undefined';

/** Beside the page: the one job comes as a message, and what is heard of it goes back. */
export const serve = (): void => {
  openSignatureThread();
  const tell = (said: Said): void => self.postMessage(said);
  self.addEventListener('message', ({ data }: MessageEvent<Job>) => {
    void perform(data, tell).then(tell, () => tell({ kind: 'lost' }));
  });
};

/**
 * A thread of its own, so that the page goes on listening. It runs the page's own script: there is one program in the file, and one
 * digest in its policy.
 */
const begin = (): Worker => {
  const program = document.getElementById('program')?.textContent ?? '';
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.addEventListener('error', () => URL.revokeObjectURL(address), { once: true });
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
};

/** Waits for a job; one that has done one is quicker at the next, since its code is compiled. */
let atRest: Worker | null = null;

/** Has a thread ready by the time that somebody has chosen a file. */
export const prepare = (): void => {
  const worker = begin();
  atRest = worker;
  worker.addEventListener('error', () => {
    if (atRest === worker) atRest = null;
  });
};

/** Does a job beside the page. @returns stops it */
const start = (job: Job, heard: (said: Said) => void): (() => void) => {
  const worker = atRest ?? begin();
  atRest = null;
  const stopListening = new AbortController();
  const { signal } = stopListening;
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<Said>) => {
      heard(data);
      if (data.kind === 'progress') return;
      stopListening.abort();
      if (data.kind === 'lost' || atRest !== null) worker.terminate();
      else atRest = worker;
    },
    { signal },
  );
  worker.addEventListener('error', () => heard({ kind: 'lost' }), { signal });
  worker.postMessage(job);
  return () => {
    if (signal.aborted) return;
    stopListening.abort();
    worker.terminate();
  };
};

/** The last that was heard of a job; null at first. Another job ends the one before. */
export const useJob = (job: Job | null): Said | null => {
  const [last, setLast] = useState<{ readonly job: Job; readonly said: Said } | null>(null);
  useEffect(() => (job === null ? undefined : start(job, (said) => setLast({ job, said }))), [job]);
  return last !== null && last.job === job ? last.said : null;
};
