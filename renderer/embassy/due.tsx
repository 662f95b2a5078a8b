import { ceremonyFor, dutiesOf, dutyRules, type Duty } from '../../ceremonies/model/duties.ts';
import type { Register } from '../../ceremonies/model/register.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import { named } from '../../ceremonies/texts/inOneLine.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { useStore, type Inspected } from '../store.ts';
import { age, day, expiryOf, keyText, number, setName, useNow } from './names.ts';

const signs: Readonly<Record<Duty['urgency'], IconName>> = { now: 'warning', soon: 'clock', may: 'done' };

/** What the register asks for, the most urgent first; each with the ceremony that does it. */
export const Due = ({ last, register }: { readonly last: Inspected; readonly register: Register }) => {
  const store = useStore();
  const texts = useTexts();
  const { t } = texts;
  const now = useNow();
  const duties = dutiesOf(register, now, expiryOf);
  return (
    <section className="due" aria-labelledby="due-title">
      <h2 id="due-title">{t('embassy.due.title')}</h2>
      {duties.length === 0 ? (
        <p className="due-nothing">
          <Icon name="done" />
          {t('embassy.due.nothing')}
        </p>
      ) : null}
      <ul>
        {duties.map((duty) => {
          const kind = ceremonyFor[duty.kind];
          const key = JSON.stringify(duty);
          return (
            <li key={key} data-urgency={duty.urgency}>
              <Icon name={signs[duty.urgency]} />
              <div>
                <p className="due-what">
                  <strong>{t(`embassy.due.urgency.${duty.urgency}`)}</strong>{' '}
                  {dutyText(duty, register, now, texts)}
                </p>
                <p className="hint">{t(`embassy.due.why.${whyOf(duty)}`, { ...dutyRules })}</p>
              </div>
              {kind === 'generate' ? null : (
                <button
                  type="button"
                  className={duty.urgency === 'now' ? 'primary' : 'secondary'}
                  aria-label={named(
                    t(`embassy.offers.${kind}.begin`),
                    dutyText(duty, register, now, texts),
                    texts,
                  )}
                  onClick={() => store.go({ name: 'set-up', kind, bundle: last, duty })}
                >
                  {t(`embassy.offers.${kind}.begin`)}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
};

const whyOf = (duty: Duty): string =>
  duty.kind === 'destroy-version' && !duty.told ? 'destroy-version-untold' : duty.kind;

const dutyText = (duty: Duty, register: Register, now: Date, texts: Texts): string => {
  const { t, language } = texts;
  const say = (values: Readonly<Record<string, string | number>>): string =>
    t(`embassy.due.what.${duty.kind}`, values);
  const setsText = (sets: readonly string[]): string =>
    listed(
      sets.map((set) => setName(register, set, texts)),
      language,
    );
  switch (duty.kind) {
    case 'rotate-compromised':
    case 'rotate-old':
      return say({ key: keyText(duty), since: age(duty.since, now, language) ?? '' });
    case 'certificate-expires':
      return say({ key: keyText(duty), at: day(duty.at, language) });
    case 'move-data':
      return say({
        key: listed(
          duty.versions.map((version) => keyText({ label: duty.label, version })),
          language,
        ),
        number: number(duty.count, language),
      });
    case 'destroy-version':
      return say({ key: keyText(duty) });
    case 'check-shares':
      return say({
        set: setsText(duty.sets),
        names: listed(duty.holders, language),
      });
    case 'no-spare':
      return say({ set: setName(register, duty.set, texts), number: duty.count });
    case 'shares-lost':
      return say({
        set: setName(register, duty.set, texts),
        left: duty.left,
        number: duty.count,
        threshold: duty.threshold,
      });
    case 'shares-short':
      return say({
        set: setName(register, duty.set, texts),
        left: duty.left,
        threshold: duty.threshold,
      });
    case 'old-shares':
      return say({ set: setName(register, duty.set, texts), left: duty.left });
    case 'lost-card':
      return say({
        name: duty.name,
        card: tokenName(duty.card),
        set: setsText(duty.sets),
      });
  }
};
