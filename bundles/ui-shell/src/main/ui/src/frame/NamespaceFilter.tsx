import { number, showNamespaces, t, useCounts, useRows, useRowsSnapshot, useScope } from '@fresnel/sdk';
import { Button, Popup, TextInput } from '@fresnel/ui';
import { useEffect, useState } from 'react';
import styles from './Chooser.module.css';

const NAMESPACES = ['namespaces'];
const NONE: readonly string[] = [];
const MOST = 240;

/** Which namespaces the page shows; none chosen means all. */
export function NamespaceFilter({ inDrawer }: { readonly inDrawer?: boolean }) {
  const { clusters, namespaces } = useScope();
  const count = useCounts(clusters, NAMESPACES).namespaces;
  if (clusters.length === 0) return undefined;
  const total = count && 'total' in count ? number(count.total) : '';
  const title =
    namespaces.length === 0 ? (
      <>
        {t('namespaces.all')} <span className={styles.dim}>{total}</span>
      </>
    ) : namespaces.length === 1 ? (
      <span className={styles.cut}>{namespaces[0]}</span>
    ) : (
      <>
        {t('namespaces.some', { count: namespaces.length })} {total && <span className={styles.dim}>{t('namespaces.of', { total })}</span>}
      </>
    );
  return (
    <span className={inDrawer ? styles.inDrawer : styles.namespaces}>
      <Popup label={t('namespaces')} title={title}>
        {() => <NamespaceList chosen={namespaces} />}
      </Popup>
    </span>
  );
}

function NamespaceList({ chosen }: { readonly chosen: readonly string[] }) {
  const [text, setText] = useState('');
  const source = useRows({ resource: 'namespaces', namespaces: NONE, sort: 'name', ...(text === '' ? {} : { filter: { text } }) });
  const snapshot = useRowsSnapshot(source);
  useEffect(() => source.show(0, MOST), [source]);
  const names = [...new Set([...chosen.filter((name) => name.includes(text)), ...snapshot.rows.map((row) => row.n)])];
  const toggle = (name: string) => showNamespaces(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name].sort());
  const age = Object.values(snapshot.ages).find((one) => one.state === 'forbidden');
  return (
    <>
      <TextInput
        label={t('namespaces.find')}
        placeholder={t('namespaces.find')}
        icon="search"
        value={text}
        onChange={setText}
        every={100}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && text !== '') toggle(text);
        }}
      />
      {age && <p className={styles.note}>{t('namespaces.forbidden')}</p>}
      <ul className={styles.list}>
        {names.map((name) => (
          <li key={name}>
            <label>
              <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
              <span className={styles.cut}>{name}</span>
            </label>
          </li>
        ))}
        {snapshot.loaded && names.length === 0 && <li className={styles.note}>{t('namespaces.none', { text })}</li>}
      </ul>
      <div className={styles.foot}>
        <Button kind="link" onPress={() => showNamespaces([])}>
          {t('namespaces.showAll')}
        </Button>
      </div>
    </>
  );
}
