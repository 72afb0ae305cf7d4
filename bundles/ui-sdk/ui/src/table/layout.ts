import type { Column, Row } from '@fresnel/sdk';
import type { ChosenColumn } from './columns';

/** A column as the list lays it out. */
export interface Placed {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** place in `row.cells`; undefined for what is not a cell: status, namespace, cluster */
  readonly cell?: number;
  readonly description?: string;
  readonly end: boolean;
  /** least width in pixels */
  readonly width: number;
  readonly grows: boolean;
  /** its cells say how the object is */
  readonly health: boolean;
  /** its cells lead to the object */
  readonly link: boolean;
  /** its width is what somebody made it */
  readonly chosenWidth: boolean;
}

const NAME = 210;
const FIXED: Readonly<Record<string, number>> = { namespace: 112, cluster: 92, status: 172, age: 64, ready: 64 };
/** In this order columns leave a list that is too narrow; then from the end. */
const FIRST_TO_LEAVE = ['node', 'ready'];
/** Of several clusters the rows may have the same names: which one is meant is known before what is done to it. */
const LAST_TO_LEAVE = ['name', 'status', 'cluster', 'message', 'age', 'namespace'];
const CHARACTER = 7.2;
const USAGE = 126;
const MESSAGE = 200;

export interface Wanted {
  readonly columns: readonly Column[];
  /** what the person chose, in this order; without a choice those of priority 0 */
  readonly chosen?: readonly ChosenColumn[] | undefined;
  /** widths that are being changed now */
  readonly dragged?: Readonly<Record<string, number>>;
  readonly namespaced: boolean;
  readonly severalClusters: boolean;
  /** the list has a Status column of its own when the kind has none */
  readonly status: boolean;
  /** which column says how the object is; `status` unless the kind has another word for it */
  readonly health?: string;
  readonly names: { readonly status: string; readonly namespace: string; readonly cluster: string };
}

/** Every column that this list could show: the name first, the age last, the others in the server's order. */
export function candidates({ columns, namespaced, severalClusters, status, names }: Wanted): readonly (Column & { readonly cell?: number })[] {
  if (columns.length === 0) return [];
  const given = columns.map((column, cell) => ({ ...column, cell }));
  const has = (id: string) => given.some((column) => column.id === id);
  const own = (id: string, name: string): Column => ({ id, name, type: 'string', priority: 0 });
  const name = given.filter((column) => column.id === 'name');
  const rest = given.filter((column) => column.id !== 'name' && (namespaced || column.id !== 'namespace') && (severalClusters || column.id !== 'cluster'));
  const extra = [
    ...(namespaced && !has('namespace') ? [own('namespace', names.namespace)] : []),
    ...(severalClusters && !has('cluster') ? [own('cluster', names.cluster)] : []),
    ...(status && !has('status') ? [own('status', names.status)] : []),
  ];
  const age = rest.filter((column) => column.id === 'age');
  return [...name, ...extra, ...rest.filter((column) => column.id !== 'age'), ...age];
}

/** Which columns stand in the list, with their widths from what the first rows hold. */
export function place(wanted: Wanted, rows: readonly Row[], before: readonly Placed[]): readonly Placed[] {
  const { chosen, dragged = {}, health = 'status' } = wanted;
  const shown = ordered(candidates(wanted), chosen);
  const link = ['name', 'reason'].find((id) => shown.some((column) => column.id === id)) ?? shown[0]?.id;
  return shown.map((column) => {
    const end = column.id === 'age' || column.type === 'integer' || column.type === 'number' || column.id === 'cpu' || column.id === 'memory';
    const known = before.find((one) => one.id === column.id)?.width ?? 0;
    const given = dragged[column.id] ?? chosen?.find((one) => one.id === column.id)?.width;
    const width = given ?? (column.id === 'name' ? NAME : Math.max(known, widthOf(column, rows, column.id === health)));
    return {
      ...column,
      end,
      width,
      grows: column.id === 'name',
      health: column.id === health,
      link: column.id === link,
      chosenWidth: given !== undefined,
    };
  });
}

/** The name stays first: it holds its place while the others are scrolled sideways. */
function ordered<T extends Column>(all: readonly T[], chosen: readonly ChosenColumn[] | undefined): readonly T[] {
  if (chosen === undefined) return all.filter((column) => column.priority === 0);
  const name = all.filter((column) => column.id === 'name');
  const rest = chosen.flatMap(({ id }) => all.filter((column) => column.id === id && id !== 'name'));
  return [...name, ...rest];
}

function widthOf(column: Column & { readonly cell?: number }, rows: readonly Row[], health: boolean): number {
  const { cell } = column;
  const heading = Math.ceil(column.name.length * 6.6) + 30;
  if (column.id === 'age') return FIXED.age!;
  if (column.id === 'cpu' || column.id === 'memory') return USAGE;
  const longest = rows.reduce((most, row) => Math.max(most, textLength(column, cell, row)), 0);
  const content = Math.ceil(longest * CHARACTER) + 14 + (health ? 22 : 0);
  const most = column.id === 'message' ? 520 : column.id === 'status' ? 260 : 240;
  return Math.min(most, Math.max(heading, content, column.id === 'status' ? FIXED.status! : 0));
}

function textLength(column: Column, cell: number | undefined, row: Row): number {
  const more = column.id === 'status' && row.r ? row.r.length * 0.9 + 1 : 0;
  if (cell === undefined) return (column.id === 'namespace' ? (row.ns ?? '') : column.id === 'cluster' ? row.c : '').length + more;
  // An age inside a text grows by some characters while it is looked at.
  const moving = row.times?.[cell] === undefined ? 0 : 4;
  return String(row.cells[cell] ?? '').length + more + moving;
}

/** Leaves away what does not fit; columns never wrap. */
export function fit(columns: readonly Placed[], available: number): readonly Placed[] {
  const rank = (column: Placed): number => {
    const first = FIRST_TO_LEAVE.indexOf(column.id);
    if (first >= 0) return first;
    const last = LAST_TO_LEAVE.indexOf(column.id);
    return last >= 0 ? 1000 - last : 500 - columns.indexOf(column);
  };
  // The status gives way before any column leaves: its word stays, what is said beside it is cut.
  const wide = columns.reduce((sum, column) => sum + column.width, 0) > available;
  const narrower = (column: Placed, width: number) => (wide && !column.chosenWidth ? { ...column, width: Math.min(column.width, width) } : column);
  let kept = columns.map((column) => (column.health ? narrower(column, FIXED.status!) : column));
  // So does a message, whose end is cut.
  const over = kept.reduce((sum, column) => sum + column.width, 0) - available;
  kept = kept.map((column) => (column.id === 'message' && over > 0 ? narrower(column, Math.max(MESSAGE, column.width - over)) : column));
  let width = kept.reduce((sum, column) => sum + column.width, 0);
  for (const column of [...columns].sort((a, b) => rank(a) - rank(b))) {
    if (width <= available || column.link || column.health) continue;
    kept = kept.filter((one) => one !== column);
    width -= column.width;
  }
  return kept;
}
