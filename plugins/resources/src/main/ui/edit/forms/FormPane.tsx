import { type KubeObject, t } from '@fresnel/sdk';
import { IconButton } from '@fresnel/ui';
import styles from '../edit.module.css';
import type { Path } from '../model/path';
import { type Data, isData, valueAt } from '../model/tree';
import { EnvForm, ImageForm, ReplicasForm, ResourcesForm } from './containerForms';
import { KeysForm } from './KeysForm';
import { PairsForm } from './PairsForm';

export type FormId = 'image' | 'replicas' | 'resources' | 'env' | 'labels' | 'annotations' | 'keys';

export interface FormProps {
  readonly object: Data;
  readonly setField: (path: Path, value: unknown) => void;
}

const POD_SPECS: Readonly<Record<string, Path>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Where a kind keeps its containers; undefined when it has none. */
export function podSpecPath(object: Data): Path | undefined {
  const path = POD_SPECS[String(object.kind)] ?? ['spec', 'template', 'spec'];
  return Array.isArray(valueAt(object, [...path, 'containers'])) ? path : undefined;
}

/** The common edits that this object has, in their words. */
export function formsOf(object: KubeObject | Data): readonly { readonly id: FormId; readonly title: string }[] {
  const whole = object as Data;
  const containers = podSpecPath(whole) !== undefined;
  const replicas = isData(whole.spec) && (typeof whole.spec.replicas === 'number' || /^(Deployment|StatefulSet|ReplicaSet)$/.test(String(whole.kind)));
  return [
    ...(containers ? [{ id: 'image' as const, title: t('form.image') }] : []),
    ...(replicas ? [{ id: 'replicas' as const, title: t('form.replicas') }] : []),
    ...(containers
      ? [
          { id: 'resources' as const, title: t('form.resources') },
          { id: 'env' as const, title: t('form.env') },
        ]
      : []),
    ...(whole.kind === 'Secret' || whole.kind === 'ConfigMap' ? [{ id: 'keys' as const, title: t('form.keys') }] : []),
    { id: 'labels', title: t('form.labels') },
    { id: 'annotations', title: t('form.annotations') },
  ];
}

export interface FormPaneProps extends FormProps {
  readonly id: FormId;
  /** of a Secret: its keys and how long their values are */
  readonly keys: unknown;
  readonly onClose: () => void;
}

/** A form for one of the common edits; what it changes stands in the text at once. */
export function FormPane({ id, onClose, ...props }: FormPaneProps) {
  const title = formsOf(props.object).find((one) => one.id === id)?.title ?? '';
  return (
    <section className={styles.pane} aria-label={title}>
      <div className={styles.part}>
        <h3>
          {title} <IconButton small icon="close" label={t('form.close')} onPress={onClose} />
        </h3>
      </div>
      <div className={styles.form}>
        {id === 'image' && <ImageForm {...props} />}
        {id === 'replicas' && <ReplicasForm {...props} />}
        {id === 'resources' && <ResourcesForm {...props} />}
        {id === 'env' && <EnvForm {...props} />}
        {id === 'labels' && <PairsForm {...props} path={['metadata', 'labels']} />}
        {id === 'annotations' && <PairsForm {...props} path={['metadata', 'annotations']} />}
        {id === 'keys' && <KeysForm {...props} />}
      </div>
    </section>
  );
}
