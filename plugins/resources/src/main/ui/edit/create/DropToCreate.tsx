import { t } from '@fresnel/sdk';
import { useEffect, useState } from 'react';
import styles from '../edit.module.css';
import { type CreateParams, filesOf, openCreate, textOf } from './files';

/** Files and folders that are dropped on the page are opened for creation. */
export function DropToCreate({ cluster, namespace }: CreateParams) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true && !event.defaultPrevented;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      filesOf(event.dataTransfer!)
        .then(textOf)
        .then(
          (given) => openCreate({ cluster, ...(namespace === undefined ? {} : { namespace }) }, given),
          (cause: unknown) => console.error('The files could not be read', cause),
        );
    };
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', drag);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [cluster, namespace]);
  return over ? (
    <div className={styles.dropSheet} role="status">
      {t('create.drop')}
    </div>
  ) : undefined;
}
