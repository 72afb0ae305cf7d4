import { t } from '@fresnel/sdk';
import { Modal } from '@fresnel/ui';
import { Shortcuts } from './Shortcuts';

export interface HelpDialogProps {
  readonly onClose: () => void;
}

export function HelpDialog({ onClose }: HelpDialogProps) {
  return (
    <Modal title={t('help.title')} onClose={onClose} width="medium" scrolls>
      <Shortcuts />
    </Modal>
  );
}
