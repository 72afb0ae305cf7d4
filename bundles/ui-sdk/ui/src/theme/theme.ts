// Order matters: layers first, PatternFly's values, ours, then ours laid onto PatternFly's.
import './base.css';
import '@patternfly/patternfly/base/patternfly-variables.css';
import './tokens.css';
import './patternfly.css';
import './fonts.css';

/** The dark theme is PatternFly's class, so that its parts follow. */
export function wearTheme(theme: 'light' | 'dark'): void {
  document.documentElement.classList.toggle('pf-v6-theme-dark', theme === 'dark');
}
