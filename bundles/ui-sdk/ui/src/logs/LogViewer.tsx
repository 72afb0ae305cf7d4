import { lazy, type ReactNode, Suspense } from 'react';
import { Skeleton } from '../domain/Sentence';
import type { LogLine, LogLook, LogSource } from './types';

export interface LogViewerProps {
  readonly source: LogSource;
  /** accessible name: whose lines */
  readonly label: string;
  readonly look: LogLook;
  readonly onLook: (change: Partial<LogLook>) => void;
  /** what else belongs on the tool line: which part of the logs is looked at */
  readonly tools?: ReactNode;
  /** the address of a line, to be copied */
  readonly linkOf?: (line: LogLine) => string;
  /** a line that is to be shown first */
  readonly at?: { readonly t: number; readonly ns: number; readonly source: string } | undefined;
  /** what to do when there are no lines */
  readonly empty?: ReactNode;
  /** name of a file */
  readonly file?: string;
}

const Viewer = lazy(() => import('./Viewer').then((module) => ({ default: module.Viewer })));

/** Lines of logs, however many: a million can be scrolled, searched and filtered, because the source does the work. Loaded when it is first shown. */
export function LogViewer(props: LogViewerProps) {
  return (
    <Suspense fallback={<Skeleton label={props.label} />}>
      <Viewer {...props} />
    </Suspense>
  );
}
