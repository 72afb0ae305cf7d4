import { type Kind, type KubeObject, type ObjectRef, pages } from '@fresnel/sdk';
import { Link } from '@fresnel/ui';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

/** The object that a page is about, and what its cluster serves: what every part of the page needs. */
export interface Subject {
  readonly of: ObjectRef;
  readonly object: KubeObject;
  readonly kinds: readonly Kind[];
}

const Context = createContext<Subject | undefined>(undefined);

export function SubjectOf({ of, object, kinds, children }: Subject & { readonly children: ReactNode }) {
  const subject = useMemo(() => ({ of, object, kinds }), [of, object, kinds]);
  return <Context value={subject}>{children}</Context>;
}

export function useSubject(): Subject {
  const subject = useContext(Context);
  if (subject === undefined) throw new Error('A part of the details page stands outside of one');
  return subject;
}

/** What is named, as manifests name things: a kind, perhaps its group or apiVersion, a name, perhaps a namespace. */
export interface Named {
  readonly kind: string;
  readonly name: string;
  /** `undefined` = whichever group has that kind, the core group first */
  readonly group?: string | undefined;
  readonly namespace?: string | undefined;
}

/** The kind of that name; groups that come with Kubernetes win over others of the same kind name. */
export function kindOf(kinds: readonly Kind[], { kind, group }: Pick<Named, 'kind' | 'group'>): Kind | undefined {
  const same = kinds.filter((one) => one.kind === kind && (group === undefined || one.group === group));
  return same.find((one) => one.group === '') ?? same.find((one) => !one.custom) ?? same[0];
}

export function refOf({ of, kinds }: Pick<Subject, 'of' | 'kinds'>, named: Named): ObjectRef | undefined {
  const kind = kindOf(kinds, named);
  if (kind === undefined || named.name === '') return undefined;
  const { cluster } = of;
  if (!kind.namespaced) return { cluster, resource: kind.resource, name: named.name };
  const namespace = named.namespace || of.namespace;
  return namespace === undefined ? undefined : { cluster, resource: kind.resource, namespace, name: named.name };
}

export interface ObjectLinkProps extends Named {
  readonly children?: ReactNode;
}

/** A name that leads to its object, when the cluster serves the kind. */
export function ObjectLink({ children, ...named }: ObjectLinkProps) {
  const ref = refOf(useSubject(), named);
  const text = children ?? named.name;
  return ref === undefined ? <>{text}</> : <Link to={pages.object(ref)}>{text}</Link>;
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
