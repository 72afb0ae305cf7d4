import { objectAt, t, useLocation, useScope } from '@fresnel/sdk';
import { basePath, panels, usePanels, visit, warmObject } from '@fresnel/sdk/host';
import { useMedia } from '@fresnel/ui';
import { lazy, type PointerEvent, Suspense, useEffect, useRef, useState } from 'react';
import { ActivityBar, ConnectionNotice } from './frame/ActivityBar';
import styles from './frame/Frame.module.css';
import { Navigation } from './frame/Navigation';
import { TopBar } from './frame/TopBar';
import { useShortcuts } from './frame/useShortcuts';
import { Boundary } from './pages/Boundary';
import { look } from './pages/home/looked';
import { Routes } from './pages/Routes';

const loadPalette = () => import('./palette/Palette').then((file) => ({ default: file.Palette }));
const Palette = lazy(loadPalette);
/** Who presses Ctrl K types on at once, so the palette comes before it is asked for, but after what is looked at. */
const PALETTE_AFTER = 5_000;
const Dock = lazy(() => import('./dock/Dock').then((file) => ({ default: file.Dock })));
const HelpDialog = lazy(() => import('./frame/HelpDialog').then((file) => ({ default: file.HelpDialog })));

/** The frame around every page. */
export function App() {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const { open, form } = usePanels();
  const sheet = useMedia('(max-width: 720px)');
  const covered = open.length > 0 && (sheet ? form !== 'folded' : form === 'full');
  useShortcuts({ onPalette: () => setPalette(true), onHelp: () => setHelp(true) });
  const { clusters } = useScope();
  useEffect(() => look(clusters), [clusters]);
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), PALETTE_AFTER);
    return () => clearTimeout(timer);
  }, []);
  const shown = useRef(path);
  useEffect(() => {
    // who goes to another page wants to see it: on a small screen it would come below what is open
    if (shown.current !== path && sheet) panels.form('folded');
    shown.current = path;
  }, [path, sheet]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer and is where reading goes on
  useEffect(() => {
    setDrawer(false);
    visit();
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('skip')}
      </button>
      <TopBar onPalette={() => setPalette(true)} onHelp={() => setHelp(true)} onMenu={() => setDrawer(!drawer)} menuOpen={drawer} />
      <Navigation open={drawer} onClose={() => setDrawer(false)} />
      <main id="main" ref={main} tabIndex={-1} className={styles.main} inert={covered} onPointerDown={warm}>
        <ConnectionNotice />
        <Boundary key={path}>
          <Routes />
        </Boundary>
      </main>
      <Suspense fallback={undefined}>{open.length > 0 && <Dock />}</Suspense>
      <ActivityBar />
      <Suspense fallback={undefined}>
        {palette && <Palette onClose={() => setPalette(false)} onHelp={() => setHelp(true)} />}
        {help && <HelpDialog onClose={() => setHelp(false)} />}
      </Suspense>
    </div>
  );
}

/** Between the press and the click there is time to ask for what a link leads to. */
function warm({ target, button }: PointerEvent): void {
  const link = button === 0 && target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : undefined;
  if (!link || link.origin !== window.location.origin || !link.pathname.startsWith(basePath())) return;
  const ref = objectAt(link.pathname.slice(basePath().length));
  if (ref !== undefined) warmObject(ref);
}
