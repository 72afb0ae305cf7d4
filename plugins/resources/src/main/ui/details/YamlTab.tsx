import { isReadOnly, type Kind, type KubeObject, type ObjectRef, t, useKinds, useMay } from '@fresnel/sdk';
import { CodeEditor, CopyButton, Notice, Skeleton, Switch, YamlView, yamlText } from '@fresnel/ui';
import { lazy, Suspense, useMemo, useState } from 'react';
import styles from './details.module.css';

export interface YamlTabProps {
  readonly of: ObjectRef;
  readonly object: KubeObject;
  /** it was deleted; what was typed stays */
  readonly gone?: boolean;
}

/** The object as a text: to be changed by who may, else to be read, with the right that is missing. */
export function YamlTab({ of, object, gone = false }: YamlTabProps) {
  const clusters = useMemo(() => [of.cluster], [of.cluster]);
  const namespaces = useMemo(() => (of.namespace === undefined ? [] : [of.namespace]), [of.namespace]);
  const kind = useKinds(clusters).kinds?.find((one) => one.resource === of.resource);
  const right = `can:patch:${of.resource}`;
  const may = useMay([right], clusters, namespaces)('patch', of.resource);
  const [reading, setReading] = useState(false);
  const editable = kind?.verbs.includes('patch') && may === true;
  if (kind !== undefined && editable && !reading) return <Editable of={of} kind={kind} object={object} gone={gone} onRead={() => setReading(true)} />;
  return (
    <>
      {kind !== undefined && !kind.verbs.includes('patch') && <Notice>{t('edit.kindFixed', { kind: kind.kind })}</Notice>}
      {may === false && (
        <Notice>{isReadOnly() ? t('edit.readOnly') : t('edit.forbidden', { resource: of.resource, place: of.namespace ?? of.cluster })}</Notice>
      )}
      <ReadOnly of={of} object={object} {...(editable ? { onEdit: () => setReading(false) } : {})} />
    </>
  );
}

const EditView = lazy(() => import('../edit/EditView').then((module) => ({ default: module.EditView })));

function Editable({ of, kind, object, gone, onRead }: YamlTabProps & { readonly kind: Kind; readonly onRead: () => void }) {
  return (
    <Suspense fallback={<Skeleton label={t('yaml.label', { name: of.name })} />}>
      <EditView key={`${of.cluster}/${of.resource}/${of.namespace}/${of.name}`} of={of} kind={kind} object={object} gone={gone ?? false} onRead={onRead} />
    </Suspense>
  );
}

/** Above this many characters an editor draws less than a page of lines would. */
const LONG = 200_000;

/** The object as the server keeps it; what field managers wrote about themselves is left away until asked for. */
function ReadOnly({ of, object, onEdit }: YamlTabProps & { readonly onEdit?: () => void }) {
  const [managed, setManaged] = useState(false);
  const shown = useMemo(() => {
    const { managedFields, ...metadata } = object.metadata;
    return managed || managedFields === undefined ? object : { ...object, metadata };
  }, [object, managed]);
  const text = useMemo(() => yamlText(shown), [shown]);
  return (
    <div className={styles.yaml}>
      <div className={styles.tools}>
        {onEdit && <Switch label={t('edit.whole')} on onChange={onEdit} />}
        <Switch label={t('yaml.managed')} on={managed} onChange={setManaged} />
        <CopyButton text={text} />
      </div>
      {text.length > LONG ? (
        <CodeEditor label={t('yaml.label', { name: of.name })} value={text} readOnly />
      ) : (
        <YamlView label={t('yaml.label', { name: of.name })} value={shown} />
      )}
    </div>
  );
}
