import { Modal as PatternModal } from '@patternfly/react-core/dist/esm/components/Modal/Modal';
import { ModalBody } from '@patternfly/react-core/dist/esm/components/Modal/ModalBody';
import { ModalFooter } from '@patternfly/react-core/dist/esm/components/Modal/ModalFooter';
import { ModalHeader } from '@patternfly/react-core/dist/esm/components/Modal/ModalHeader';
import type { ReactNode } from 'react';

export interface ModalProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly width?: 'small' | 'medium' | 'large';
}

/** For a decision or a short help; never for reading. */
export function Modal({ title, children, actions, onClose, width = 'small' }: ModalProps) {
  return (
    <PatternModal isOpen variant={width} onClose={onClose} aria-label={title}>
      <ModalHeader title={title} />
      <ModalBody>{children}</ModalBody>
      {actions && <ModalFooter>{actions}</ModalFooter>}
    </PatternModal>
  );
}
