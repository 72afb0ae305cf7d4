import { href, navigate } from '@fresnel/sdk';
import type { MouseEvent, ReactNode } from 'react';

export interface LinkProps {
  /** a page of Fresnel, from `pages` */
  readonly to: string;
  readonly children: ReactNode;
  readonly title?: string;
  readonly tabIndex?: number;
  readonly current?: boolean;
  readonly className?: string | undefined;
  readonly onFollow?: () => void;
}

/** A link inside Fresnel: no reload, and a real address for a new tab. */
export function Link({ to, children, title, tabIndex, current, className, onFollow }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
    onFollow?.();
  };
  return (
    <a href={href(to)} onClick={follow} title={title} tabIndex={tabIndex} aria-current={current ? 'page' : undefined} className={className}>
      {children}
    </a>
  );
}
