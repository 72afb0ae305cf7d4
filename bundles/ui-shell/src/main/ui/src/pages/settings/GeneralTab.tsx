import { changeSettings, clock, LANGUAGES, moment, number, type Settings, t, useSettings } from '@fresnel/sdk';
import { Section, Segments } from '@fresnel/ui';
import { useMemo } from 'react';
import { Choice } from './Choice';
import styles from './settings.module.css';

/** Ways of writing numbers and dates that are offered; a locale is not a language. */
const LOCALES = ['en-US', 'en-GB', 'ja-JP', 'de-DE', 'fr-FR', 'es-ES', 'pt-BR', 'sv-SE', 'zh-CN', 'ko-KR', 'en-IN', 'en-CA'];
const EXAMPLE = Date.UTC(2026, 0, 31, 17, 5, 9);

export function GeneralTab() {
  return (
    <>
      <Appearance />
      <Words />
    </>
  );
}

function Appearance() {
  const { theme, contrast, density } = useSettings();
  const themes = [
    { id: 'system', title: t('theme.systemShort') },
    { id: 'light', title: t('theme.lightShort') },
    { id: 'dark', title: t('theme.darkShort') },
  ] as const;
  const contrasts = [
    { id: 'system', title: t('theme.systemShort') },
    { id: 'normal', title: t('contrast.normal') },
    { id: 'high', title: t('contrast.high') },
  ] as const;
  const densities = [
    { id: 'compact', title: t('density.compact') },
    { id: 'comfortable', title: t('density.comfortable') },
  ] as const;
  return (
    <Section title={t('settings.appearance')}>
      <div className={styles.choices}>
        <Named title={t('settings.theme')}>
          <Segments label={t('settings.theme')} options={themes} current={theme} onChange={(id) => changeSettings({ theme: id })} />
        </Named>
        <Named title={t('settings.contrast')}>
          <Segments label={t('settings.contrast')} options={contrasts} current={contrast} onChange={(id) => changeSettings({ contrast: id })} />
        </Named>
        <Named title={t('settings.density')}>
          <Segments label={t('settings.density')} options={densities} current={density} onChange={(id) => changeSettings({ density: id })} />
        </Named>
      </div>
    </Section>
  );
}

function Words() {
  const { language, locale, zone, hours } = useSettings();
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((one) => one !== 'UTC')], []);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hourNames: readonly { readonly id: Settings['hours']; readonly title: string }[] = [
    { id: '24', title: t('format.24') },
    { id: '12', title: t('format.12') },
  ];
  return (
    <Section title={t('settings.language')} beside={t('format.example', { moment: moment(EXAMPLE), clock: clock(EXAMPLE), number: number(1234567.89) })}>
      <div className={styles.choices}>
        <Named title={t('settings.language')}>
          <Segments
            label={t('settings.language')}
            options={Object.entries(LANGUAGES).map(([id, title]) => ({ id, title }))}
            current={language}
            onChange={(id) => changeSettings({ language: id })}
          />
        </Named>
        <Choice
          label={t('format.locale')}
          value={locale}
          options={[{ id: '', title: t('format.asLanguage') }, ...LOCALES.map((id) => ({ id, title: nameOf(id, language) }))]}
          onChange={(id) => changeSettings({ locale: id })}
        />
        <Choice
          label={t('format.zone')}
          value={zone}
          options={[{ id: '', title: t('format.here', { zone: here }) }, ...zones.map((id) => ({ id, title: id.replaceAll('_', ' ') }))]}
          onChange={(id) => changeSettings({ zone: id })}
        />
        <Named title={t('format.hours')}>
          <Segments label={t('format.hours')} options={hourNames} current={hours} onChange={(id) => changeSettings({ hours: id })} />
        </Named>
      </div>
    </Section>
  );
}

function nameOf(locale: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;
}

function Named({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  );
}
