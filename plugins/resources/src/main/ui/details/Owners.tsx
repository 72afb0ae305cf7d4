import { endpoint, type KubeObject, type ObjectRef, type Problem, pages, problemOf, t } from '@fresnel/sdk';
import { Link } from '@fresnel/ui';
import { Fragment, useEffect, useState } from 'react';
import styles from './details.module.css';

export interface Owner {
  readonly cluster: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  readonly kind: string;
  readonly found: boolean;
}

export interface Owners {
  readonly owners?: readonly Owner[];
  readonly problem?: Problem;
}

/** The chain of owners from the nearest up, followed by the server with the caller's rights. */
export function useOwners(of: ObjectRef, owned: boolean): Owners {
  const [state, setState] = useState<Owners>({});
  const { cluster, resource, namespace, name } = of;
  useEffect(() => {
    setState({});
    if (!owned) return;
    const abort = new AbortController();
    endpoint.get<{ owners: readonly Owner[] }>('/owners', { query: { cluster, resource, namespace, name }, signal: abort.signal }).then(
      ({ owners }) => setState({ owners }),
      (cause: unknown) => !abort.signal.aborted && setState({ problem: problemOf(cause) }),
    );
    return () => abort.abort();
  }, [cluster, resource, namespace, name, owned]);
  return state;
}

export interface OwnerLinksProps {
  readonly owners: Owners;
  readonly object: KubeObject;
}

/** Farthest owner first, as one reads a path. Until the chain is known, the object's own references stand for it. */
export function OwnerLinks({ owners: { owners, problem }, object }: OwnerLinksProps) {
  if (owners === undefined || owners.length === 0) {
    const own = (object.metadata.ownerReferences ?? []).map((reference) => `${reference.kind} ${reference.name}`).join(', ');
    return <span title={problem ? `${t('owners.failed')} ${problem.detail}` : undefined}>{own || t('fact.none')}</span>;
  }
  return (
    <span className={styles.worded}>
      {[...owners].reverse().map((owner, index) => (
        <Fragment key={`${owner.resource} ${owner.name}`}>
          {index > 0 && ' / '}
          {owner.kind} <OwnerName owner={owner} />
        </Fragment>
      ))}
    </span>
  );
}

function OwnerName({ owner }: { readonly owner: Owner }) {
  if (!owner.found) {
    return (
      <span>
        {owner.name} ({t('owners.missing')})
      </span>
    );
  }
  const { cluster, resource, namespace, name } = owner;
  return <Link to={pages.object({ cluster, resource, name, ...(namespace ? { namespace } : {}) })}>{name}</Link>;
}
