import { currentSettings } from '@fresnel/sdk';
import { onSettings } from '@fresnel/sdk/host';
import { wearTheme } from '@fresnel/ui/theme';

/** Wears what is chosen, and what the system wishes where nothing is. */
export function followTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const more = window.matchMedia('(prefers-contrast: more)');
  const wear = () => {
    const { theme, contrast } = currentSettings();
    wearTheme(theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme, contrast === 'system' ? more.matches : contrast === 'high');
  };
  dark.addEventListener('change', wear);
  more.addEventListener('change', wear);
  onSettings(wear);
  wear();
}
