import { changeSettings, LANGUAGES, t, useSettings } from '@fresnel/sdk';
import { Page, Section, Segments } from '@fresnel/ui';
import styles from './pages.module.css';

/** What a person chooses for this browser. */
export function SettingsPage() {
  const { theme, language, density } = useSettings();
  const themes = [
    { id: 'system', title: t('theme.systemShort') },
    { id: 'light', title: t('theme.lightShort') },
    { id: 'dark', title: t('theme.darkShort') },
  ] as const;
  const densities = [
    { id: 'compact', title: t('density.compact') },
    { id: 'comfortable', title: t('density.comfortable') },
  ] as const;
  return (
    <Page title={t('settings')} beside={<span>{t('settings.where')}</span>}>
      <Section title={t('settings.appearance')}>
        <div className={styles.choices}>
          <div>
            <h3>{t('settings.theme')}</h3>
            <Segments label={t('settings.theme')} options={themes} current={theme} onChange={(id) => changeSettings({ theme: id })} />
          </div>
          <div>
            <h3>{t('settings.density')}</h3>
            <Segments label={t('settings.density')} options={densities} current={density} onChange={(id) => changeSettings({ density: id })} />
          </div>
        </div>
      </Section>
      <Section title={t('settings.language')}>
        <Segments
          label={t('settings.language')}
          options={Object.entries(LANGUAGES).map(([id, title]) => ({ id, title }))}
          current={language}
          onChange={(id) => changeSettings({ language: id })}
        />
      </Section>
    </Page>
  );
}
