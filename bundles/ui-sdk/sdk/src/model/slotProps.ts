import type { KubeObject, ObjectRef } from './types';

/** What a list (`lists`) is given: plain data. */
export interface ListSlotProps {
  readonly clusters: readonly string[];
  readonly resource: string;
}

/** What a page of one object (`details`) is given. */
export interface DetailsSlotProps {
  readonly of: ObjectRef;
}

/** What a section or a tab on the page of one object (`detailSections`, `detailTabs`) is given. */
export interface SectionSlotProps extends DetailsSlotProps {
  readonly object: KubeObject;
}

/** What something in the activity panel (`panels`) is given. It stays mounted while it is open; `visible` says whether it is looked at. */
export interface PanelSlotProps {
  /** what `openPanel` or `setParams` said, kept over a reload */
  readonly params: unknown;
  readonly visible: boolean;
  readonly setTitle: (title: string) => void;
  readonly setParams: (params: unknown) => void;
  readonly close: () => void;
}

/** What a section of the page of one cluster, or of several (`overview`), is given. It draws its own `Section`, or nothing. */
export interface OverviewSlotProps {
  readonly clusters: readonly string[];
  /** none means all */
  readonly namespaces: readonly string[];
}
