import type { Box } from './layout';
import type { View } from './view';

/** How much of the screen is drawn beyond each of its edges. */
const MARGIN = 0.3;
/** A picture may be magnified by so much before it is drawn anew. */
const STRETCH = 1.7;
/** No picture is larger, in pixels: about 48 MB. */
const MOST = 12_000_000;

/** What of the world a picture shows, at which magnification. */
export interface Held extends Box {
  readonly scale: number;
}

/**
 * A picture of the map that is larger than the screen: while the map is moved it is shifted and stretched, which costs the same however much
 * is on it. Drawn anew when the view leaves it.
 */
export class Backing {
  private readonly canvas = document.createElement('canvas');
  private held: Held | undefined;

  /** What it shows is not so any more. */
  forget(): void {
    this.held = undefined;
  }

  /** Shows the view on a canvas; `draw` is called when there is no picture of it yet. @returns whether it is as sharp as it can be */
  show(on: CanvasRenderingContext2D, view: View, ratio: number, draw: (on: CanvasRenderingContext2D, world: Box) => void): boolean {
    const world = view.world();
    let { held } = this;
    if (held === undefined || !shows(held, world, view.scale)) {
      held = around(world, view.scale, ratio);
      this.canvas.width = Math.ceil(held.w * held.scale * ratio);
      this.canvas.height = Math.ceil(held.h * held.scale * ratio);
      const inner = this.canvas.getContext('2d')!;
      const pixels = held.scale * ratio;
      inner.setTransform(pixels, 0, 0, pixels, -held.x * pixels, -held.y * pixels);
      draw(inner, held);
      this.held = held;
    }
    const pixels = held.scale * ratio;
    const { width, height } = on.canvas;
    on.setTransform(1, 0, 0, 1, 0, 0);
    on.clearRect(0, 0, width, height);
    const [x, y] = [(world.x - held.x) * pixels, (world.y - held.y) * pixels];
    if (held.scale === view.scale) on.drawImage(this.canvas, Math.round(-x), Math.round(-y));
    else on.drawImage(this.canvas, x, y, world.w * pixels, world.h * pixels, 0, 0, width, height);
    return held.scale === view.scale;
  }
}

/** Whether a picture has all that is looked at, and sharply enough for a moment. */
export function shows(held: Held, world: Box, scale: number): boolean {
  const stretch = scale / held.scale;
  const inside = held.x <= world.x && held.y <= world.y && held.x + held.w >= world.x + world.w && held.y + held.h >= world.y + world.h;
  return inside && stretch <= STRETCH && stretch >= 1 / STRETCH;
}

/** The world around a view that a picture of it shows; less of it where that would be too large. */
export function around(world: Box, scale: number, ratio: number): Held {
  const pixels = world.w * world.h * (scale * ratio) ** 2;
  const margin = Math.max(0, Math.min(MARGIN, (Math.sqrt(MOST / Math.max(pixels, 1)) - 1) / 2));
  return { x: world.x - world.w * margin, y: world.y - world.h * margin, w: world.w * (1 + 2 * margin), h: world.h * (1 + 2 * margin), scale };
}
