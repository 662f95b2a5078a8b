import {
  setOf,
  type DataSetRecord,
  type KeyVersion,
  type Register,
} from '../../ceremonies/model/register.ts';
import type { KeyState } from '../../ceremonies/model/keyState.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { inOneLine } from '../../ceremonies/texts/inOneLine.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { inEights, useTexts } from '../parts/texts.ts';
import { age, certificateOf, day, number, setName, useNow } from './names.ts';

const stateSigns: Readonly<Record<KeyState, IconName>> = {
  'pre-activation': 'clock',
  active: 'done',
  deactivated: 'not-shown',
  compromised: 'warning',
  destroyed: 'failed',
};

export const StateBadge = ({ state }: { readonly state: KeyState }) => {
  const { t } = useTexts();
  return (
    <span className="key-state" data-state={state}>
      <Icon name={stateSigns[state]} />
      {t(`embassy.states.${state}`)}
    </span>
  );
};

/** Every key with its versions, the newest first: what state each is in, what guards it, and what lies under it. */
export const Keys = ({ register }: { readonly register: Register }) => {
  const { t } = useTexts();
  return (
    <section aria-labelledby="keys-title" className="embassy-part">
      <h2 id="keys-title">{t('embassy.keys.title', { count: register.keys.length })}</h2>
      {register.keys.map(({ label, versions }) => (
        <article key={label} className="key" aria-label={label}>
          <h3 className="key-label">{label}</h3>
          <ul className="versions">
            {versions.toReversed().map((version) => (
              <Version key={version.version} register={register} label={label} version={version} />
            ))}
          </ul>
        </article>
      ))}
    </section>
  );
};

const Version = ({
  register,
  label,
  version,
}: {
  readonly register: Register;
  readonly label: string;
  readonly version: KeyVersion;
}) => {
  const texts = useTexts();
  const { t, language } = texts;
  const now = useNow();
  const certificate = certificateOf(version);
  const set = setOf(register, version.set);
  const data = register.dataSets.filter((each) => each.label === label && each.version === version.version);
  const there = version.hsms.filter(({ removed }) => removed === null);
  const last = version.transitions.at(-1);
  const lasting = last === undefined ? null : age(last.at, now, language);
  const isGone = version.state === 'destroyed';
  const rows: readonly (readonly [name: string, value: string])[] = [
    ...(set === undefined || isGone
      ? []
      : [
          [
            'guard',
            t('embassy.keys.guarded', {
              set: setName(register, set.set, texts),
              threshold: set.threshold,
              count: set.count,
            }),
          ] as const,
        ]),
    ...(isGone && data.length === 0
      ? []
      : [
          [
            'data',
            data.length === 0
              ? t('embassy.keys.no-data')
              : inOneLine(
                  data.map((each) => dataText(each, texts)),
                  texts,
                ),
          ] as const,
        ]),
    [
      'hsm',
      there.length === 0
        ? t('embassy.keys.nowhere')
        : inOneLine([...new Set(there.map(({ token }) => tokenName(token)))], texts),
    ],
    ...(certificate === null || isGone
      ? []
      : [
          [
            'certificate',
            t('embassy.keys.until', {
              subject: certificate.subject,
              at: day(certificate.notAfter, language),
            }),
          ] as const,
        ]),
  ];
  return (
    <li className="version" data-state={version.state}>
      <p className="version-head">
        <span className="version-number">{t('embassy.keys.version', { version: version.version })}</span>
        <StateBadge state={version.state} />
        {last === undefined ? null : (
          <span className="version-since">
            {t('embassy.keys.since', { at: day(last.at, language) })}
            {lasting === null ? '' : ` (${lasting})`}
          </span>
        )}
        <span className="version-algorithm">{t(`screen.algorithms.${version.algorithm}.name`)}</span>
      </p>
      {last?.reason === null || last?.reason === undefined ? null : (
        <p className="version-reason">
          <Icon name="warning" />
          {last.reason}
        </p>
      )}
      <dl className="facts version-facts">
        {rows.map(([name, value]) => (
          <div key={name} data-long="">
            <dt>{t(`embassy.keys.rows.${name}`)}</dt>
            <dd className="prose">{value}</dd>
          </div>
        ))}
        <div data-long="">
          <dt>{t('embassy.keys.rows.check-value')}</dt>
          <dd>{inEights(version.checkValue)}</dd>
        </div>
      </dl>
    </li>
  );
};

/** `parcels: 12 400 data keys` */
export const dataText = (
  { name, holds, count, givenUp }: DataSetRecord,
  { t, language }: ReturnType<typeof useTexts>,
): string => {
  const what = t(`embassy.keys.holds.${holds}`, { name, count, number: number(count, language) });
  return givenUp === null ? what : t('embassy.keys.given-up', { what });
};
