import { type KubeObject, number, t } from '@fresnel/sdk';
import { Section, Status, Table, type TableColumn } from '@fresnel/ui';
import { type Container, containersOf } from './containers';
import styles from './details.module.css';

export function Containers({ object }: { readonly object: KubeObject }) {
  const containers = containersOf(object);
  if (containers.length === 0) return undefined;
  const running = containers.some((one) => one.state !== undefined);
  return (
    <Section title={t('section.containers')} beside={t('container.note')}>
      <Table label={t('section.containers')} columns={columns(running)} rows={containers} keyOf={(one) => `${one.role} ${one.name}`} />
    </Section>
  );
}

function columns(running: boolean): readonly TableColumn<Container>[] {
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
        <code className={styles.second} title={one.image}>
          {one.image}
        </code>
      ),
    },
    ...(running ? state : []),
    { id: 'cpu', title: t('container.cpu'), cell: (one) => one.cpu },
    { id: 'memory', title: t('container.memory'), cell: (one) => one.memory },
    { id: 'probes', title: t('container.probes'), minor: true, cell: (one) => one.probes.map(probeWord).join(', ') || t('fact.none') },
    { id: 'ports', title: t('container.ports'), minor: true, cell: (one) => one.ports || t('fact.none') },
  ];
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
