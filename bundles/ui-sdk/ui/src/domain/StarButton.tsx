import { type Star, t, toggleStar, useStarred } from '@fresnel/sdk';
import { IconButton } from '../basic/Button';

/** Stars a kind or an object, for home, palette and notifications. */
export function StarButton({ of }: { readonly of: Star }) {
  const starred = useStarred(of);
  return (
    <IconButton small icon={starred ? 'starred' : 'star'} label={starred ? t('star.remove') : t('star.add')} pressed={starred} onPress={() => toggleStar(of)} />
  );
}
