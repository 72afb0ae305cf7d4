import { type KubeObject, type ObjectRef, pages, t } from '@fresnel/sdk';
import { Age, Facts, Link } from '@fresnel/ui';
import { OwnerLinks, useOwners } from './Owners';

/** The line under the head: where it is, whose it is, since when. */
export function ObjectFacts({ of, object }: { readonly of: ObjectRef; readonly object: KubeObject }) {
  const created = object.metadata.creationTimestamp;
  const owned = (object.metadata.ownerReferences?.length ?? 0) > 0;
  const owners = useOwners(of, owned);
  return (
    <Facts
      inline
      items={[
        { name: t('fact.cluster'), value: of.cluster },
        ...(of.namespace
          ? [
              {
                name: t('fact.namespace'),
                value: <Link to={pages.object({ cluster: of.cluster, resource: 'namespaces', name: of.namespace })}>{of.namespace}</Link>,
              },
            ]
          : []),
        ...(owned ? [{ name: t('fact.owner'), value: <OwnerLinks owners={owners} object={object} /> }] : []),
        ...(created ? [{ name: t('fact.age'), value: <Age since={Date.parse(created)} /> }] : []),
      ]}
    />
  );
}
