import { type Box, READABLE } from './layout';

const SMALLEST = 0.05;
const LARGEST = 3;
const EDGE = 40;

/** Which part of the map is on screen. */
export class View {
  x = 0;
  y = 0;
  scale = 1;
  private width = 1;
  private height = 1;

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
  }

  /** The world's rectangle that is on screen. */
  world(): Box {
    return { x: this.x, y: this.y, w: this.width / this.scale, h: this.height / this.scale };
  }

  /** A point of the screen in the world. */
  at(x: number, y: number): { x: number; y: number } {
    return { x: this.x + x / this.scale, y: this.y + y / this.scale };
  }

  move(dx: number, dy: number): void {
    this.x += dx / this.scale;
    this.y += dy / this.scale;
  }

  /** What is under that point of the screen stays there. */
  zoom(factor: number, x = this.width / 2, y = this.height / 2): void {
    const before = this.at(x, y);
    this.scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
    this.x = before.x - x / this.scale;
    this.y = before.y - y / this.scale;
  }

  /** Everything on screen, never larger than it is; what would be too small to read begins at its beginning. */
  fit(width: number, height: number): void {
    const wide = this.width / Math.max(width, 1);
    const whole = Math.min(1, wide, this.height / Math.max(height, 1));
    this.scale = Math.max(whole, Math.min(1, Math.max(wide, READABLE)));
    const spare = this.width / this.scale - width;
    this.x = spare > 0 ? -spare / 2 : 0;
    this.y = 0;
  }

  centre(box: Box, scale: number): void {
    this.scale = scale;
    this.x = box.x + box.w / 2 - this.width / this.scale / 2;
    this.y = box.y + box.h / 2 - this.height / this.scale / 2;
  }

  /** Moves as little as needed so that it is on screen. */
  reveal(box: Box): void {
    const { x, y, w, h } = this.world();
    const edge = EDGE / this.scale;
    if (box.x < x + edge) this.x = box.x - edge;
    else if (box.x + box.w > x + w - edge) this.x = box.x + box.w + edge - w;
    if (box.y < y + edge) this.y = box.y - edge;
    else if (box.y + box.h > y + h - edge) this.y = box.y + box.h + edge - h;
  }
}
