import { type Kind, pageOfStar, type Star, t, toggleStar, useClusters, useKinds, useSettings } from '@fresnel/sdk';
import { useRecent } from '@fresnel/sdk/host';
import { Age, IconButton, Link, Section } from '@fresnel/ui';
import { useMemo } from 'react';
import styles from './home.module.css';
import { useLooked } from './looked';

const MOST = 8;

/** What is starred, saved and was looked at last. */
export function Hand() {
  const { starred, views } = useSettings();
  const recent = useRecent();
  const all = useClusters();
  const looked = useLooked();
  const clusters = useMemo(() => looked.slice(0, 1), [looked]);
  const { kinds } = useKinds(clusters);
  const home = clusters.length > 0 ? clusters : (all ?? []).slice(0, 1).map((one) => one.id);
  const nameOf = (id: string | undefined) => all?.find((one) => one.id === id)?.name ?? id;
  if (starred.length + views.length + recent.length === 0) return undefined;
  return (
    <div className={styles.hand}>
      {starred.length > 0 && (
        <Section title={t('home.starred')}>
          <ul className={styles.list}>
            {starred.map((star) => (
              <li key={JSON.stringify(star)}>
                <IconButton small icon="starred" label={t('home.unstar', { name: star.name ?? star.resource })} onPress={() => toggleStar(star)} />
                <Link to={pageOfStar(star, home)}>{star.name ?? wordOf(star, kinds)}</Link>
                <small>{placeOf(star, kinds, nameOf)}</small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {views.length > 0 && (
        <Section title={t('home.views')}>
          <ul className={styles.list}>
            {views.map((view) => (
              <li key={view.name}>
                <Link to={view.to}>{view.name}</Link>
                <small>{decodeURIComponent(view.to.split('?')[0]!.split('/').slice(2).join(' · '))}</small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {recent.length > 0 && (
        <Section title={t('home.recent')}>
          <ul className={styles.list}>
            {recent.slice(0, MOST).map((one) => (
              <li key={JSON.stringify([one.cluster, one.resource, one.namespace, one.name])}>
                <Link to={pageOfStar(one, home)}>{one.name ?? wordOf(one, kinds)}</Link>
                <small>{placeOf(one, kinds, nameOf)}</small>
                <span className={styles.age}>
                  <Age since={one.at} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function wordOf(star: Star, kinds: readonly Kind[] | undefined): string {
  return kinds?.find((kind) => kind.resource === star.resource)?.kind ?? star.resource;
}

function placeOf(star: Star, kinds: readonly Kind[] | undefined, nameOf: (id: string | undefined) => string | undefined): string {
  return [star.name === undefined ? undefined : wordOf(star, kinds), star.namespace, nameOf(star.cluster)].filter(Boolean).join(' · ');
}
