import { Tooltip as PatternTooltip } from '@patternfly/react-core/dist/esm/components/Tooltip/Tooltip';
import type { ReactElement, Ref } from 'react';
import { useMedia } from '../table/useMeasure';

export interface TooltipProps {
  readonly text: string;
  readonly children: ReactElement<{ ref?: Ref<HTMLElement> }>;
}

/** Says more about what it stands on; never the only place of a fact. */
export function Tooltip({ text, children }: TooltipProps) {
  // Where nothing can hover, a touch would leave it standing over the page.
  const touch = useMedia('(hover: none)');
  if (touch) return children;
  return (
    <PatternTooltip content={text} entryDelay={400} exitDelay={100} aria="none" animationDuration={120}>
      {children}
    </PatternTooltip>
  );
}
