import { type KubeObject, pages, t } from '@fresnel/sdk';
import { Age, Button, Link, Section, Table, yamlText } from '@fresnel/ui';
import { useMemo, useState } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { diffLines } from '../diff';
import { at, fieldsOf, listOf, textOf } from '../fields';
import { useObjects } from '../useObjects';
import { podLabels } from './workload';

interface Revision {
  readonly number: number;
  readonly name: string;
  readonly created: number;
  readonly images: readonly string[];
  readonly cause: string;
  readonly pods: string;
  readonly template: string;
}

const BY_KIND = {
  Deployment: { resource: 'replicasets.apps', read: ofReplicaSet },
  StatefulSet: { resource: 'controllerrevisions.apps', read: ofRevision },
  DaemonSet: { resource: 'controllerrevisions.apps', read: ofRevision },
} as const;

/** How the pods were meant to be over time, newest first, and what changed from one to the next. */
export function Revisions() {
  const { of, object } = useSubject();
  const [open, setOpen] = useState<number>();
  const { resource, read } = BY_KIND[object.kind as keyof typeof BY_KIND] ?? BY_KIND.Deployment;
  const found = useObjects({ cluster: of.cluster, resource, namespace: of.namespace, labels: podLabels(object) });
  const uid = object.metadata.uid;
  const revisions = useMemo(() => {
    const own = found.objects.filter((one) => one.metadata.ownerReferences?.some((owner) => (owner as { uid?: string }).uid === uid));
    return own.map(read).sort((one, other) => other.number - one.number);
  }, [found.objects, read, uid]);
  if (revisions.length === 0) return undefined;
  const place = revisions.findIndex((one) => one.number === open);
  return (
    <Section title={t('section.revisions')} beside={String(revisions.length)}>
      <Table
        label={t('section.revisions')}
        rows={revisions}
        keyOf={(one) => one.name}
        columns={[
          { id: 'number', title: t('revision.number'), end: true, cell: (one) => one.number },
          {
            id: 'name',
            title: t('revision.object'),
            cell: (one) => (
              <Link to={pages.object({ cluster: of.cluster, resource, name: one.name, ...(of.namespace ? { namespace: of.namespace } : {}) })}>{one.name}</Link>
            ),
          },
          { id: 'images', title: t('revision.images'), grows: true, cell: (one) => <code title={one.images.join('\n')}>{one.images.join(', ')}</code> },
          { id: 'cause', title: t('revision.cause'), minor: true, cell: (one) => one.cause },
          { id: 'pods', title: t('section.pods'), end: true, cell: (one) => one.pods },
          { id: 'age', title: t('fact.age'), end: true, cell: (one) => <Age since={one.created} /> },
          {
            id: 'diff',
            title: t('revision.changes'),
            cell: (one) =>
              revisions.indexOf(one) < revisions.length - 1 && (
                <Button kind="link" onPress={() => setOpen(open === one.number ? undefined : one.number)}>
                  {open === one.number ? t('revision.hide') : t('revision.show')}
                </Button>
              ),
          },
        ]}
      />
      {place >= 0 && revisions[place + 1] && <Changes to={revisions[place]!} from={revisions[place + 1]!} />}
    </Section>
  );
}

function Changes({ from, to }: { readonly from: Revision; readonly to: Revision }) {
  const lines = useMemo(() => diffLines(from.template, to.template), [from, to]);
  return (
    <>
      <p className={styles.third}>{t('revision.between', { from: from.number, to: to.number })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.diff} tabIndex={0}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are their place
          <span key={index} className={line.sign === '+' ? styles.added : line.sign === '-' ? styles.removed : undefined}>
            {line.sign} {line.text}
          </span>
        ))}
      </pre>
    </>
  );
}

function base(object: KubeObject, template: unknown): Omit<Revision, 'number' | 'pods'> {
  const { 'pod-template-hash': _, ...labels } = fieldsOf(at(template, 'metadata', 'labels'));
  const shown = { ...fieldsOf(template), metadata: { ...fieldsOf(at(template, 'metadata')), labels } };
  return {
    name: object.metadata.name,
    created: Date.parse(object.metadata.creationTimestamp ?? ''),
    images: listOf(at(template, 'spec', 'containers')).map((one) => textOf(one.image)),
    cause: object.metadata.annotations?.['kubernetes.io/change-cause'] ?? '',
    template: yamlText(shown),
  };
}

function ofReplicaSet(object: KubeObject): Revision {
  const number = Number(object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
  return {
    ...base(object, at(object.spec, 'template')),
    number,
    pods: `${textOf(at(object.status, 'replicas')) || '0'}/${textOf(at(object.spec, 'replicas')) || '0'}`,
  };
}

function ofRevision(object: KubeObject): Revision {
  return { ...base(object, at(object.data, 'spec', 'template')), number: Number(object.revision ?? 0), pods: '' };
}
