import { moment, useAge } from '@fresnel/sdk';

export interface AgeProps {
  /** epoch milliseconds */
  readonly since: number | undefined;
}

/** How long ago, as kubectl prints it, moving; the moment itself is in the tooltip. */
export function Age({ since }: AgeProps) {
  const text = useAge(since);
  if (since === undefined) return undefined;
  return (
    <time dateTime={new Date(since).toISOString()} title={moment(since)}>
      {text}
    </time>
  );
}
