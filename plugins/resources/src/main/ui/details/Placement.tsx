import { type KubeObject, type ObjectRef, pages, t } from '@fresnel/sdk';
import { Facts, Link, Section, Status } from '@fresnel/ui';
import { fieldsOf, textOf } from './fields';

/** Where a pod runs, or why it might not. */
export function Placement({ of, object }: { readonly of: ObjectRef; readonly object: KubeObject }) {
  if (object.kind !== 'Pod') return undefined;
  const spec = fieldsOf(object.spec);
  const status = fieldsOf(object.status);
  const node = textOf(spec.nodeName);
  const account = textOf(spec.serviceAccountName);
  const selector = Object.entries(fieldsOf(spec.nodeSelector)).map(([key, value]) => `${key}=${textOf(value)}`);
  const none = t('fact.none');
  return (
    <Section title={t('section.placement')}>
      <Facts
        items={[
          {
            name: t('placement.node'),
            value: node ? (
              <Link to={pages.object({ cluster: of.cluster, resource: 'nodes', name: node })}>{node}</Link>
            ) : (
              <Status health="waiting" word={t('placement.notAssigned')} />
            ),
          },
          { name: t('placement.ip'), value: textOf(status.podIP) || none },
          { name: t('placement.selector'), value: selector.length > 0 ? <code>{selector.join(', ')}</code> : none },
          { name: t('placement.priority'), value: [textOf(spec.priorityClassName), textOf(spec.priority)].filter(Boolean).join(', ') || none },
          { name: t('placement.qos'), value: textOf(status.qosClass) || none },
          {
            name: t('placement.account'),
            value:
              account && of.namespace ? (
                <Link to={pages.object({ cluster: of.cluster, resource: 'serviceaccounts', namespace: of.namespace, name: account })}>{account}</Link>
              ) : (
                account || none
              ),
          },
        ]}
      />
    </Section>
  );
}
