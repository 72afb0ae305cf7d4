import { setQuery, t, useLocation, useScope } from '@fresnel/sdk';
import { Button, EmptyState, Page, TextInput } from '@fresnel/ui';
import { useMemo, useState } from 'react';
import { LogsView } from './LogsView';
import styles from './logs.module.css';
import { nameOf, readQuery, wantedOf, writeQuery, writeTargets } from './wanted';

/** Logs on a page of their own: the address says which, and can be shared. */
export function LogsPage() {
  const { query } = useLocation();
  const wanted = useMemo(() => asked(query), [query]);
  const at = useMemo(() => lineOf(query.get('at')), [query]);
  if (wanted.of.length === 0) {
    return (
      <Page title={t('title')} fill>
        <Selection />
      </Page>
    );
  }
  return (
    <Page
      title={t('of', { name: nameOf(wanted.of) })}
      beside={
        <Button kind="link" onPress={() => setQuery({ of: undefined, resource: undefined, name: undefined, at: undefined })}>
          {t('others')}
        </Button>
      }
      fill
    >
      <LogsView wanted={wanted} onWanted={(next) => setQuery({ ...writeQuery(next), at: undefined })} at={at} />
    </Page>
  );
}

/** The query as we write it, or as an action of an object leads here. */
function asked(query: URLSearchParams) {
  const wanted = readQuery(query);
  const [cluster, resource, name, namespace] = ['cluster', 'resource', 'name', 'ns'].map((part) => query.get(part) ?? '');
  if (wanted.of.length > 0 || !cluster || !resource || !name) return wanted;
  return { ...wanted, of: wantedOf([{ cluster, resource, name, ...(namespace ? { namespace } : {}) }]).of };
}

function lineOf(text: string | null) {
  const parts = /^(\d+)\.(\d+)~(.*)$/.exec(text ?? '');
  return parts === null ? undefined : { t: Number(parts[1]), ns: Number(parts[2]), source: parts[3]! };
}

/** Any pods: by label, in the clusters and namespaces that are looked at. */
function Selection() {
  const { clusters, namespaces } = useScope();
  const [labels, setLabels] = useState('');
  if (clusters.length === 0) return <EmptyState text={t('noCluster')} />;
  const show = () => setQuery({ of: writeTargets(clusters.map((cluster) => ({ cluster, namespaces, labels }))) }, {});
  return (
    <>
      <p className={styles.form}>{t('selection', { clusters: clusters.join(', '), namespaces: namespaces.join(', ') || t('allNamespaces') })}</p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <div className={styles.field}>
          <TextInput label={t('labels')} placeholder="app=web,tier in (api,worker)" icon="search" value={labels} onChange={setLabels} />
        </div>
        <Button kind="primary" onPress={show}>
          {t('show')}
        </Button>
      </form>
    </>
  );
}
