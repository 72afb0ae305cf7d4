import { type Contribution, type KubeObject, type ObjectRef, type SectionItem, t, titleOf, useHolding, useSections } from '@fresnel/sdk';
import { Columns, Contributed, Labels, Section } from '@fresnel/ui';
import { memo, useMemo } from 'react';
import { Annotations } from './Annotations';
import { Conditions } from './Conditions';
import { Containers } from './Containers';
import styles from './details.module.css';
import { type Events, EventsSection } from './Events';
import { claimsOf, specOf, TopFacts } from './kinds';
import { Placement } from './Placement';
import { About } from './parts/About';
import { Diagnosis } from './parts/Diagnosis';
import { MoreFields } from './parts/MoreFields';
import { Owned } from './parts/Owned';
import { ComputedSections, Related } from './parts/Related';
import type { ObjectStatus } from './status';

export interface OverviewProps {
  readonly of: ObjectRef;
  readonly object: KubeObject;
  readonly events: Events;
  readonly status: ObjectStatus | undefined;
}

/**
 * The answer first, its evidence after it, then all that there is to know. Events and status come after the object, one by one: what does
 * not speak of them is not drawn again for that.
 */
export const Overview = memo(function Overview({ of, object, events, status }: OverviewProps) {
  const sections = useHolding(useSections(of.resource));
  const props = useMemo(() => ({ of, object }), [of, object]);
  const spec = specOf(of.resource);
  const side = useMemo(
    () => (
      <>
        <Placement of={of} object={object} />
        {sections.filter(inSide).map((section) => (
          <Part key={section.id} section={section} props={props} />
        ))}
        <Related />
        <LabelsSection object={object} />
        <Annotations object={object} />
        <About />
      </>
    ),
    [of, object, sections, props],
  );
  const first = useMemo(
    () => (
      <>
        {spec.facts && <TopFacts spec={spec} />}
        <Conditions object={object} />
      </>
    ),
    [spec, object],
  );
  const parts = useMemo(
    () => (
      <>
        <Containers object={object} />
        {spec.parts?.map((Section) => (
          <Section key={Section.name} />
        ))}
        {spec.parts === undefined && <MoreFields claimed={claimsOf(spec)} />}
      </>
    ),
    [spec, object],
  );
  const last = useMemo(
    () => (
      <>
        {sections
          .filter((section) => !inSide(section))
          .map((section) => (
            <Part key={section.id} section={section} props={props} />
          ))}
        <Owned />
        <ComputedSections />
        {spec.parts !== undefined && <MoreFields claimed={claimsOf(spec)} />}
      </>
    ),
    [sections, props, spec],
  );
  return (
    <div className={styles.scroll}>
      <Columns side={side}>
        <Diagnosis of={of} object={object} status={status} events={events} />
        {first}
        {of.resource === 'pods' && <EventsSection of={of} events={events} />}
        {parts}
        {of.resource !== 'pods' && of.resource !== 'events' && <EventsSection of={of} events={events} />}
        {last}
      </Columns>
    </div>
  );
});

function inSide(section: Contribution<SectionItem>): boolean {
  return section.item.place === 'side';
}

function Part({ section, props }: { readonly section: Contribution<SectionItem>; readonly props: Readonly<Record<string, unknown>> }) {
  return (
    <Section title={titleOf(section)}>
      <Contributed of={section} props={props} />
    </Section>
  );
}

function LabelsSection({ object }: { readonly object: KubeObject }) {
  const labels = object.metadata.labels ?? {};
  const count = Object.keys(labels).length;
  return (
    <Section title={t('section.labels')} beside={count === 0 ? t('fact.none') : String(count)}>
      {count > 0 && <Labels labels={labels} first={12} />}
    </Section>
  );
}
