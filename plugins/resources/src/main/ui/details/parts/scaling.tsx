import { t } from '@fresnel/sdk';
import { Section, Table } from '@fresnel/ui';
import { groupOf, ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { at, type Fields, fieldsOf, listOf, textOf } from '../fields';
import { selectorText } from '../selectors';
import { FactGrid } from './FactGrid';

interface Metric {
  readonly key: string;
  readonly what: string;
  readonly current: string;
  readonly target: string;
}

/** What an autoscaler watches, where it stands and where it shall be. */
export function ScalingMetrics() {
  const { object } = useSubject();
  const metrics = metricsOf(object);
  const target = fieldsOf(at(object.spec, 'scaleTargetRef'));
  const status = fieldsOf(object.status);
  return (
    <Section title={t('section.scaling')}>
      <FactGrid
        items={[
          {
            name: t('scaling.target'),
            value: (
              <span className={styles.worded}>
                {textOf(target.kind)}/<ObjectLink kind={textOf(target.kind)} group={groupOf(textOf(target.apiVersion))} name={textOf(target.name)} />
              </span>
            ),
          },
          { name: t('scaling.min'), value: textOf(at(object.spec, 'minReplicas')) || '1' },
          { name: t('scaling.max'), value: textOf(at(object.spec, 'maxReplicas')) },
          {
            name: t('scaling.pods'),
            value: t('scaling.podsNow', { current: Number(status.currentReplicas ?? 0), desired: Number(status.desiredReplicas ?? 0) }),
          },
        ]}
      />
      {metrics.length > 0 && (
        <Table
          label={t('section.scaling')}
          rows={metrics}
          keyOf={(one) => one.key}
          columns={[
            { id: 'what', title: t('scaling.metric'), grows: true, cell: (one) => one.what },
            { id: 'current', title: t('scaling.current'), end: true, cell: (one) => one.current },
            { id: 'target', title: t('scaling.wanted'), end: true, cell: (one) => one.target },
          ]}
        />
      )}
    </Section>
  );
}

export function metricsOf(object: { readonly spec?: unknown; readonly status?: unknown }): readonly Metric[] {
  const now = listOf(at(object.status, 'currentMetrics'));
  return listOf(at(object.spec, 'metrics')).map((metric, index) => {
    const type = textOf(metric.type);
    const field = type.charAt(0).toLowerCase() + type.slice(1);
    const source = fieldsOf(metric[field]);
    const current = fieldsOf(at(now[index]?.[field], 'current'));
    return { key: String(index), what: metricWords(type, source), current: level(current) || '<unknown>', target: level(fieldsOf(source.target)) };
  });
}

function metricWords(type: string, source: Fields): string {
  const name = textOf(source.name) || textOf(at(source.metric, 'name'));
  const selector = selectorText(at(source.metric, 'selector'));
  const described = fieldsOf(source.describedObject);
  const on =
    type === 'Object' ? ` on ${textOf(described.kind)}/${textOf(described.name)}` : type === 'ContainerResource' ? ` of ${textOf(source.container)}` : '';
  return `${type} ${name}${on}${selector ? ` (${selector})` : ''}`;
}

/** `50% (25m)`. */
function level({ averageUtilization, averageValue, value }: Fields): string {
  const plain = textOf(averageValue) || textOf(value);
  if (averageUtilization === undefined) return plain;
  return `${textOf(averageUtilization)}%${plain ? ` (${plain})` : ''}`;
}
