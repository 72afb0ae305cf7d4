import { t } from '@fresnel/sdk';
import { Section } from '@fresnel/ui';
import { podSpec } from '../containers';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { fieldsOf, listOf, textOf } from '../fields';
import { FieldTree } from '../generic/FieldTree';
import { nameOf } from '../generic/names';
import { isEmpty } from '../generic/paths';
import { Inline, None, Pairs } from '../generic/Value';
import { FactGrid } from '../parts/FactGrid';
import { selectorText } from '../selectors';
import { tolerationWords } from './words';

const PLAIN = [
  'schedulerName',
  'priorityClassName',
  'priority',
  'preemptionPolicy',
  'runtimeClassName',
  'restartPolicy',
  'terminationGracePeriodSeconds',
  'activeDeadlineSeconds',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'dnsPolicy',
];

/** Which paths of a pod spec this part and its neighbours show. */
export const SCHEDULING = [...PLAIN, 'nodeSelector', 'tolerations', 'affinity', 'topologySpreadConstraints', 'readinessGates', 'schedulingGates'];

/** Where its pods may run, and how they run there. */
export function Scheduling() {
  const { object } = useSubject();
  const found = podSpec(object);
  if (found === undefined) return undefined;
  const { spec, isPod } = found;
  const tolerations = listOf(spec.tolerations).map(tolerationWords);
  const spread = listOf(spec.topologySpreadConstraints).map((one) =>
    [`${textOf(one.topologyKey)}:${textOf(one.whenUnsatisfiable)} when max skew ${textOf(one.maxSkew)} is exceeded`, selectorText(one.labelSelector)]
      .filter(Boolean)
      .join(' for selector '),
  );
  const lines = (all: readonly string[]) => (
    <ul className={styles.lines}>
      {all.map((one) => (
        <li key={one}>
          <code>{one}</code>
        </li>
      ))}
    </ul>
  );
  return (
    <Section title={t('section.scheduling')}>
      <FactGrid
        items={[
          { name: t('placement.selector'), value: <Pairs map={fieldsOf(spec.nodeSelector)} /> },
          { name: t('scheduling.tolerations'), value: tolerations.length > 0 ? lines(tolerations) : <None /> },
          spread.length > 0 && { name: t('scheduling.spread'), value: lines(spread) },
          !isEmpty(spec.readinessGates) && {
            name: nameOf('readinessGates'),
            value: listOf(spec.readinessGates)
              .map((one) => textOf(one.conditionType))
              .join(', '),
          },
          !isEmpty(spec.schedulingGates) && {
            name: nameOf('schedulingGates'),
            value: listOf(spec.schedulingGates)
              .map((one) => textOf(one.name))
              .join(', '),
          },
          !isPod &&
            !isEmpty(spec.serviceAccountName) && { name: t('placement.account'), value: <Inline field="serviceAccountName" value={spec.serviceAccountName} /> },
          ...PLAIN.map((name) => !isEmpty(spec[name]) && { name: nameOf(name), value: <Inline field={name} value={spec[name]} /> }),
        ]}
      />
      {!isEmpty(spec.affinity) && <FieldTree value={{ affinity: spec.affinity }} />}
    </Section>
  );
}
