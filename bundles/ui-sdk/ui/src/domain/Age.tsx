import { moment, useAge } from '@fresnel/sdk';

export interface AgeProps {
  /** epoch milliseconds */
  readonly since: number | undefined;
}

/** How long ago, as kubectl prints it, moving; the moment itself is in the tooltip. */
export function Age({ since }: AgeProps) {
  const text = useAge(since);
  const at = new Date(since ?? Number.NaN);
  // objects may say anything where a time belongs
  if (since === undefined || Number.isNaN(at.getTime())) return undefined;
  return (
    <time dateTime={at.toISOString()} title={moment(since)}>
      {text}
    </time>
  );
}
