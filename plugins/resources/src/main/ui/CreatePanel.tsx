import type { PanelSlotProps } from '@fresnel/sdk';
import { lazy, Suspense } from 'react';
import type { CreateParams } from './edit/create/files';

const CreateView = lazy(() => import('./edit/create/CreateView').then((module) => ({ default: module.CreateView })));

/** New objects, in the activity panel. */
export function CreatePanel({ params }: PanelSlotProps) {
  const { cluster, resource, namespace } = params as CreateParams;
  return (
    <Suspense>
      <CreateView cluster={cluster} {...(resource === undefined ? {} : { resource })} {...(namespace === undefined ? {} : { namespace })} />
    </Suspense>
  );
}
