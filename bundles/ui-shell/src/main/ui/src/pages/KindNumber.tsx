import { type KindCount, number, t } from '@fresnel/sdk';
import { Status } from '@fresnel/ui';

/** A count that is never a bare nothing: loading, not allowed, or a number with how many of it are wrong. */
export function KindNumber({ count }: { readonly count: KindCount | undefined }) {
  if (count === undefined || 'loading' in count) return <>…</>;
  if ('forbidden' in count) return <Status health="off" word={t('forbidden')} />;
  if (count.error > 0) return <Status health="error" word={number(count.error)} more={t('count.of', { total: number(count.total) })} />;
  if (count.warning > 0) return <Status health="warning" word={number(count.warning)} more={t('count.of', { total: number(count.total) })} />;
  return <>{number(count.total)}</>;
}
