import { keyAlgorithms } from '../../ceremonies/model/keyAlgorithm.ts';
import type { Fact } from '../../ceremonies/model/question.ts';
import { findingKinds } from '../../ceremonies/model/values.ts';
import { named } from '../../ceremonies/texts/inOneLine.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { number } from '../embassy/names.ts';
import { inEights, locales, useTexts } from '../parts/texts.ts';
import { sizeText } from '../screens/backupDraft.ts';

/** A fact's value in words, where it is a name of the program's own. */
const valueText = ({ name, value }: Fact, { t, language }: Texts): string => {
  if (name === 'size') return sizeText(Number(value), locales[language]);
  if (name === 'lines') return number(Number(value), language);
  // In UTC, as the label says.
  if (name === 'made-at') return value.slice(0, 16).replace('T', ' ');
  if (name === 'quorum') {
    const [threshold = '', count = ''] = value.split(' / ');
    return t('screen.verify.split', { threshold, custodians: count });
  }
  if (name === 'algorithm' && keyAlgorithms.some((each) => each === value))
    return t(`screen.algorithms.${value}.name`);
  if (name === 'runtime' && ['official', 'unofficial', 'none'].includes(value))
    return t(`screen.runtime.${value}`);
  if (name === 'air-gap') {
    const [kind = '', ...rest] = value.split(' ');
    const findings: readonly string[] = findingKinds;
    if (findings.includes(kind)) return named(t(`screen.findings.${kind}`), rest.join(' '), { t });
  }
  return value === '' ? t('screen.none') : value;
};

const grouped = (value: string): string => (/^[0-9a-f]{24,}$/.test(value) ? inEights(value) : value);

/** Facts of one name, one after the other, stand under it once. */
const byName = (facts: readonly Fact[]): readonly (readonly Fact[])[] =>
  facts.reduce<readonly (readonly Fact[])[]>((groups, fact) => {
    const last = groups.at(-1);
    return last?.[0]?.name === fact.name ? [...groups.slice(0, -1), [...last, fact]] : [...groups, [fact]];
  }, []);

/** Too long to stand beside its name. */
const longMin = 40;

export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => {
  const texts = useTexts();
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {byName(facts).map((group, index) => (
        <div
          key={index}
          data-long={group.length > 1 || group.some(({ value }) => value.length > longMin) || undefined}
        >
          <dt>{texts.t(`facts.${group[0]?.name ?? ''}`)}</dt>
          {group.map((fact, line) => (
            <dd key={line}>{grouped(valueText(fact, texts))}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
};
