/** For the frame alone: starts what @fresnel/sdk only uses. */

export { type Deed, deeds } from './actions/actions';
export { warmObject } from './live/hooks';
export { LiveClient } from './live/LiveClient';
export { live } from './live/live';
export { RowsSource } from './live/RowsSource';
export { Store, useStore } from './model/store';
export { basePath } from './page/base';
export { followPreferences, type Keeping, keeping, putDefaults } from './page/preferences';
export { problemIn } from './page/problem';
export { tellReadOnly } from './page/readOnly';
export { useRecent, type Visit, visit } from './page/recent';
export { startRouter } from './page/router';
export { chosenSettings, fitting, isLocale, isZone, onSettings, replaceSettings } from './page/settings';
export { LEAST_HEIGHT, type OpenPanel, type PanelState, panels, type Side, USUAL_HEIGHT, usePanels } from './panels/panels';
export { Registry } from './slots/Registry';
export { followPlugins, registry } from './slots/registryOfPage';
export { say, setWords } from './words/words';
