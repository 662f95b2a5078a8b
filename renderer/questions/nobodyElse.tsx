import { useState } from 'react';
import { leadersOf, type State } from '../../ceremonies/model/state.ts';
import { useTexts } from '../parts/texts.ts';
import { useStore, useView } from '../store.ts';
import { Confirmations } from './confirm.tsx';
import type { PresentQuestion } from './visit.ts';

/** The two who lead say so, each of them; nobody is locked out by a slip. */
export const NobodyElse = ({
  question,
  state,
}: {
  readonly question: PresentQuestion;
  readonly state: State;
}) => {
  const store = useStore();
  const { t } = useTexts();
  const { asking } = useView();
  const [open, setOpen] = useState(false);
  const leaders = leadersOf(state);
  if (!open)
    return (
      <button type="button" className="secondary" onClick={() => setOpen(true)}>
        {t('screen.present.nobody-else')}
      </button>
    );
  return (
    <section className="nobody-else" aria-label={t('screen.present.nobody-else')}>
      <p>{t('screen.present.nobody-else-more')}</p>
      <Confirmations
        people={leaders}
        disabled={asking === 'answer'}
        all={() =>
          store.answer(question.id, {
            kind: 'present-share',
            offer: { kind: 'nobody-else', by: leaders.map(({ id }) => id) },
          })
        }
      />
      <button type="button" className="quiet" onClick={() => setOpen(false)}>
        {t('screen.cancel')}
      </button>
    </section>
  );
};
