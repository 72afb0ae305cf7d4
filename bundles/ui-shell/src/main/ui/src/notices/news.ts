import type { Module, Row, RowsSnapshot, Star } from '@fresnel/sdk';

export interface ModuleNews {
  readonly at: number;
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly what: 'came' | 'changed' | 'left';
}

/** What is different between two sets of plugins. */
export function changedModules(before: readonly Module[], now: readonly Module[], at: number): readonly ModuleNews[] {
  const of = ({ id, title, version }: Module, what: ModuleNews['what']): ModuleNews => ({ at, id, title, version, what });
  const fresh = now.flatMap((module) => {
    const old = before.find((one) => one.id === module.id);
    if (old?.digest === module.digest) return [];
    return [of(module, old === undefined ? 'came' : 'changed')];
  });
  return [...fresh, ...before.filter((old) => !now.some((module) => module.id === old.id)).map((old) => of(old, 'left'))];
}

/** Warnings about what somebody starred, or about what belongs to it by name: a Deployment's pods begin with its name. */
export function about(columns: RowsSnapshot['columns'], rows: readonly Row[], starred: readonly Star[]) {
  const [object, reason] = ['object', 'reason'].map((id) => columns.findIndex((column) => column.id === id)) as [number, number];
  return rows.flatMap((row) => {
    const said = String(row.cells[object] ?? '');
    const name = said.slice(said.indexOf('/') + 1);
    const star = starred.some(
      (one) =>
        one.name !== undefined &&
        (one.cluster === undefined || one.cluster === row.c) &&
        (one.namespace === undefined || one.namespace === row.ns) &&
        (name === one.name || name.startsWith(`${one.name}-`)),
    );
    return star ? [{ row, object: said, reason: String(row.cells[reason] ?? '') }] : [];
  });
}
