import { type ObjectRef, pages } from '@fresnel/sdk';

export function pageOfObject(ref: ObjectRef | undefined): string | undefined {
  return ref && pages.object(ref);
}
