import { t } from '@fresnel/sdk';
import { Section, Table } from '@fresnel/ui';
import { podSpec } from '../containers';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { type Fields, fieldsOf, listOf, textOf } from '../fields';
import { FieldTree } from '../generic/FieldTree';
import { volumeSource, volumeType } from './words';

/** What is mounted, and where it comes from; claims of a StatefulSet too. */
export function Volumes() {
  const { object } = useSubject();
  const volumes = listOf(podSpec(object)?.spec.volumes);
  if (volumes.length === 0) return undefined;
  return (
    <Section title={t('section.volumes')} beside={String(volumes.length)}>
      <Table
        label={t('section.volumes')}
        rows={volumes}
        keyOf={(one) => textOf(one.name)}
        wraps
        columns={[
          { id: 'name', title: t('volume.name'), cell: (one) => textOf(one.name) },
          { id: 'type', title: t('volume.type'), cell: (one) => volumeType(volumeSource(one)[0]) },
          { id: 'source', title: t('volume.source'), grows: true, cell: (one) => <Source volume={one} /> },
        ]}
      />
    </Section>
  );
}

/** What describe says of these although the object leaves it out. */
const UNSAID: Readonly<Record<string, Fields>> = {
  secret: { optional: false },
  configMap: { optional: false },
  persistentVolumeClaim: { readOnly: false },
  emptyDir: { medium: '', sizeLimit: '<unset>' },
};

/** A part of a projected volume. */
function withUnsaid(part: Fields): Fields {
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, { ...UNSAID[name], ...fieldsOf(value) }]));
}

function Source({ volume }: { readonly volume: Fields }) {
  const [type, source] = volumeSource(volume);
  const value = { ...UNSAID[type], ...source, ...(Array.isArray(source.sources) ? { sources: listOf(source.sources).map(withUnsaid) } : {}) };
  return Object.keys(value).length === 0 ? <span className={styles.third}>{t('fact.none')}</span> : <FieldTree value={value} depth={1} field={type} />;
}
