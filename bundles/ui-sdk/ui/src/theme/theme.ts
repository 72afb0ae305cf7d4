// Order matters: layers first, PatternFly's values, ours, then ours laid onto PatternFly's.
import './base.css';
import '@patternfly/patternfly/base/patternfly-variables.css';
import './tokens.css';
import './patternfly.css';
import './fonts.css';

/** The dark theme is PatternFly's class, so that its parts follow; high contrast is a third set of values over either. */
export function wearTheme(theme: 'light' | 'dark', contrast = false): void {
  document.documentElement.classList.toggle('pf-v6-theme-dark', theme === 'dark');
  document.documentElement.classList.toggle('fr-contrast', contrast);
}
