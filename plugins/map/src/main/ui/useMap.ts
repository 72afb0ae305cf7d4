import { type Channel, openChannel, type Problem } from '@fresnel/sdk';
import { useEffect, useRef, useState } from 'react';
import { after, type Frame, type Picture } from './model';

/** Parameters of the channel `graph`. */
export interface Question {
  readonly clusters: readonly string[];
  readonly namespaces?: readonly string[];
  readonly group?: string;
  readonly open?: readonly string[];
  readonly auto?: boolean;
  readonly pods?: boolean;
  readonly without?: readonly string[];
  readonly focus?: { readonly resource: string; readonly namespace: string; readonly name: string; readonly steps: number } | undefined;
  readonly filter?: { readonly text?: string; readonly problems?: boolean };
  readonly limit?: number;
}

export interface MapState {
  readonly pictures: readonly Picture[];
  /** the question that these pictures answer */
  readonly answers: string;
  readonly problem?: Problem | undefined;
  readonly lostSince?: number | undefined;
}

const EMPTY: MapState = { pictures: [], answers: '' };

/** The map's pictures, as they are now. Frames that come together are shown together. */
export function useMap(question: Question | undefined): MapState {
  const [state, setState] = useState<MapState>(EMPTY);
  const key = question === undefined ? '' : JSON.stringify(question);
  const channel = useRef<{ readonly of: Channel; told: string } | undefined>(undefined);
  const open = question !== undefined && question.clusters.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is told to the open channel, by the effect below
  useEffect(() => {
    if (!open) return;
    const pictures = new Map<string, Picture>();
    let asked = key;
    let painting = 0;
    let more: Partial<MapState> = {};
    const show = () => {
      painting ||= requestAnimationFrame(() => {
        painting = 0;
        setState({ pictures: [...pictures.values()], answers: asked, ...more });
      });
    };
    const opened = openChannel('graph', JSON.parse(key) as object, {
      onFrame: (frame) => {
        if (frame.t === 'data') {
          const d = frame.d as Frame;
          if (d.whole) asked = channel.current?.told ?? asked;
          pictures.set(d.cluster, after(pictures.get(d.cluster), d));
          more = {};
        } else if (frame.t === 'problem') more = { problem: frame.d };
        else if (frame.t === 'closed') more = { problem: { status: 0, title: frame.d.reason, detail: frame.d.detail ?? '', code: 'CHANNEL_CLOSED' } };
        show();
      },
      onLost: () => {
        more = { lostSince: Date.now() };
        show();
      },
    });
    channel.current = { of: opened, told: key };
    return () => {
      cancelAnimationFrame(painting);
      opened.close();
      channel.current = undefined;
    };
  }, [open, question?.clusters.join(' ')]);
  useEffect(() => {
    const now = channel.current;
    if (now === undefined || key === '' || now.told === key) return;
    now.told = key;
    now.of.update(JSON.parse(key) as object);
  }, [key]);
  return state;
}
