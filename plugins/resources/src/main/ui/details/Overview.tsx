import { type KubeObject, moment, type ObjectRef, t, titleOf, useSections } from '@fresnel/sdk';
import { Columns, Contributed, Facts, Labels, Section } from '@fresnel/ui';
import { useMemo } from 'react';
import { Annotations } from './Annotations';
import { Conditions } from './Conditions';
import { Containers } from './Containers';
import { DataKeys } from './DataKeys';
import styles from './details.module.css';
import { type Events, EventsSection } from './Events';
import { Placement } from './Placement';

export interface OverviewProps {
  readonly of: ObjectRef;
  readonly object: KubeObject;
  readonly events: Events;
}

export function Overview({ of, object, events }: OverviewProps) {
  const sections = useSections(of.resource);
  const props = useMemo(() => ({ of, object }), [of, object]);
  return (
    <div className={styles.scroll}>
      <Columns
        side={
          <>
            <Placement of={of} object={object} />
            <About object={object} />
            <LabelsSection object={object} />
            <Annotations object={object} />
          </>
        }
      >
        <Conditions object={object} />
        <DataKeys object={object} />
        <Containers object={object} />
        <EventsSection of={of} events={events} />
        {sections.map((section) => (
          <Section key={section.id} title={titleOf(section)}>
            <Contributed of={section} props={props} />
          </Section>
        ))}
      </Columns>
    </div>
  );
}

function About({ object }: { readonly object: KubeObject }) {
  const { uid, creationTimestamp } = object.metadata;
  return (
    <Section title={t('section.identity')}>
      <Facts
        items={[
          { name: t('fact.version'), value: object.apiVersion ?? t('fact.none') },
          { name: t('fact.created'), value: creationTimestamp ? moment(Date.parse(creationTimestamp)) : t('fact.none') },
          { name: t('fact.uid'), value: <code>{uid ?? t('fact.none')}</code> },
        ]}
      />
    </Section>
  );
}

function LabelsSection({ object }: { readonly object: KubeObject }) {
  const labels = object.metadata.labels ?? {};
  const count = Object.keys(labels).length;
  return (
    <Section title={t('section.labels')} beside={count === 0 ? t('fact.none') : String(count)}>
      {count > 0 && <Labels labels={labels} />}
    </Section>
  );
}
