import { t } from '@fresnel/sdk';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../basic/Button';
import { CopyButton } from '../domain/Sentence';
import styles from './details.module.css';
import { fieldsOf, stampOf } from './parts';
import type { LogLine, LogLook, LogSourceInfo } from './types';

export interface DetailsProps {
  readonly line: LogLine;
  readonly source: LogSourceInfo | undefined;
  readonly look: LogLook;
  readonly link: string | undefined;
  /** the line as long as it is, where only its beginning is held */
  readonly whole: () => Promise<string> | undefined;
  readonly onLook: (change: Partial<LogLook>) => void;
  readonly onClose: () => void;
}

/** One line whole: where it is from, its fields, and what can be done with them. */
export function Details({ line: held, source, look, link, whole, onLook, onClose }: DetailsProps) {
  const [full, setFull] = useState<LogLine>();
  const line = full?.n === held.n ? full : held;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once for each line
  useEffect(() => {
    let left = false;
    if (held.cut !== undefined) void whole()?.then((text) => !left && setFull({ ...held, x: text.replace(/\n$/, '') }), console.warn);
    return () => {
      left = true;
    };
  }, [held.n]);
  const fields = fieldsOf(line);
  const test = (name: string, sign: string, value: string) => {
    const one = `${name}${sign}${value}`;
    if (!look.fields.includes(one)) onLook({ fields: [...look.fields, one] });
  };
  const column = (name: string) => onLook({ columns: look.columns.includes(name) ? look.columns.filter((one) => one !== name) : [...look.columns, name] });
  return (
    <section className={styles.details} aria-label={t('logs.line')}>
      <header>
        <b>{stampOf(line)}</b>
        {source && <span>{`${source.cluster} / ${source.namespace} / ${source.pod} / ${source.container}`}</span>}
        <CopyButton text={line.x} />
        {link && (
          <Button kind="link" onPress={() => void navigator.clipboard?.writeText(link)}>
            {t('logs.copyLink')}
          </Button>
        )}
        <IconButton small icon="close" label={t('logs.closeLine')} onPress={onClose} />
      </header>
      {fields === undefined ? (
        <pre>{line.x}</pre>
      ) : (
        <table>
          <tbody>
            {Object.entries(fields).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
                <td className={styles.fieldTools}>
                  <button
                    type="button"
                    aria-label={t('logs.only', { field: `${name}=${value}` })}
                    title={t('logs.only', { field: `${name}=${value}` })}
                    onClick={() => test(name, '=', value)}
                  >
                    =
                  </button>
                  <button
                    type="button"
                    aria-label={t('logs.without', { field: `${name}=${value}` })}
                    title={t('logs.without', { field: `${name}=${value}` })}
                    onClick={() => test(name, '!=', value)}
                  >
                    ≠
                  </button>
                  <button
                    type="button"
                    aria-pressed={look.columns.includes(name)}
                    aria-label={t('logs.column', { field: name })}
                    title={t('logs.column', { field: name })}
                    onClick={() => column(name)}
                  >
                    ▥
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
