import { isReadOnly, t, useKinds, useMay } from '@fresnel/sdk';
import { Button } from '@fresnel/ui';
import { DropToCreate } from './DropToCreate';
import { type CreateParams, openCreate } from './files';

export interface CreateButtonProps {
  readonly clusters: readonly string[];
  readonly resource: string;
  readonly namespaces: readonly string[];
}

/** On a list: makes an object of its kind. What is dropped on the page is opened there too. */
export function CreateButton({ clusters, resource, namespaces }: CreateButtonProps) {
  const kind = useKinds(clusters).kinds?.find((one) => one.resource === resource);
  const may = useMay([`can:create:${resource}`], clusters, namespaces)('create', resource);
  const [cluster] = clusters;
  const [namespace] = namespaces;
  if (cluster === undefined) return undefined;
  const params: CreateParams = { cluster, ...(kind?.namespaced && namespace !== undefined ? { namespace } : {}) };
  return (
    <>
      {kind?.verbs.includes('create') && (
        <Button
          kind="primary"
          icon="plus"
          lockedBecause={isReadOnly() ? t('create.readOnly') : may === false ? t('create.forbidden', { resource, place: namespace ?? cluster }) : undefined}
          onPress={() => openCreate({ ...params, resource })}
        >
          {t('create.title')}
        </Button>
      )}
      {!isReadOnly() && <DropToCreate {...params} />}
    </>
  );
}
