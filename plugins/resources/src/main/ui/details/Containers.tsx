import { type KubeObject, number, t } from '@fresnel/sdk';
import { MicroBar, Section, Status, Table, type TableColumn } from '@fresnel/ui';
import { type Container, containersOf } from './containers';
import styles from './details.module.css';
import { type ContainerUsage, useContainerUsage } from './pod/usage';
import { amountOf, bytes, cores } from './quantities';

export function Containers({ object }: { readonly object: KubeObject }) {
  const containers = containersOf(object);
  const usage = useContainerUsage();
  if (containers.length === 0) return undefined;
  const running = containers.some((one) => one.state !== undefined);
  return (
    <Section title={t('section.containers')} beside={usage.size > 0 ? t('container.noteUsed') : t('container.note')}>
      <Table label={t('section.containers')} columns={columns(running, usage)} rows={containers} keyOf={(one) => `${one.role} ${one.name}`} />
    </Section>
  );
}

function columns(running: boolean, usage: ReadonlyMap<string, ContainerUsage>): readonly TableColumn<Container>[] {
  const state: readonly TableColumn<Container>[] = [
    {
      id: 'state',
      title: t('container.state'),
      cell: (one) => one.state && <Status health={one.state.health} word={one.state.word ?? t('container.notCreated')} more={one.state.more} />,
    },
    { id: 'restarts', title: t('container.restarts'), end: true, cell: (one) => number(one.restarts) },
  ];
  return [
    { id: 'name', title: t('container.name'), cell: (one) => <Name container={one} /> },
    {
      id: 'image',
      title: t('container.image'),
      grows: true,
      cell: (one) => (
        <code className={`${styles.second} ${styles.image}`} title={one.image}>
          <bdi dir="ltr">{one.image}</bdi>
        </code>
      ),
    },
    ...(running ? state : []),
    { id: 'cpu', title: t('container.cpu'), cell: (one) => <Used words={one.cpu} used={usage.get(one.name)?.cpu} say={cores} /> },
    { id: 'memory', title: t('container.memory'), cell: (one) => <Used words={one.memory} used={usage.get(one.name)?.memory} say={bytes} /> },
    { id: 'probes', title: t('container.probes'), minor: true, cell: (one) => one.probes.map(probeWord).join(', ') || t('fact.none') },
    { id: 'ports', title: t('container.ports'), minor: true, cell: (one) => one.ports || t('fact.none') },
  ];
}

interface UsedProps {
  /** `500m / 1` */
  readonly words: string;
  readonly used: number | undefined;
  readonly say: (value: number) => string;
}

/** Use against request and limit, where it is measured. */
function Used({ words, used, say }: UsedProps) {
  if (used === undefined) return words;
  const [request, limit] = words.split(' / ').map((word) => amountOf(word));
  return (
    <span className={styles.meter}>
      {say(used)} <MicroBar used={used} request={request} limit={limit} /> <small className={styles.third}>{words}</small>
    </span>
  );
}

function Name({ container }: { readonly container: Container }) {
  const role = container.role === 'init' ? t('container.init') : container.role === 'ephemeral' ? t('container.ephemeral') : '';
  return (
    <>
      {container.name} {role && <small className={styles.third}>{role}</small>}
    </>
  );
}

function probeWord(probe: Container['probes'][number]): string {
  if (probe === 'ready') return t('probe.ready');
  return probe === 'live' ? t('probe.live') : t('probe.startup');
}
