import type { ReactNode } from 'react';
import styles from './Icon.module.css';

const F = styles.filled;
const K = styles.carved;

/** 16 px, 1.5 px strokes with round ends; status icons are filled. */
const SHAPES = {
  menu: <path d="M2 4h12M2 8h12M2 12h12" />,
  down: <path d="m4 6 4 4 4-4" />,
  wrap: <path d="M2 4h12M2 8h9.5a2.3 2.3 0 0 1 0 4.6H8m1.8-2L8 12.600l1.800 2M2 12.500h3" />,
  braces: <path d="M6 3c-3 0-.5 4-3 5 2.500 1 0 5 3 5m4-10c3 0 .5 4 3 5-2.500 1 0 5-3 5" />,
  up: <path d="m4 10 4-4 4 4" />,
  right: <path d="m6 4 4 4-4 4" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.5 3.5" />
    </>
  ),
  help: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M6.2 6.3c.2-2.3 3.6-2.1 3.6 0 0 1.4-1.8 1.4-1.8 2.9m0 1.9v.1" />
    </>
  ),
  overview: (
    <>
      <path d="M2 13.5a6.5 6.5 0 1 1 12 0M8 10l3-4" />
      <circle className={F} cx="8" cy="10.5" r="1.3" />
    </>
  ),
  plugins: <path d="M6 2.5a1.6 1.6 0 0 1 3.2 0V4H12a1 1 0 0 1 1 1v2.3h-1.2a1.6 1.6 0 0 0 0 3.2H13V13a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h2Z" />,
  settings: (
    <>
      <circle cx="8" cy="8" r="2.2" />
      <path d="M8 1.5v2m0 9v2M1.5 8h2m9 0h2M3.4 3.4l1.4 1.4m6.4 6.4 1.4 1.4m0-9.2-1.4 1.4m-6.4 6.4-1.4 1.4" />
    </>
  ),
  home: <path d="M2 7.5 8 2.5l6 5M3.8 6.5v7h8.4v-7M6.6 13.5v-4h2.8v4" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.2v1.6m0 10.4v1.6M1.2 8h1.6m10.4 0h1.6M3.2 3.2l1.1 1.1m7.4 7.4 1.1 1.1m0-9.6-1.1 1.1m-7.4 7.4-1.1 1.1" />
    </>
  ),
  moon: <path d="M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z" />,
  filter: <path d="M2 3h12L9.500 8.400v4.800l-3-1.600V8.400Z" />,
  columns: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
      <path d="M6 2.5v11m4-11v11" />
    </>
  ),
  list: <path d="M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h5" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  tick: <path d="m3.5 8.5 3 3 6-7" />,
  done: <path d="m3 8.6 3.2 3.2L13 5" />,
  more: (
    <path
      className={F}
      d="M8 4.6A1.3 1.3 0 1 0 8 2a1.3 1.3 0 0 0 0 2.6Zm0 4.7a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6ZM8 14a1.3 1.3 0 1 0 0-2.6A1.3 1.3 0 0 0 8 14Z"
    />
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  paste: (
    <>
      <path d="M5.5 3.5H4A1.5 1.5 0 0 0 2.5 5v7A1.5 1.5 0 0 0 4 13.5h8a1.5 1.5 0 0 0 1.5-1.5V5A1.5 1.5 0 0 0 12 3.5h-1.5" />
      <rect x="5.5" y="2" width="5" height="3" rx="1" />
    </>
  ),
  download: <path d="M8 2.5v7m-3-3 3 3 3-3M2.5 12v1.5h11V12" />,
  upload: <path d="M8 9.5v-7m-3 3 3-3 3 3M2.5 12v1.5h11V12" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minimise: <path d="M3 12h10" />,
  full: <path d="M9.5 2.5h4v4m0-4L9 7M6.5 13.5h-4v-4m0 4L7 9" />,
  small: <path d="M13.5 6.5h-4v-4m0 4 4.5-4.5M2.5 9.5h4v4m0-4L2 14" />,
  split: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
      <path d="M8 2.5v11" />
    </>
  ),
  terminal: (
    <>
      <rect x="1.5" y="2.5" width="13" height="11" rx="1.5" />
      <path d="m4.5 6 2 2-2 2M8.5 10.5h3" />
    </>
  ),
  map: (
    <>
      <circle cx="3.5" cy="8" r="2" />
      <circle cx="12.5" cy="3.8" r="2" />
      <circle cx="12.5" cy="12.2" r="2" />
      <path d="M5.3 7.2 10.7 4.6M5.3 8.8l5.4 2.6" />
    </>
  ),
  edit: <path d="m10.5 3 2.5 2.5-7.5 7.5H3v-2.5Z" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  star: <path d="m8 1.9 1.9 3.9 4.2.6-3.1 3 .8 4.3L8 11.7l-3.8 2 .8-4.3-3.1-3 4.2-.6Z" />,
  starred: <path className={F} d="m8 1.9 1.9 3.9 4.2.6-3.1 3 .8 4.3L8 11.7l-3.8 2 .8-4.3-3.1-3 4.2-.6Z" />,
  bell: <path d="M8 2a4 4 0 0 0-4 4c0 4-1.5 5-1.5 5h11S12 10 12 6a4 4 0 0 0-4-4ZM6.6 13.6a1.6 1.6 0 0 0 2.8 0" />,
  user: (
    <>
      <circle cx="8" cy="5.5" r="3" />
      <path d="M2.5 14c.6-3 2.7-4.5 5.5-4.5s4.9 1.5 5.5 4.5" />
    </>
  ),
  retry: <path d="M2.5 8a5.5 5.5 0 1 0 1.8-4.1M2.5 2v3h3" />,
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.5" />
      <path d="M5.3 7V5a2.7 2.7 0 0 1 5.4 0v2" />
    </>
  ),
  error: (
    <>
      <path className={F} d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3Z" />
      <path className={K} d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" />
    </>
  ),
  warning: (
    <>
      <path className={F} d="M8 1.3 15.2 14a.6.6 0 0 1-.5.9H1.3a.6.6 0 0 1-.5-.9Z" />
      <path className={K} d="M8 6v4m0 2.4v.1" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.8V8l2.2 1.6" />
    </>
  ),
  progress: <path d="M14 8a6 6 0 1 1-2.2-4.6M12.2.9v2.8H9.4" />,
  unknown: (
    <>
      <path className={F} d="M8 .9 15.1 8 8 15.1.9 8Z" />
      <path className={K} d="M6.4 6.4c.2-2 3.2-1.9 3.2 0 0 1.2-1.6 1.3-1.6 2.6m0 1.9v.1" />
    </>
  ),
  ok: (
    <>
      <path className={F} d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z" />
      <path className={K} d="m5.2 8.2 2 2 3.7-4" />
    </>
  ),
  off: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.2 8h5.6" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** The icon that a plugin names in its contributions, if there is one of that name. */
export function iconOf(name: string | undefined): IconName | undefined {
  return name !== undefined && name in SHAPES ? (name as IconName) : undefined;
}

export interface IconProps {
  readonly name: IconName;
  readonly small?: boolean;
  /** turns, unless the person wants no movement */
  readonly turning?: boolean;
}

/** A drawing beside words; it says nothing by itself. */
export function Icon({ name, small, turning }: IconProps) {
  const classes = [styles.icon, small ? styles.small : '', turning ? styles.turning : ''].filter(Boolean).join(' ');
  return (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}
