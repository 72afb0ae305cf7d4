import type { ReactNode } from 'react';
import { useEffect } from 'react';
import styles from './Page.module.css';

export interface PageProps {
  readonly title: string;
  /** where this is: links that lead up */
  readonly crumbs?: ReactNode;
  /** beside the title: a count in words, a status, a live mark */
  readonly beside?: ReactNode;
  /** at the end of the head: at most one primary button */
  readonly actions?: ReactNode;
  /** under the head: facts, filters, tabs */
  readonly under?: ReactNode;
  /** the content brings its own scrolling, e.g. a LiveTable */
  readonly fill?: boolean;
  /** the title names an object */
  readonly object?: boolean;
  readonly children: ReactNode;
}

/** The head of a page and what it shows. The browser's title follows. */
export function Page({ title, crumbs, beside, actions, under, fill, object, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Fresnel`;
  }, [title]);
  return (
    <div className={styles.page}>
      {crumbs && <div className={styles.crumbs}>{crumbs}</div>}
      <header className={styles.head}>
        <h1 className={object ? styles.name : undefined}>{title}</h1>
        {beside && <div className={styles.beside}>{beside}</div>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {under}
      <div className={fill ? styles.fill : styles.scroll}>{children}</div>
    </div>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** Part of a page, divided from the others by a line. */
export function Section({ title, beside, end, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {beside && <span className={styles.sub}>{beside}</span>}
        {end && <span className={styles.end}>{end}</span>}
      </header>
      {children}
    </section>
  );
}

export interface ColumnsProps {
  readonly children: ReactNode;
  readonly side: ReactNode;
}

/** A page's main part with facts beside it; under each other on a narrow screen. */
export function Columns({ children, side }: ColumnsProps) {
  return (
    <div className={styles.columns}>
      <div>{children}</div>
      <aside>{side}</aside>
    </div>
  );
}

export interface FactsProps {
  readonly items: readonly { readonly name: string; readonly value: ReactNode }[];
  /** in one line under a page's head, else as a list */
  readonly inline?: boolean;
}

/** Names and values. What is absent is said in words by the caller. */
export function Facts({ items, inline }: FactsProps) {
  return (
    <dl className={inline ? styles.inline : styles.facts}>
      {items.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
