import { withRole } from '../model/parameters.ts';
import type { Script, Step } from '../model/script.ts';
import { texts, type Language } from '../texts/catalogue.ts';
import { facts, html, table, type Content } from './html.ts';
import { reportStyle } from './reportStyle.ts';

/**
 * The script on paper, to be followed and initialled in the room: the same data that the screen shows and the verifier
 * replays. One HTML file, no scripts, nothing loaded; prints on A4.
 */
export const scriptSheet = (script: Script, language: Language): string => {
  const { t } = texts(language);
  const { parameters } = script;
  const { domain, embassy, place, keyLabel, algorithm, threshold, participants } = parameters;
  const nameOf = (id: string): string => participants.find((person) => person.id === id)?.name ?? id;
  const values = {
    embassy,
    place,
    keyLabel,
    algorithm,
    threshold,
    custodians: withRole(participants, 'custodian').length,
  };
  const row = (step: Step): readonly Content[] => {
    const name = step.by.map(nameOf).join(', ');
    return [
      step.id.split('.')[1] ?? '',
      html`<strong>${t(`steps.${step.kind}.title`, { ...values, name })}</strong>
        <p>${t(`steps.${step.kind}.say`, { ...values, name })}</p>
        <p>${t(`steps.${step.kind}.do`, { ...values, name })}</p>`,
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
        <title>${t('report.sheet.title')} · ${embassy} · ${keyLabel}</title>
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
          [t('report.key'), `${keyLabel} · ${algorithm}`],
          [t('report.quorum'), t('report.quorumOf', values)],
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
