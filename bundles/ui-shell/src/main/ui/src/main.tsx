import { currentSettings } from '@fresnel/sdk';
import { followPlugins, followPreferences, live, onSettings, setWords, startRouter } from '@fresnel/sdk/host';
import uiEn from '@fresnel/ui/messages/en.json';
import uiJa from '@fresnel/ui/messages/ja.json';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import en from '../messages/en.json';
import ja from '../messages/ja.json';
import { App } from './App';
import { SessionGate } from './session/SessionGate';
import { enter, onEntered } from './session/session';
import { followTheme } from './theme';

setWords('shell', { en, ja });
setWords('ui', { en: uiEn, ja: uiJa });

const root = createRoot(document.getElementById('root')!);

/** Another language or way of writing is another page: everything is said anew. What matters is in the address. */
function draw(): void {
  const { language, locale, zone, hours } = currentSettings();
  document.documentElement.lang = language;
  document.documentElement.dir = ['ar', 'fa', 'he', 'ur'].includes(language) ? 'rtl' : 'ltr';
  root.render(
    <StrictMode>
      <SessionGate key={[language, locale, zone, hours].join()}>
        <App />
      </SessionGate>
    </StrictMode>,
  );
}

followTheme();
startRouter();
followPlugins();
onEntered((me) => {
  live.start();
  void followPreferences(me.name);
});
window.addEventListener('online', () => live.retry());
onSettings(draw);
draw();
void enter();
