import { Table } from '@fresnel/ui';
import { ObjectLink } from '../context';
import styles from '../details.module.css';
import { type Fields, fieldsOf, textOf } from '../fields';
import { nameOf } from './names';
import { isEmpty } from './paths';
import { namedByObject } from './references';
import { type Schema, under } from './schema';
import { Inline, isInline, isMap, isScalar, Pairs } from './Value';

export interface FieldTreeProps {
  readonly value: Fields;
  /** what the cluster says of these fields, shown as help */
  readonly schema?: Schema | undefined;
  readonly depth?: number;
  readonly field?: string;
}

/** Foreign data of any shape as facts: plain values in lines, lists of like objects as tables, the rest indented. */
export function FieldTree({ value, schema, depth = 0, field = '' }: FieldTreeProps) {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  const plain = entries.filter(([, one]) => oneLine(one));
  const deep = entries.filter(([, one]) => !oneLine(one));
  return (
    <dl className={depth === 0 ? styles.tree : `${styles.tree} ${styles.inner}`} data-field={field || undefined}>
      {plain.map(([name, one]) => (
        <div key={name}>
          <dt>
            {nameOf(name)}
            <Help schema={under(schema, name)} />
          </dt>
          <dd>
            <Line name={name} value={one} />
          </dd>
        </div>
      ))}
      {deep.map(([name, one]) => (
        <div key={name} className={styles.deep}>
          <dt>
            {nameOf(name)}
            <Help schema={under(schema, name)} />
          </dt>
          <dd>
            <Deep name={name} value={one} schema={under(schema, name)} depth={depth} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Help({ schema }: { readonly schema: Schema | undefined }) {
  const text = schema?.description;
  return text ? <small className={styles.help}>{text}</small> : undefined;
}

function oneLine(value: unknown): boolean {
  return isInline(value) || isMap(value) || isReference('', value);
}

/** Few plain fields with a name and a kind. */
function isReference(field: string, value: unknown): boolean {
  const fields = fieldsOf(value);
  return isMap(value) && namedByObject(field, fields) !== undefined && Object.keys(fields).length <= 7;
}

function Line({ name, value }: { readonly name: string; readonly value: unknown }) {
  if (isInline(value)) return <Inline field={name} value={value} />;
  const fields = fieldsOf(value);
  const named = namedByObject(name, fields);
  if (named === undefined) return <Pairs map={fields} />;
  const { kind, name: ownName, apiGroup, apiVersion, group, ...more } = fields;
  return (
    <>
      <span className={styles.worded}>
        {textOf(kind)} <ObjectLink {...named} /> <small className={styles.third}>{textOf(apiGroup ?? apiVersion ?? group)}</small>
      </span>{' '}
      {Object.keys(more).length > 0 && <Pairs map={more} />}
    </>
  );
}

interface DeepProps {
  readonly name: string;
  readonly value: unknown;
  readonly schema: Schema | undefined;
  readonly depth: number;
}

function Deep({ name, value, schema, depth }: DeepProps) {
  if (!Array.isArray(value)) return <FieldTree value={fieldsOf(value)} schema={schema} depth={depth + 1} field={name} />;
  const rows = value.map(fieldsOf);
  if (value.every((one) => typeof one === 'object') && isTable(rows)) return <FieldTable name={name} rows={rows} />;
  return (
    <ol className={styles.items}>
      {value.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a list are their place
        <li key={index}>{isScalar(one) ? textOf(one) : <FieldTree value={fieldsOf(one)} schema={under(schema, '*')} depth={depth + 1} field={name} />}</li>
      ))}
    </ol>
  );
}

const WIDEST = 8;

function columnsOf(rows: readonly Fields[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Like objects with few plain fields. */
function isTable(rows: readonly Fields[]): boolean {
  return columnsOf(rows).length <= WIDEST && rows.every((row) => Object.values(row).every((one) => oneLine(one) && textOf(one).length < 200));
}

export function FieldTable({ name, rows }: { readonly name: string; readonly rows: readonly Fields[] }) {
  const keyed = rows.map((row, index) => ({ row, key: String(index) }));
  const columns = columnsOf(rows).map((column, index) => ({
    id: column,
    title: nameOf(column),
    grows: index === columnsOf(rows).length - 1,
    cell: ({ row }: { readonly row: Fields }) => {
      const value = row[column];
      if (isEmpty(value)) return undefined;
      const named = column === 'name' ? namedByObject(name, row) : undefined;
      return named === undefined ? <Line name={column} value={value} /> : <ObjectLink {...named} />;
    },
  }));
  return <Table label={nameOf(name)} rows={keyed} keyOf={({ key }) => key} columns={columns} wraps />;
}
