import { useEffect, useId, useRef, useState } from 'react';
import type { Problem } from '../../ceremonies/model/error.ts';
import { readPhotograph, scanWith } from './camera.ts';
import { HoldButton, useHold } from './hold.tsx';
import { ProblemNote } from './problem.tsx';
import { useTexts } from './texts.ts';

type QrInput = { readonly kind: 'qr'; readonly text: string };

/**
 * The camera, while it is held: on, with a picture to aim by, and off again, picture and all, when the hand lets go or the code is
 * found.
 */
const useCamera = (
  held: boolean,
  allowCamera: (allowed: boolean) => Promise<void>,
  found: (text: string) => void,
  failed: (problem: Problem) => void,
) => {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef({ allowCamera, found, failed });
  useEffect(() => {
    heard.current = { allowCamera, found, failed };
  });
  useEffect(() => {
    const shown = video.current;
    if (!held || shown === null) return undefined;
    const release = new AbortController();
    const scan = async (): Promise<void> => {
      await heard.current.allowCamera(true);
      const seen = await scanWith(shown, release.signal);
      if (!seen.ok) heard.current.failed(seen.problem);
      else if (seen.value !== null) heard.current.found(seen.value);
    };
    void scan();
    return () => {
      release.abort();
      void heard.current.allowCamera(false);
    };
  }, [held]);
  return video;
};

/** The code of a sheet: before a camera, while a person holds the button; or in a picture that was taken before. */
export const CodeScan = ({
  onShare,
  allowCamera,
}: {
  readonly onShare: (input: QrInput) => void;
  /** Tells main that a share is being scanned, or no longer: without that no page gets the camera. */
  readonly allowCamera: (allowed: boolean) => Promise<void>;
}) => {
  const { t } = useTexts();
  const id = useId();
  const [held, hold] = useHold();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [reading, setReading] = useState(false);
  const end = (now: Problem | null): void => {
    hold(false);
    setProblem(now);
  };
  const video = useCamera(
    held,
    allowCamera,
    (text) => {
      end(null);
      onShare({ kind: 'qr', text });
    },
    end,
  );
  const choose = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (file === undefined) return;
    setReading(true);
    const text = await readPhotograph(file);
    input.value = '';
    setReading(false);
    setProblem(text.ok ? null : text.problem);
    if (text.ok) onShare({ kind: 'qr', text: text.value });
  };
  return (
    <section className="code-scan">
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="viewfinder" data-on={held ? '' : undefined}>
        <video ref={video} muted playsInline hidden={!held} aria-hidden="true" />
        <p aria-live="polite">{held ? t('shareEntry.scan.aim') : t('shareEntry.scan.dark')}</p>
      </div>
      <div className="actions">
        <label className="quiet file-choice" htmlFor={id}>
          {reading ? t('screen.waiting') : t('shareEntry.scan.file')}
          <input
            id={id}
            type="file"
            accept="image/*"
            disabled={reading}
            onChange={(event) => void choose(event.currentTarget)}
          />
        </label>
        <HoldButton held={held} hold={hold} icon="hand" className="primary">
          {t('shareEntry.scan.hold')}
        </HoldButton>
      </div>
    </section>
  );
};
