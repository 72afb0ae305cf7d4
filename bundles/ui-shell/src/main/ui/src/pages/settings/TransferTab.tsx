import { type Problem as ProblemOf, problemOf, type Settings, t } from '@fresnel/sdk';
import { chosenSettings, keeping, putDefaults, replaceSettings, useStore } from '@fresnel/sdk/host';
import { Button, Problem, Section } from '@fresnel/ui';
import { useRef, useState } from 'react';
import styles from './settings.module.css';
import { exported, imported, type Outcome } from './transfer';

const LARGEST = 1 << 20;

/** Settings as a file, those of an admin for everybody, and the way back to them. */
export function TransferTab() {
  return (
    <>
      <File />
      <Defaults />
    </>
  );
}

function File() {
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Outcome>();
  const [problem, setProblem] = useState<ProblemOf>();
  const run = (act: () => Promise<Outcome | undefined>) => {
    setProblem(undefined);
    setOutcome(undefined);
    act().then(setOutcome, (cause: unknown) => setProblem(problemOf(cause)));
  };
  const save = async () => {
    const text = await exported();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'fresnel-settings.json';
    link.click();
    URL.revokeObjectURL(link.href);
    return undefined;
  };
  const take = (file: File | undefined) => {
    if (file !== undefined) run(async () => imported(file.size > LARGEST ? '' : await file.text()));
  };
  return (
    <Section title={t('settings.transfer')}>
      <p className={styles.facts}>{t('transfer.what')}</p>
      <div className={styles.row}>
        <Button icon="download" onPress={() => run(save)}>
          {t('transfer.export')}
        </Button>
        <Button icon="upload" onPress={() => input.current?.click()}>
          {t('transfer.import')}
        </Button>
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={t('transfer.import')}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      <div role="status">
        {outcome && <p>{t('transfer.taken', { count: outcome.taken.length, names: outcome.taken.join(', ') })}</p>}
        {outcome && outcome.refused.length > 0 && (
          <ul className={styles.fault}>
            {outcome.refused.map(({ name, why }) => (
              <li key={name}>{t('transfer.refused', { name, why: why === '' ? t('transfer.unfit') : why })}</li>
            ))}
          </ul>
        )}
      </div>
      {problem &&
        (problem.code === 'SETTINGS_FILE' ? (
          <p className={styles.fault}>{t('transfer.noFile')}</p>
        ) : (
          <Problem tried={t('transfer.failed')} problem={problem} />
        ))}
    </Section>
  );
}

/** What may be made usual for everybody: not what somebody starred, nor how their navigation is folded. */
const SHARED: readonly (keyof Settings)[] = ['theme', 'contrast', 'language', 'locale', 'zone', 'hours', 'density', 'clusters', 'namespaces', 'views'];

function Defaults() {
  const { mayDefault, defaults, where } = useStore(keeping);
  const [state, setState] = useState<'idle' | 'saved'>('idle');
  const [problem, setProblem] = useState<ProblemOf>();
  const put = (values: Partial<Settings>) => {
    setProblem(undefined);
    putDefaults(values).then(
      () => setState('saved'),
      (cause: unknown) => setProblem(problemOf(cause)),
    );
  };
  const mine = Object.fromEntries(Object.entries(chosenSettings()).filter(([name]) => SHARED.includes(name as keyof Settings)));
  const set = Object.keys(defaults).length;
  return (
    <Section title={t('defaults.title')} beside={set === 0 ? t('defaults.none') : t('defaults.some', { count: set })}>
      <div className={styles.row}>
        <Button onPress={() => replaceSettings({})}>{t('defaults.back')}</Button>
        {mayDefault && (
          <Button onPress={() => put({ ...defaults, ...mine })} lockedBecause={Object.keys(mine).length === 0 ? t('defaults.nothing') : undefined}>
            {t('defaults.put')}
          </Button>
        )}
        {mayDefault && set > 0 && (
          <Button kind="link" onPress={() => put({})}>
            {t('defaults.clear')}
          </Button>
        )}
        <span role="status">{state === 'saved' && t('form.saved')}</span>
      </div>
      {where === 'browser' && <p className={styles.help}>{t('defaults.offline')}</p>}
      {problem && <Problem tried={t('form.failed')} problem={problem} />}
    </Section>
  );
}
