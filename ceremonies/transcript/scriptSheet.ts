import type { Register } from '../model/register.ts';
import type { Script, Step } from '../model/script.ts';
import { stepNumbers, subjectOf } from '../model/subject.ts';
import { texts, type Language } from '../texts/catalogue.ts';
import { facts, html, table, type Content } from './html.ts';
import { aboutOf } from './reportDocument.ts';
import { reportStyle } from './reportStyle.ts';

/**
 * The script on paper, to be followed and initialled in the room: the same data that the screen shows and the verifier
 * replays. One HTML file, no scripts, nothing loaded; prints on A4.
 *
 * `register`: that of the bundle before, which says what is rebuilt or shown, and how many are needed.
 */
export const scriptSheet = (script: Script, language: Language, register: Register | null = null): string => {
  const { t } = texts(language);
  const { domain, embassy, place, participants } = script.parameters;
  const about = aboutOf(subjectOf(script, register), t);
  const nameOf = (id: string): string => participants.find((person) => person.id === id)?.name ?? id;
  const row = (step: Step): readonly Content[] => {
    const name = step.by.map(nameOf).join(', ');
    const { algorithms, ...numbers } = stepNumbers(script, register, step);
    const values = { embassy, place, name, algorithm: algorithms.join(', '), ...numbers };
    return [
      step.id.split('.')[1] ?? '',
      html`<strong>${t(`steps.${step.kind}.title`, values)}</strong>
        <p>${t(`steps.${step.kind}.say`, values)}</p>
        <p>${t(`steps.${step.kind}.do`, values)}</p>`,
      name,
      '',
      '',
    ];
  };
  const head = [
    t('report.sheet.number'),
    t('report.sheet.step'),
    t('report.sheet.who'),
    t('report.sheet.time'),
    t('report.sheet.initials'),
  ];
  return html`<!DOCTYPE html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${t('report.sheet.title')} · ${embassy} · ${about.keys}</title>
        <style>
          ${{ markup: reportStyle }}
        </style>
      </head>
      <body${domain === 'rehearsal' ? html` class="rehearsal"` : html``}>
        ${domain === 'rehearsal' ? html`<div class="band">${t('report.rehearsal')}</div>` : html``}
        <h1>${t('report.sheet.title')}</h1>
        ${facts([
          [t('report.embassy'), embassy],
          [t('report.place'), place],
          [t('report.kind'), t(`report.kinds.${script.kind}`)],
          ...about.facts,
        ])}
        ${table(
          [t('report.name'), t('report.role'), t('report.sheet.initials')],
          participants.map(({ name, role }) => [name, t(`report.roles.${role}`), '']),
        )}
        ${script.acts.map(
          ({ id, steps }) =>
            html`<h2>${t(`report.acts.${id}`)}</h2>
              ${table(head, steps.map(row))}`,
        )}
      </body>
    </html> `.markup;
};
