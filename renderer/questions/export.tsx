import { useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useTexts } from '../parts/texts.ts';
import { useStore } from '../store.ts';
import { AnswerForm, type Asked } from './answerForm.tsx';

export const Export = ({ question }: Asked<'export'>) => {
  const store = useStore();
  const { t } = useTexts();
  const [directory, setDirectory] = useState<string | null>(null);
  const choose = async (): Promise<void> => {
    const reply = await store.ask('choose-directory', {});
    if (reply.ok && reply.value !== null) setDirectory(reply.value.directory);
  };
  return (
    <AnswerForm
      question={question}
      action={t('screen.export.write')}
      ready={directory !== null}
      read={() => (directory === null ? null : { kind: 'export', directory })}
    >
      <dl className="facts">
        <div data-long="">
          <dt>{t('screen.export.file')}</dt>
          <dd>{question.fileName}</dd>
        </div>
        <div data-long="">
          <dt>{t('screen.export.folder')}</dt>
          <dd>{directory ?? t('screen.export.not-chosen')}</dd>
        </div>
      </dl>
      <button type="button" className="secondary" data-answer="" onClick={() => void choose()}>
        <Icon name="file" />
        {t(directory === null ? 'screen.export.choose' : 'screen.export.choose-other')}
      </button>
    </AnswerForm>
  );
};
