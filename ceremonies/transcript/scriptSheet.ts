import type { Register } from '../model/register.ts';
import type { Script, Step } from '../model/script.ts';
import { stepNumbers } from '../model/subject.ts';
import { texts } from '../texts/catalogue.ts';
import type { Language } from '../texts/languages.ts';
import { facts, html, ink, table, type Content, type Markup } from './html.ts';
import { paperPage } from './page.ts';
import { aboutOf } from './reportDocument.ts';

/** Lines for what the script does not foresee. */
const blankExceptions = 3;

/**
 * The script on paper, to be followed and initialled in the room: the same data that the screen shows and the verifier
 * replays. One HTML file, no scripts, nothing loaded; prints on A4.
 *
 * `register`: that of the bundle before, which says what is rebuilt or shown, and how many are needed.
 */
export const scriptSheet = (script: Script, language: Language, register: Register | null = null): string => {
  const { t } = texts(language);
  const { domain, embassy, place, participants } = script.parameters;
  const about = aboutOf(script, register, t);
  const nameOf = (id: string): string => participants.find((person) => person.id === id)?.name ?? id;
  const row = (step: Step): readonly Content[] => {
    const names = step.by.map(nameOf);
    const { algorithms, ...numbers } = stepNumbers(script, register, step);
    const values = { embassy, place, name: names.join(', '), algorithm: algorithms.join(', '), ...numbers };
    return [
      step.id.split('.')[1] ?? '',
      html`<strong>${t(`steps.${step.kind}.title`, values)}</strong>
        <p>${t(`steps.${step.kind}.say`, values)}</p>
        <p class="do">${t(`steps.${step.kind}.do`, values)}</p>`,
      names.map((name) => html`<div>${name}</div>`),
      ink,
      names.map(() => ink),
    ];
  };
  const head = [
    t('report.sheet.number'),
    t('report.sheet.step'),
    t('report.sheet.who'),
    t('report.sheet.time'),
    t('report.sheet.initials'),
  ];
  const title = t('report.sheet.title');
  return paperPage(
    { title: [title, embassy, about.title].join(' · '), language, domain },
    html`
      <h1>${title}</h1>
      ${facts([
        [t('report.embassy'), embassy],
        [t('report.place'), place],
        [t('report.kind'), t(`report.kinds.${script.kind}`)],
        ...about.facts,
      ])}
      <p>${t('report.sheet.how')}</p>
      ${boxes(
        table(
          ['', t('report.name'), t('report.role'), t('report.sheet.date'), t('report.sheet.initials')],
          participants.map(({ name, role }, index) => [index + 1, name, t(`report.roles.${role}`), ink, ink]),
        ),
      )}
      ${script.acts.map(
        ({ id, steps }) =>
          html`<section>
            <h2>${t(`report.acts.${id}`)}</h2>
            ${boxes(table(head, steps.map(row)))}
          </section> `,
      )}
      <section class="blank">
        <h2>${t('report.exceptions')}</h2>
        <p>${t('report.sheet.exceptionsSay')}</p>
        ${table(
          [
            t('report.sheet.step'),
            t('report.expected'),
            t('report.happened'),
            t('report.decided'),
            t('report.sheet.initials'),
          ],
          Array.from({ length: blankExceptions }, () => Array.from({ length: 5 }, () => ink)),
        )}
      </section>
    `,
    t,
  );
};

const boxes = (content: Markup): Markup => html`<div class="boxes">${content}</div>`;
