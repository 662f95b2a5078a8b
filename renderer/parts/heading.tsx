import { useEffect, useRef, type RefObject } from 'react';

/** Those who listen to the screen hear at once that it is another one: the heading gets the focus whenever `state` is another. */
export const useHeading = (state: unknown = null): RefObject<HTMLHeadingElement | null> => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [state]);
  return heading;
};

/** What a page is, and one sentence about it. */
export const PageHead = ({
  title,
  lead,
  state = null,
}: {
  readonly title: string;
  readonly lead: string;
  readonly state?: unknown;
}) => (
  <header className="page-head">
    <h1 ref={useHeading(state)} tabIndex={-1}>
      {title}
    </h1>
    <p className="lead">{lead}</p>
  </header>
);
