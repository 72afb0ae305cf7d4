import { t } from '@fresnel/sdk';
import { Menu } from '@fresnel/ui';
import type { RefObject } from 'react';
import type { MapHandle } from './MapCanvas';

interface ExportProps {
  readonly handle: RefObject<MapHandle | null>;
  readonly name: string;
}

/** The whole map, not only what is on screen, as a file. */
export function Export({ handle, name }: ExportProps) {
  const save = (blob: Blob | undefined, ending: string) => {
    if (blob === undefined) return;
    const url = URL.createObjectURL(blob);
    const link = Object.assign(document.createElement('a'), { href: url, download: `map-${name}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <Menu
      label={t('export.label')}
      icon="download"
      alignEnd
      items={[
        {
          id: 'svg',
          title: t('export.svg'),
          onPress: () => save(handle.current ? new Blob([handle.current.svg()], { type: 'image/svg+xml' }) : undefined, 'svg'),
        },
        { id: 'png', title: t('export.png'), onPress: () => handle.current?.png().then((blob) => save(blob, 'png')) },
      ]}
    />
  );
}
