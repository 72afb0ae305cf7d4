import { t } from '@fresnel/sdk';
import { Section, Switch } from '@fresnel/ui';
import { useState } from 'react';
import { useSubject } from '../context';
import styles from '../details.module.css';
import { type Fields, fieldsOf } from '../fields';
import { FieldTree } from '../generic/FieldTree';
import { isEmpty, without } from '../generic/paths';
import { useSchema } from '../generic/schema';

const EVERYWHERE = ['apiVersion', 'kind', 'metadata', 'dataKeys', 'status.conditions', 'status.observedGeneration'];

/** Everything that no other part of the page shows, with the cluster's own words about the fields as help. */
export function MoreFields({ claimed }: { readonly claimed: readonly string[] }) {
  const { of, object, kinds } = useSubject();
  const [help, setHelp] = useState(false);
  const kind = kinds.find((one) => one.resource === of.resource);
  const version = (object.apiVersion ?? '').split('/').at(-1) ?? '';
  const schema = useSchema(of.cluster, kind, version, help);
  const { spec, status, ...root } = without(object, [...EVERYWHERE, ...claimed]);
  const parts: readonly (readonly [string, string, unknown])[] = [
    ['spec', t('section.spec'), spec],
    ['root', t('section.data'), root],
    ['status', t('section.status'), status],
  ];
  const shown = parts.filter(([, , value]) => !isEmpty(value));
  if (shown.length === 0) return undefined;
  return shown.map(([id, title, value], index) => (
    <Section key={id} title={title} end={index === 0 && <Switch label={t('fields.help')} on={help} onChange={setHelp} />}>
      <div className={help ? styles.helped : undefined}>
        <FieldTree value={fieldsOf(value) as Fields} schema={id === 'root' ? schema : schema?.properties?.[id]} />
      </div>
    </Section>
  ));
}
