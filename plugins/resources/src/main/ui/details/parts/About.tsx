import { moment, t } from '@fresnel/sdk';
import { Facts, Section } from '@fresnel/ui';
import { groupOf, ObjectLink, useSubject } from '../context';
import styles from '../details.module.css';
import { listOf, textOf } from '../fields';

/** What it is to the API server. */
export function About() {
  const { object } = useSubject();
  const { uid, creationTimestamp, resourceVersion, generation, generateName, finalizers, deletionGracePeriodSeconds } = object.metadata;
  const owners = listOf(object.metadata.ownerReferences);
  const many = Array.isArray(finalizers) ? finalizers.map(textOf) : [];
  return (
    <Section title={t('section.identity')}>
      <Facts
        items={[
          { name: t('fact.kind'), value: object.kind ?? t('fact.none') },
          { name: t('fact.version'), value: object.apiVersion ?? t('fact.none') },
          { name: t('fact.created'), value: creationTimestamp ? moment(Date.parse(creationTimestamp)) : t('fact.none') },
          { name: t('fact.uid'), value: <code>{uid ?? t('fact.none')}</code> },
          ...(resourceVersion === undefined ? [] : [{ name: t('fact.resourceVersion'), value: textOf(resourceVersion) }]),
          ...(generation === undefined ? [] : [{ name: t('fact.generation'), value: textOf(generation) }]),
          ...(generateName === undefined ? [] : [{ name: t('fact.generateName'), value: textOf(generateName) }]),
          ...(many.length === 0 ? [] : [{ name: t('fact.finalizers'), value: many.join(', ') }]),
          ...(deletionGracePeriodSeconds === undefined ? [] : [{ name: t('fact.grace'), value: `${textOf(deletionGracePeriodSeconds)}s` }]),
          ...owners.map((owner) => ({
            name: t('fact.ownedBy'),
            value: (
              <span className={styles.worded}>
                {textOf(owner.kind)}/<ObjectLink kind={textOf(owner.kind)} group={groupOf(textOf(owner.apiVersion))} name={textOf(owner.name)} />{' '}
                <small>
                  {textOf(owner.apiVersion)} {textOf(owner.uid)}
                  {owner.controller !== undefined && `, ${t('fact.controller')}: ${textOf(owner.controller)}`}
                  {owner.blockOwnerDeletion !== undefined && `, ${t('fact.blocks')}: ${textOf(owner.blockOwnerDeletion)}`}
                </small>
              </span>
            ),
          })),
        ]}
      />
    </Section>
  );
}
