import { type Contribution, Slot, t } from '@fresnel/sdk';
import { Button } from '../basic/Button';
import styles from './Contributed.module.css';
import { CopyButton, Skeleton } from './Sentence';

export interface ContributedProps {
  readonly of: Contribution<{ readonly module: string }>;
  readonly props?: Readonly<Record<string, unknown>>;
}

const NONE = {};

/** What a plugin added, in its own rectangle: if it fails, the rectangle says whose it is, and the rest of the page stays. */
export function Contributed({ of, props = NONE }: ContributedProps) {
  return (
    <Slot
      of={of}
      props={props}
      loading={<Skeleton label={t('contributed.loading', { plugin: of.pluginTitle })} />}
      failed={({ pluginTitle, version, problem }, retry) => (
        <div className={styles.failed} role="alert">
          <p>{t('contributed.failed', { plugin: pluginTitle, version, detail: problem.detail })}</p>
          <div>
            <Button kind="link" onPress={retry}>
              {t('contributed.reload')}
            </Button>
            <CopyButton text={`${pluginTitle} ${version}: ${problem.detail}`} />
          </div>
        </div>
      )}
    />
  );
}
