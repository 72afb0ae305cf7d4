import { clock, humanDuration, type Problem as ProblemData, problemOf, t } from '@fresnel/sdk';
import { Button, Icon, Popup, Problem, StatusIcon } from '@fresnel/ui';
import { useState } from 'react';
import styles from './MeMenu.module.css';
import { type Me, signOut, useSession } from './session';

/** Who is signed in, until when, which clusters took the token, and the way out. */
export function MeMenu() {
  const session = useSession();
  if (session.state !== 'in') return undefined;
  return (
    <span className={styles.me}>
      <Popup label={t('me')} title={<Icon name="user" />} bare name={t('me.of', { name: session.me.name })} alignEnd>
        {() => <AboutMe me={session.me} />}
      </Popup>
    </span>
  );
}

function AboutMe({ me }: { readonly me: Me }) {
  const [problem, setProblem] = useState<ProblemData>();
  const groups = me.groups ?? [];
  const clusters = me.clusters ?? [];
  return (
    <div className={styles.box}>
      <p className={styles.name}>{me.name}</p>
      <p>{me.local ? t('me.local') : me.door === 'bearer' ? t('me.bearer') : t('me.token')}</p>
      {groups.length > 0 && <p className={styles.small}>{t('me.groups', { groups: groups.join(', ') })}</p>}
      {me.expires !== undefined && <Expiry at={me.expires} />}
      {clusters.length > 0 && (
        <ul className={styles.clusters} aria-label={t('me.clusters')}>
          {clusters.map((cluster) => (
            <li key={cluster.id}>
              <StatusIcon health={cluster.state === 'accepted' ? 'ok' : 'warning'} />
              {cluster.state === 'accepted'
                ? t('me.accepted', { cluster: cluster.id, name: cluster.name ?? me.name })
                : t('me.refused', { cluster: cluster.id })}
            </li>
          ))}
        </ul>
      )}
      {problem && <Problem tried={t('me.outFailed')} problem={problem} />}
      {(me.local !== true || me.expires !== undefined) && (
        <Button onPress={() => void signOut().catch((cause: unknown) => setProblem(problemOf(cause)))}>{t('me.out')}</Button>
      )}
    </div>
  );
}

function Expiry({ at }: { readonly at: number }) {
  return <p className={styles.small}>{t('me.expires', { time: clock(at), left: humanDuration(Math.max(0, at - Date.now())) })}</p>;
}
