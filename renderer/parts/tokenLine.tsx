import type { TokenFacts } from '../../ceremonies/model/values.ts';
import { Icon } from './icon.tsx';
import { useTexts } from './texts.ts';

export const TokenLine = ({ token, kind }: { readonly token: TokenFacts; readonly kind: 'card' | 'hsm' }) => {
  const { t } = useTexts();
  return (
    <span className="token">
      <Icon name={kind} />
      <span className="token-label">{token.label === '' ? t('screen.token.unnamed') : token.label}</span>
      <span className="token-facts">
        <span className="token-serial">{t('screen.token.serial', { serial: token.serial })}</span>
        <span className="token-make">
          {[token.manufacturer, token.model].filter((part) => part !== '').join(' · ')}
        </span>
      </span>
    </span>
  );
};
