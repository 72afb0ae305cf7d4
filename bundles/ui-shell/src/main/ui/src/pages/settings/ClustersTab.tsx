import { type Cluster, type ClusterMark, changeSettings, t, useClusters, useSettings } from '@fresnel/sdk';
import { EmptyState, Section, Skeleton, Switch, Table, type TableColumn } from '@fresnel/ui';
import { useState } from 'react';
import { ClusterSign, COLORS, ICONS } from '../../frame/ClusterSign';
import { Choice } from './Choice';
import styles from './settings.module.css';

/** How clusters are told apart: name, colour, icon, production or not, hidden; and the namespaces that one opens with. */
export function ClustersTab() {
  const clusters = useClusters();
  if (clusters === undefined) return <Skeleton label={t('home.loading')} />;
  if (clusters.length === 0) return <EmptyState text={t('home.empty')} />;
  return (
    <Section title={t('settings.marks')} beside={t('settings.marksNote')}>
      <Table label={t('settings.marks')} columns={columns()} rows={clusters} keyOf={(cluster) => cluster.id} />
    </Section>
  );
}

function columns(): readonly TableColumn<Cluster>[] {
  return [
    { id: 'id', title: t('home.name'), cell: (cluster) => <Sign cluster={cluster} /> },
    { id: 'name', title: t('mark.name'), cell: (cluster) => <Name cluster={cluster} /> },
    { id: 'color', title: t('mark.color'), cell: (cluster) => <Color cluster={cluster} /> },
    { id: 'icon', title: t('mark.icon'), cell: (cluster) => <Picture cluster={cluster} /> },
    {
      id: 'production',
      title: t('mark.production'),
      cell: (cluster) => <Flag cluster={cluster} flag="production" label={t('mark.productionOf', { name: cluster.name })} />,
    },
    { id: 'hidden', title: t('mark.hidden'), cell: (cluster) => <Flag cluster={cluster} flag="hidden" label={t('mark.hiddenOf', { name: cluster.name })} /> },
    { id: 'namespaces', title: t('mark.namespaces'), grows: true, cell: (cluster) => <Namespaces cluster={cluster} /> },
  ];
}

interface OfCluster {
  readonly cluster: Cluster;
}

/** Changes a mark; what says nothing is left out. */
export function mark(
  cluster: Cluster,
  change: Partial<Record<keyof ClusterMark, string | boolean | undefined>>,
  all: Readonly<Record<string, ClusterMark>>,
): void {
  const next = Object.fromEntries(
    Object.entries({ ...all[cluster.id], ...change }).filter(([, value]) => value !== undefined && value !== '' && value !== false),
  );
  const { [cluster.id]: _, ...others } = all;
  changeSettings({ clusters: Object.keys(next).length === 0 ? others : { ...others, [cluster.id]: next as ClusterMark } });
}

function Sign({ cluster }: OfCluster) {
  return (
    <span className={styles.sign}>
      <ClusterSign mark={cluster.mark} />
      <code>{cluster.id}</code>
    </span>
  );
}

function Name({ cluster }: OfCluster) {
  const { clusters } = useSettings();
  return (
    <Text
      label={t('mark.nameOf', { name: cluster.id })}
      placeholder={cluster.context ?? cluster.id}
      value={clusters[cluster.id]?.name ?? ''}
      onDone={(name) => mark(cluster, { name }, clusters)}
    />
  );
}

function Color({ cluster }: OfCluster) {
  const { clusters } = useSettings();
  const names = { c1: t('color.blue'), c2: t('color.brown'), c3: t('color.green'), c4: t('color.violet'), c5: t('color.ochre'), c6: t('color.wine') };
  const options = [{ id: '', title: t('mark.none') }, ...COLORS.map((id) => ({ id, title: names[id] }))];
  return (
    <Choice
      bare
      label={t('mark.colorOf', { name: cluster.name })}
      value={cluster.mark?.color ?? ''}
      options={options}
      onChange={(color) => mark(cluster, { color }, clusters)}
    />
  );
}

function Picture({ cluster }: OfCluster) {
  const { clusters } = useSettings();
  const names = {
    home: t('icon.home'),
    star: t('icon.star'),
    lock: t('icon.lock'),
    map: t('icon.map'),
    plugins: t('icon.plugins'),
    terminal: t('icon.terminal'),
    sun: t('icon.sun'),
    moon: t('icon.moon'),
  };
  const options = [{ id: '', title: t('mark.none') }, ...ICONS.map((id) => ({ id, title: names[id] }))];
  return (
    <Choice
      bare
      label={t('mark.iconOf', { name: cluster.name })}
      value={cluster.mark?.icon ?? ''}
      options={options}
      onChange={(icon) => mark(cluster, { icon }, clusters)}
    />
  );
}

function Flag({ cluster, flag, label }: OfCluster & { readonly flag: 'production' | 'hidden'; readonly label: string }) {
  const { clusters } = useSettings();
  return (
    <span className={styles.flag}>
      <Switch label={label} on={cluster.mark?.[flag] === true} onChange={(on) => mark(cluster, { [flag]: on }, clusters)} />
    </span>
  );
}

function Namespaces({ cluster }: OfCluster) {
  const { namespaces } = useSettings();
  const done = (text: string) => {
    const list = text.split(/[\s,]+/).filter((one) => /^[a-z0-9-]{1,63}$/.test(one));
    const { [cluster.id]: _, ...others } = namespaces;
    changeSettings({ namespaces: list.length === 0 ? others : { ...others, [cluster.id]: list } });
  };
  return (
    <Text
      label={t('mark.namespacesOf', { name: cluster.name })}
      placeholder={t('namespaces.all')}
      value={(namespaces[cluster.id] ?? []).join(', ')}
      onDone={done}
    />
  );
}

interface TextProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onDone: (value: string) => void;
}

/** Text that counts once somebody leaves it or presses Enter. */
function Text({ label, placeholder, value, onDone }: TextProps) {
  const [text, setText] = useState<string>();
  const done = () => {
    if (text !== undefined && text.trim() !== value) onDone(text.trim());
    setText(undefined);
  };
  return (
    <input
      className={styles.input}
      aria-label={label}
      placeholder={placeholder}
      value={text ?? value}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === 'Enter' && done()}
    />
  );
}
