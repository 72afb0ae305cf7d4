import { lazy, type ReactNode, Suspense } from 'react';

export interface ModalProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly width?: 'small' | 'medium' | 'large';
  /** there is nothing in it to press, and it may be longer than the window: the keyboard reaches it to scroll */
  readonly scrolls?: boolean;
}

const ModalBox = lazy(() => import('./ModalBox').then((module) => ({ default: module.ModalBox })));

/** For a decision or a short help; never for reading. */
export function Modal(props: ModalProps) {
  return (
    <Suspense>
      <ModalBox {...props} />
    </Suspense>
  );
}
