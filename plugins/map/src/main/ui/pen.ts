/** What the map is drawn with: a canvas on screen and in pictures, SVG text in exports. */
export interface Pen {
  rect(x: number, y: number, w: number, h: number, radius: number, look: Look): void;
  /** the text is cut by the caller */
  text(text: string, x: number, y: number, look: TextLook): void;
  width(text: string, size: number, weight: number): number;
  /** from one point to another with two handles */
  curve(points: readonly [number, number, number, number, number, number, number, number], look: Look): void;
  /** a closed shape through points */
  shape(points: readonly (readonly [number, number])[], fill: string): void;
  /** a 16 px icon */
  icon(path: string, x: number, y: number, size: number, stroke: string): void;
}

export interface Look {
  readonly fill?: string;
  readonly stroke?: string;
  readonly line?: number;
  readonly dash?: readonly number[];
}

export interface TextLook {
  readonly size: number;
  readonly weight: number;
  readonly colour: string;
  readonly end?: boolean;
}

export const FONT = '"Red Hat Text", "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", system-ui, sans-serif';

export class CanvasPen implements Pen {
  private static readonly widths = new Map<string, number>();
  private static readonly icons = new Map<string, Path2D>();
  private font = '';

  constructor(private readonly on: CanvasRenderingContext2D) {}

  rect(x: number, y: number, w: number, h: number, radius: number, look: Look): void {
    const { on } = this;
    on.beginPath();
    if (radius > 0) on.roundRect(x, y, w, h, radius);
    else on.rect(x, y, w, h);
    this.finish(look);
  }

  private finish({ fill, stroke, line = 1, dash }: Look): void {
    const { on } = this;
    if (fill !== undefined) {
      on.fillStyle = fill;
      on.fill();
    }
    if (stroke !== undefined) {
      on.strokeStyle = stroke;
      on.lineWidth = line;
      if (dash) on.setLineDash(dash as number[]);
      on.stroke();
      if (dash) on.setLineDash([]);
    }
  }

  private write(size: number, weight: number): void {
    const font = `${weight} ${size}px ${FONT}`;
    if (font === this.font) return;
    this.font = font;
    this.on.font = font;
  }

  text(text: string, x: number, y: number, { size, weight, colour, end }: TextLook): void {
    this.write(size, weight);
    this.on.fillStyle = colour;
    this.on.textAlign = end ? 'right' : 'left';
    this.on.fillText(text, x, y);
  }

  width(text: string, size: number, weight: number): number {
    const key = `${weight}/${size}/${text}`;
    let width = CanvasPen.widths.get(key);
    if (width === undefined) {
      this.write(size, weight);
      width = this.on.measureText(text).width;
      if (CanvasPen.widths.size > 20_000) CanvasPen.widths.clear();
      CanvasPen.widths.set(key, width);
    }
    return width;
  }

  /** Fonts came later than the first drawing. */
  static forgetWidths(): void {
    CanvasPen.widths.clear();
  }

  curve([x, y, ax, ay, bx, by, tx, ty]: readonly [number, number, number, number, number, number, number, number], look: Look): void {
    this.on.beginPath();
    this.on.moveTo(x, y);
    this.on.bezierCurveTo(ax, ay, bx, by, tx, ty);
    this.finish(look);
  }

  shape(points: readonly (readonly [number, number])[], fill: string): void {
    this.on.beginPath();
    points.forEach(([x, y], index) => {
      if (index === 0) this.on.moveTo(x, y);
      else this.on.lineTo(x, y);
    });
    this.on.closePath();
    this.finish({ fill });
  }

  icon(path: string, x: number, y: number, size: number, stroke: string): void {
    let shape = CanvasPen.icons.get(path);
    if (shape === undefined) {
      shape = new Path2D(path);
      CanvasPen.icons.set(path, shape);
    }
    const { on } = this;
    on.save();
    on.translate(x, y);
    on.scale(size / 16, size / 16);
    on.strokeStyle = stroke;
    on.lineWidth = 1.5;
    on.lineCap = 'round';
    on.lineJoin = 'round';
    on.stroke(shape);
    on.restore();
  }
}

/** The same as text. Names of objects are foreign words: everything is escaped. */
export class SvgPen implements Pen {
  private readonly parts: string[] = [];

  constructor(private readonly measure: Pen) {}

  private static look({ fill, stroke, line = 1, dash }: Look): string {
    const lined = stroke === undefined ? '' : ` stroke="${escaped(stroke)}" stroke-width="${line}"${dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''}`;
    return ` fill="${fill === undefined ? 'none' : escaped(fill)}"${lined}`;
  }

  rect(x: number, y: number, w: number, h: number, radius: number, look: Look): void {
    this.parts.push(`<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" rx="${radius}"${SvgPen.look(look)}/>`);
  }

  text(text: string, x: number, y: number, { size, weight, colour, end }: TextLook): void {
    this.parts.push(
      `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${escaped(colour)}"${end ? ' text-anchor="end"' : ''}>${escaped(text)}</text>`,
    );
  }

  width(text: string, size: number, weight: number): number {
    return this.measure.width(text, size, weight);
  }

  curve([x, y, ax, ay, bx, by, tx, ty]: readonly [number, number, number, number, number, number, number, number], look: Look): void {
    this.parts.push(`<path d="M${round(x)} ${round(y)}C${[ax, ay, bx, by, tx, ty].map(round).join(' ')}"${SvgPen.look(look)}/>`);
  }

  shape(points: readonly (readonly [number, number])[], fill: string): void {
    this.parts.push(`<path d="M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z" fill="${escaped(fill)}"/>`);
  }

  icon(path: string, x: number, y: number, size: number, stroke: string): void {
    this.parts.push(
      `<path transform="translate(${round(x)} ${round(y)}) scale(${size / 16})" d="${path}" fill="none" stroke="${escaped(stroke)}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
    );
  }

  svg(width: number, height: number, background: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" font-family="${escaped(FONT)}">` +
      `<rect width="100%" height="100%" fill="${escaped(background)}"/>${this.parts.join('')}</svg>\n`
    );
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** XML knows no control characters at all. */
function escaped(text: string): string {
  const kept = [...text].map((letter) => ((letter < ' ' && letter !== '\t') || letter === '\u007f' ? '\ufffd' : letter)).join('');
  return kept.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
