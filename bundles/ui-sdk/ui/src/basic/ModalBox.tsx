import { Modal } from '@patternfly/react-core/dist/esm/components/Modal/Modal';
import { ModalBody } from '@patternfly/react-core/dist/esm/components/Modal/ModalBody';
import { ModalFooter } from '@patternfly/react-core/dist/esm/components/Modal/ModalFooter';
import { ModalHeader } from '@patternfly/react-core/dist/esm/components/Modal/ModalHeader';
import type { ModalProps } from './Modal';

/** What a {@link Modal} is made of; loaded with the first one. */
export function ModalBox({ title, children, actions, onClose, width = 'small', scrolls = false }: ModalProps) {
  return (
    <Modal isOpen variant={width} onClose={onClose} aria-label={title}>
      <ModalHeader title={title} />
      <ModalBody {...(scrolls ? { tabIndex: 0 } : {})}>{children}</ModalBody>
      {actions && <ModalFooter>{actions}</ModalFooter>}
    </Modal>
  );
}
