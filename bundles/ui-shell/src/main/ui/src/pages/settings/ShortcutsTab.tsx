import { t } from '@fresnel/sdk';
import { Section } from '@fresnel/ui';
import { Shortcuts } from '../../frame/Shortcuts';

export function ShortcutsTab() {
  return (
    <Section title={t('settings.shortcuts')}>
      <Shortcuts />
    </Section>
  );
}
