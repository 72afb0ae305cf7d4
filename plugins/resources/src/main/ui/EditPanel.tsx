import { type ObjectRef, type PanelSlotProps, t, useObject } from '@fresnel/sdk';
import { EmptyState, Problem, Skeleton } from '@fresnel/ui';
import { YamlTab } from './details/YamlTab';

/** The text of one object, in the activity panel: it stays open while one looks elsewhere. */
export function EditPanel({ params }: PanelSlotProps) {
  const [of] = (params as { readonly objects: readonly ObjectRef[] }).objects;
  const object = useObject(of);
  if (of === undefined || (object.state === 'gone' && object.value === undefined)) return <EmptyState text={t('edit.gone', { name: of?.name ?? '' })} />;
  if (object.state === 'failed') return <Problem tried={t('details.failed', { name: of.name })} problem={object.problem} />;
  if (object.state === 'loading' || object.value === undefined) return <Skeleton label={t('details.loading', { name: of.name })} />;
  return <YamlTab of={of} object={object.value} gone={object.state === 'gone'} />;
}
