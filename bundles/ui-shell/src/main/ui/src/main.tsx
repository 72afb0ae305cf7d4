import { currentSettings } from '@fresnel/sdk';
import { followPlugins, followPreferences, live, onSettings, setWords, startRouter } from '@fresnel/sdk/host';
import uiEn from '@fresnel/ui/messages/en.json';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import en from '../messages/en.json';
import { App } from './App';
import { SessionGate } from './session/SessionGate';
import { enter, onEntered } from './session/session';
import { followTheme } from './theme';

setWords('shell', { en });
setWords('ui', { en: uiEn });

/** Languages beside English, which is what is said where another lacks words: loaded by those who speak them. */
const FURTHER: Readonly<Record<string, () => Promise<{ readonly shell: Record<string, string>; readonly ui: Record<string, string> }>>> = {
  ja: () => import('./words/ja'),
};
const spoken = new Set(['en']);

async function learn(language: string): Promise<void> {
  const words = await FURTHER[language]?.().catch((cause: unknown) => console.error(`The words of ${language} could not be loaded`, cause));
  if (words) {
    setWords('shell', { en, [language]: words.shell });
    setWords('ui', { en: uiEn, [language]: words.ui });
  }
  spoken.add(language);
}

const root = createRoot(document.getElementById('root')!);

/** Another language or way of writing is another page: everything is said anew. What matters is in the address. */
async function draw(): Promise<void> {
  const { language, locale, zone, hours } = currentSettings();
  if (!spoken.has(language)) {
    await learn(language);
    return draw();
  }
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
onSettings(() => void draw());
void draw();
void enter();
