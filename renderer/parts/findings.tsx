import type { Finding } from '../../ceremonies/model/event.ts';
import { Icon } from './icon.tsx';
import { useTexts } from './texts.ts';

export const Findings = ({ findings }: { readonly findings: readonly Finding[] }) => {
  const { t } = useTexts();
  return (
    <ul className="findings">
      {findings.map((found) => (
        <li key={`${found.kind} ${found.name}`}>
          <Icon name="warning" />
          <span>{t(`screen.findings.${found.kind}`)}</span>
          <code>{found.name}</code>
        </li>
      ))}
    </ul>
  );
};
