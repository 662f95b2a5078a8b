import { useId } from 'react';
import { canBegin, destroyOptions, type DestroyOption } from '../../ceremonies/model/offers.ts';
import type { DestroyTarget } from '../../ceremonies/model/parameters.ts';
import { setOf, versionOf, type Register } from '../../ceremonies/model/register.ts';
import { isInUse, sharesOnCard } from '../../ceremonies/model/whereabouts.ts';
import { tokenName } from '../../ceremonies/model/tokenName.ts';
import type { Texts } from '../../ceremonies/texts/texts.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { StateBadge } from '../embassy/keys.tsx';
import { keyText, setName } from '../embassy/names.ts';
import { Icon } from '../parts/icon.tsx';
import { FieldProblem } from '../parts/problem.tsx';
import { listed, useTexts } from '../parts/texts.ts';
import { sameTarget, withTarget, type DestroyDraft } from './destroyDraft.ts';
import type { Fields } from './setUpForm.tsx';
import { Section } from './setUpParts.tsx';

type Props = Fields<DestroyDraft>;

const kinds = ['key', 'set', 'card'] as const;

/** Everything that could come to its end, by its kind. */
export const Targets = (fields: Props) => {
  const { t } = useTexts();
  const id = useId();
  const { draft, problemAt } = fields;
  const options = destroyOptions(draft.previous.register);
  const first = options.find(canBegin);
  return (
    <>
      {kinds.map((kind) => {
        const those = options.filter(({ target }) => target.kind === kind);
        return those.length === 0 ? null : (
          <Section key={kind} title={t(`embassy.destroy.kinds.${kind}`)}>
            <div className="choices" role="radiogroup" aria-label={t(`embassy.destroy.kinds.${kind}`)}>
              {those.map((option) => (
                <TargetChoice
                  key={JSON.stringify(option.target)}
                  {...fields}
                  option={option}
                  isFirst={option === first}
                />
              ))}
            </div>
          </Section>
        );
      })}
      <FieldProblem id={`${id}-target`} problem={problemAt('target')} />
    </>
  );
};

/** What must not be destroyed can be reached all the same, and says why. */
const TargetChoice = ({
  draft,
  change,
  option,
  isFirst,
}: Props & { readonly option: DestroyOption; readonly isFirst: boolean }) => {
  const texts = useTexts();
  const id = useId();
  const { register } = draft.previous;
  const { target, problems } = option;
  const isOpen = canBegin(option);
  const state = target.kind === 'key' ? versionOf(register, target)?.state : undefined;
  return (
    <label className="choice" data-closed={!isOpen || undefined}>
      <input
        type="radio"
        name="target"
        data-place={isFirst ? 'target' : undefined}
        aria-disabled={!isOpen}
        aria-describedby={problems.length === 0 ? undefined : id}
        checked={sameTarget(draft.target, target)}
        onChange={() => {
          if (isOpen) change(withTarget(draft, target));
        }}
      />
      <span className="choice-name">
        {targetName(register, target, texts)} {state === undefined ? null : <StateBadge state={state} />}
      </span>
      <span className="choice-what">{targetMeaning(register, target, texts)}</span>
      {problems.length === 0 ? null : (
        <span className="choice-reason" id={id}>
          <Icon name="warning" />
          {[...new Set(problems.map((problem) => sentenceOf(problem, texts)))].join(' ')}
        </span>
      )}
    </label>
  );
};

export const targetName = (register: Register, target: DestroyTarget, texts: Texts): string => {
  switch (target.kind) {
    case 'key': {
      const { foundHsm } = target;
      return foundHsm === undefined
        ? keyText(target)
        : texts.t('embassy.destroy.on-found', {
            key: keyText(target),
            hsm: tokenName(foundHsm),
          });
    }
    case 'set':
      return setName(register, target.set, texts);
    case 'card': {
      const { certificateSha256 } = target;
      const of = sharesOnCard(register, certificateSha256).filter(
        (each) => each.certificateSha256 === certificateSha256,
      );
      const isEarlier = !isInUse(register, certificateSha256) && of.some(({ lostAt }) => lostAt !== null);
      const [first] = of;
      return texts.t(`embassy.destroy.${isEarlier ? 'lost-card-of' : 'card-of'}`, {
        name: first?.name ?? '',
        card: first === undefined ? '' : tokenName(first.card),
      });
    }
  }
};

const targetMeaning = (register: Register, target: DestroyTarget, texts: Texts): string => {
  const { t, language } = texts;
  switch (target.kind) {
    case 'key': {
      const set = versionOf(register, target)?.set ?? '';
      return t('embassy.destroy.guarded', { set: setName(register, set, texts) });
    }
    case 'set': {
      const set = setOf(register, target.set);
      return `${t(`embassy.sets.states.${set?.state ?? 'void'}`)} · ${t('screen.verify.split', {
        threshold: set?.threshold ?? 0,
        custodians: set?.count ?? 0,
      })}`;
    }
    case 'card':
      return t('embassy.destroy.holds', {
        shares: listed(
          sharesOnCard(register, target.certificateSha256).map(({ set: { set }, share: { index } }) =>
            t('embassy.destroy.share', { index, set: setName(register, set, texts) }),
          ),
          language,
        ),
      });
  }
};
