import type { ReactNode } from 'react';
import type { Duty } from '../../ceremonies/model/duties.ts';
import type { PreviousBundle } from '../../ceremonies/model/event.ts';
import { PageHead } from '../parts/heading.tsx';
import { Note } from '../parts/note.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { useTexts } from '../parts/texts.ts';
import { RememberedNote } from '../parts/remembered.tsx';
import { UnreadBeside } from '../parts/unreadBeside.tsx';
import { useView, type Continuing } from '../store.ts';
import { SetUpForm, type useDraft } from './setUpForm.tsx';

/** What a ceremony continues from: a good bundle, and what is due by it where somebody asked for that. */
export type Given = {
  readonly file: string;
  readonly previous: PreviousBundle;
  readonly duty: Duty | null;
};

/** The set-up of a ceremony over a good bundle: what speaks against it, and what is in doubt, before all else. */
export const ContinueForm = ({
  kind,
  given: { file, previous },
  drafting: { form, problemsShown, begin, print },
  nothing,
  children,
}: {
  readonly kind: Continuing;
  readonly given: Given;
  readonly drafting: Pick<ReturnType<typeof useDraft>, 'form' | 'problemsShown' | 'begin' | 'print'>;
  /** Nothing in this bundle is what such a ceremony could be about. */
  readonly nothing: boolean;
  readonly children: ReactNode;
}) => {
  const { t } = useTexts();
  const { room } = useView();
  const refused = previous.register.domain === 'production' ? (room?.modes.production ?? null) : null;
  return (
    <SetUpForm
      form={form}
      action={t(`screen.continue.begin.${kind}`)}
      problemsShown={problemsShown}
      begin={refused === null && !nothing ? () => begin(file) : null}
      print={(language) => print(file, language)}
      head={
        <PageHead title={t(`screen.continue.good.${kind}`)} lead={t(`screen.continue.good-lead.${kind}`)} />
      }
    >
      {refused === null ? null : <ProblemNote problem={refused} />}
      {nothing ? (
        <Note tone="bad" role="alert">
          <p className="note-sentence">{t('screen.continue.nothing')}</p>
        </Note>
      ) : null}
      <Doubts doubts={previous.doubts} />
      <UnreadBeside bundle={previous} />
      <RememberedNote entries={previous.remembered} />
      {children}
    </SetUpForm>
  );
};

/** What failed of the bundle is only whom a certificate vouches for: two people will decide, in the ceremony. */
const Doubts = ({ doubts }: { readonly doubts: readonly string[] }) => {
  const { t, has } = useTexts();
  if (doubts.length === 0) return null;
  return (
    <Note tone="warn" role="status">
      <p className="note-sentence">{t('screen.continue.doubts')}</p>
      <ul>
        {doubts.map((claim) => (
          <li key={claim}>{has(`claims.${claim}`) ? t(`claims.${claim}`) : claim}</li>
        ))}
      </ul>
    </Note>
  );
};
