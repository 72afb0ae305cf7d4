import { pages, t } from '@fresnel/sdk';
import { Button, EmptyState, Link, Status, Table } from '@fresnel/ui';
import styles from './map.module.css';
import { type Card, type Picture, troubled } from './model';
import { useRoles, words } from './words';

interface MapTableProps {
  readonly pictures: readonly Picture[];
  readonly onSelect: (card: Card, cluster: string) => void;
}

interface Row {
  readonly card: Card;
  readonly cluster: string;
  readonly to: readonly string[];
  readonly from: readonly string[];
}

/** The same graph as a table: what is drawn, how it is, where it leads. */
export function MapTable({ pictures, onSelect }: MapTableProps) {
  const roleWord = useRoles();
  const rows = pictures.flatMap((picture) => rowsOf(picture, roleWord));
  if (rows.length === 0) return <EmptyState text={t('empty.filtered')} />;
  return (
    <div className={styles.table}>
      <Table<Row>
        label={t('title')}
        rows={rows}
        keyOf={({ card, cluster }) => `${cluster}/${card.id}`}
        wraps
        columns={[
          {
            id: 'name',
            title: t('table.name'),
            cell: ({ card, cluster }) => (
              <Link to={pages.object({ cluster, resource: card.k, ...(card.ns ? { namespace: card.ns } : {}), name: card.n })}>{card.n}</Link>
            ),
          },
          { id: 'kind', title: t('table.kind'), cell: ({ card }) => card.kind },
          { id: 'namespace', title: t('table.namespace'), minor: true, cell: ({ card }) => card.ns },
          {
            id: 'status',
            title: t('table.status'),
            cell: ({ card }) => <Status health={card.s} word={troubled(card.s) && card.r ? short(card.r) : undefined} />,
          },
          { id: 'pods', title: t('table.pods'), end: true, minor: true, cell: ({ card }) => (card.pods > 0 ? words.pods(card.pods) : '') },
          { id: 'to', title: t('table.to'), grows: true, cell: ({ to }) => few(to) },
          { id: 'from', title: t('table.from'), grows: true, minor: true, cell: ({ from }) => few(from) },
          {
            id: 'show',
            title: t('table.show'),
            cell: ({ card, cluster }) => (
              <Button kind="link" onPress={() => onSelect(card, cluster)}>
                {t('table.show')}
              </Button>
            ),
          },
        ]}
      />
    </div>
  );
}

const FEW = 6;

function few(texts: readonly string[]): string {
  return texts.length > FEW ? `${texts.slice(0, FEW).join('; ')}; ${t('side.more', { count: texts.length - FEW })}` : texts.join('; ');
}

/** Reasons may hold whole names of images. */
function short(text: string): string {
  return text.length > 48 ? `${text.slice(0, 28)}…${text.slice(-19)}` : text;
}

function rowsOf(picture: Picture, roleWord: (role: string) => string): Row[] {
  const name = (id: string) => picture.cards.get(id)?.n ?? picture.groups.get(id)?.key ?? '';
  const to = new Map<string, string[]>();
  const from = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, id: string, text: string) => {
    map.set(id, [...(map.get(id) ?? []), text]);
  };
  for (const line of picture.lines.values()) {
    const word = line.role === '' ? words.edges(line.n) : roleWord(line.role);
    add(to, line.from, `${word} ${name(line.to)}`);
    add(from, line.to, `${name(line.from)} ${word}`);
  }
  return [...picture.cards.values()]
    .sort((a, b) => Number(troubled(b.s)) - Number(troubled(a.s)) || (a.n < b.n ? -1 : 1))
    .map((card) => ({ card, cluster: picture.cluster, to: to.get(card.id) ?? [], from: from.get(card.id) ?? [] }));
}
