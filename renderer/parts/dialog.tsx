import { useEffect, useRef, type ReactNode } from 'react';

/** A native modal dialog: the browser holds the focus, and Escape closes it. */
export const Dialog = ({
  title,
  close,
  children,
}: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) shown.showModal();
    return () => {
      shown?.close();
      // What opened it may be gone with what was decided in it: then the keyboard goes on in the question's own field.
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>('[data-answer]')?.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
};
