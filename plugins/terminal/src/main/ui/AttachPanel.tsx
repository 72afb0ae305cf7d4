import type { PanelSlotProps } from '@fresnel/sdk';
import { type PodParams, PodTerminal } from './PodTerminal';

/** What a container runs already. */
export function AttachPanel(props: PanelSlotProps) {
  return <PodTerminal {...props} params={props.params as PodParams} mode="attach" />;
}
