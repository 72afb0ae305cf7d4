import { useMemo } from 'react';
import styles from './YamlView.module.css';
import { type Line, yamlLines, yamlText } from './yamlLines';

export interface YamlViewProps {
  readonly label: string;
  readonly value: unknown;
}

/** Lines that are drawn together; the browser skips blocks that are not on screen. */
const BLOCK = 200;

/** An object as YAML, to be read and copied. */
export function YamlView({ label, value }: YamlViewProps) {
  const blocks = useMemo(() => inBlocks(yamlLines(value)), [value]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.view} aria-label={label} tabIndex={0}>
      <pre>
        {blocks.map((lines, block) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are their place
          <code key={block} className={styles.block}>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are their place
              <span key={index} className={styles.line}>
                {line.map((token, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: tokens are their place
                  <span key={place} className={styles[token.kind]}>
                    {token.text}
                  </span>
                ))}
                {'\n'}
              </span>
            ))}
          </code>
        ))}
      </pre>
    </section>
  );
}

function inBlocks(lines: readonly Line[]): readonly (readonly Line[])[] {
  return Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, index) => lines.slice(index * BLOCK, (index + 1) * BLOCK));
}

export { yamlText };
