import type { PanelSlotProps } from '@fresnel/sdk';
import { type PodParams, PodTerminal } from './PodTerminal';

/** A shell in a container. */
export function ShellPanel(props: PanelSlotProps) {
  return <PodTerminal {...props} params={props.params as PodParams} mode="exec" />;
}
