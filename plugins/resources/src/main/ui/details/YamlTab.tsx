import { type KubeObject, type ObjectRef, t } from '@fresnel/sdk';
import { CopyButton, Switch, YamlView, yamlText } from '@fresnel/ui';
import { useMemo, useState } from 'react';
import styles from './details.module.css';

/** The object as the server keeps it; what field managers wrote about themselves is left away until asked for. */
export function YamlTab({ of, object }: { readonly of: ObjectRef; readonly object: KubeObject }) {
  const [managed, setManaged] = useState(false);
  const shown = useMemo(() => {
    const { managedFields, ...metadata } = object.metadata;
    return managed || managedFields === undefined ? object : { ...object, metadata };
  }, [object, managed]);
  return (
    <div className={styles.yaml}>
      <div className={styles.tools}>
        <Switch label={t('yaml.managed')} on={managed} onChange={setManaged} />
        <CopyButton text={yamlText(shown)} />
      </div>
      <YamlView label={t('yaml.label', { name: of.name })} value={shown} />
    </div>
  );
}
