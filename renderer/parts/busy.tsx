/** Something takes its time, and nobody knows how long. */
export const Busy = ({ children }: { readonly children: string }) => (
  <p role="status" className="working-what">
    <progress aria-label={children} />
    {children}
  </p>
);
