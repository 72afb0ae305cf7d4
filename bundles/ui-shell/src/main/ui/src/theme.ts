import { currentSettings } from '@fresnel/sdk';
import { onSettings } from '@fresnel/sdk/host';
import { wearTheme } from '@fresnel/ui/theme';

/** Wears the chosen theme, and the system's while none is chosen. */
export function followTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const wear = () => {
    const { theme } = currentSettings();
    wearTheme(theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme);
  };
  dark.addEventListener('change', wear);
  onSettings(wear);
  wear();
}
