/** @fresnel/sdk: what a plugin's page may use. Live data, navigation, slots, words. */

export {
  type ActionChange,
  type ActionDifference,
  type ActionField,
  type ActionInput,
  type ActionPlan,
  type ActionRefusal,
  type ActionResult,
  type ActionSuggestion,
  type ActionTarget,
  type ActionValue,
  applyAction,
  byCluster,
  type MissingRight,
  type PluginMessage,
  planChanged,
  pluginWords,
  previewAction,
  RESULT_HEALTH,
  type ServerAction,
  suggestInput,
} from './actions/actions';
export { type OfferedAction, type ServerActions, useServerActions } from './actions/useServerActions';
export { type Latest, openChannel, useChannel, useChannels } from './live/channels';
export type { RowsFilter, ServerFrame } from './live/frames';
export {
  type Kinds,
  type LiveObject,
  type RowsWanted,
  retryConnection,
  useCluster,
  useClusters,
  useConnection,
  useCounts,
  useKinds,
  useObject,
  useRows,
  useRowsSnapshot,
  useSearch,
} from './live/hooks';
export type { Channel, ChannelEvents, Connection } from './live/LiveClient';
export type { RowsSnapshot, RowsSource } from './live/RowsSource';
export type { DetailsSlotProps, ListSlotProps, OverviewSlotProps, PanelSlotProps, SectionSlotProps } from './model/slotProps';
export * from './model/types';
export { useClusterMark } from './page/clusterMark';
export type { Endpoint, EndpointCall } from './page/endpoint';
export { getJson } from './page/getJson';
export { type KubeAnswer, type KubeCall, type KubeCause, KubeError, kubePath, kubeRequest } from './page/kube';
export { ProblemError, problemOf } from './page/problem';
export { isReadOnly } from './page/readOnly';
export { currentLocation, href, navigate, type PageLocation, pages, setQuery, useLocation, useQueryState } from './page/router';
export { type Scope, showClusters, showNamespaces, useScope } from './page/scope';
export {
  type ClusterMark,
  changeSettings,
  currentSettings,
  LANGUAGES,
  type NoticeSettings,
  type SavedView,
  type Settings,
  type Star,
  useSettings,
} from './page/settings';
export { forgetView, objectAt, pageOfStar, saveView, starAt, toggleStar, useStarred } from './page/stars';
export type { EndpointAnswer } from './page/useAnswer';
export { openPanel, type PanelWanted } from './panels/panels';
export { bind, ctx, endpoint, type PluginContext, t, useEndpoint, useKept } from './slots/bind';
export {
  type Failure,
  forResource,
  inOrder,
  ofResource,
  titleOf,
  useContributed,
  useDetailTabs,
  useHolding,
  usePreload,
  useSections,
  useSlot,
} from './slots/hooks';
export { type ObjectAction, useObjectActions } from './slots/objectActions';
export type { Contributed, Contribution, Slots } from './slots/Registry';
export { judged, useMay } from './slots/rights';
export { Slot, type SlotProps } from './slots/Slot';
export { holds, type May } from './slots/when';
export { humanDuration, useAge } from './words/age';
export { bytes, clock, cores, day, locale, moment, number, percent, rounded } from './words/formats';
export type { Arguments } from './words/words';
