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

/** What a section on the page of one object (`detailSections`) is given. */
export interface SectionSlotProps extends DetailsSlotProps {
  readonly object: KubeObject;
}
