import { splitIds } from './sorting';

/** A column that a person chose: which, at its place, and how wide if they said so. */
export interface ChosenColumn {
  readonly id: string;
  readonly width?: number;
}

const LEAST = 40;
const MOST = 1200;
const WIDTH = /@(\d{2,4})$/;

/** Reads columns as an address holds them: `status@180,cpu,label:app`. */
export function readColumns(text: string): readonly ChosenColumn[] {
  const seen = new Set<string>();
  return splitIds(text).flatMap((word) => {
    const width = WIDTH.exec(word)?.[1];
    const id = width === undefined ? word : word.slice(0, -width.length - 1);
    if (id === '' || seen.has(id)) return [];
    seen.add(id);
    return [width === undefined ? { id } : { id, width: clampWidth(Number(width)) }];
  });
}

export function writeColumns(columns: readonly ChosenColumn[]): string {
  return columns.map(({ id, width }) => (width === undefined ? id : `${id}@${width}`)).join(',');
}

export function clampWidth(width: number): number {
  return Math.round(Math.max(LEAST, Math.min(MOST, width)));
}

/** Columns that the server computes on request. */
const OWN = /^(label|annotation|condition):\S+$|^path:.*\S/;

/** What somebody typed as a column of their own; undefined is nothing that could be one. */
export function ownColumn(text: string): string | undefined {
  const word = text.trim();
  if (OWN.test(word)) return word;
  if (/^\{?\.[\w[]/.test(word)) return `path:${word}`;
  return undefined;
}
