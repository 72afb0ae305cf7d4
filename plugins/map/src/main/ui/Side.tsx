import { type ObjectRef, pages, t } from '@fresnel/sdk';
import { Age, Button, Facts, IconButton, Link, Section, Status } from '@fresnel/ui';
import styles from './map.module.css';
import { type Card, type Picture, troubled } from './model';
import { useRoles, words } from './words';

interface SideProps {
  readonly card: Card;
  readonly picture: Picture;
  readonly focused: boolean;
  readonly onClose: () => void;
  readonly onSelect: (card: Card) => void;
  readonly onFocus: (on: boolean) => void;
}

const MOST = 40;

/** What is known of the chosen object, beside the map. */
export function Side({ card, picture, focused, onClose, onSelect, onFocus }: SideProps) {
  const roleWord = useRoles();
  const lines = [...picture.lines.values()].flatMap((line) => {
    if (line.from === card.id) return [{ id: line.id, word: line.role === '' ? words.edges(line.n) : roleWord(line.role), other: line.to }];
    return line.to === card.id
      ? [{ id: line.id, word: t('side.back', { role: line.role === '' ? words.edges(line.n) : roleWord(line.role) }), other: line.from }]
      : [];
  });
  const facts = [
    ...(card.ns ? [{ name: t('side.namespace'), value: card.ns }] : []),
    ...(card.y ? [{ name: t('side.ready'), value: card.y }] : []),
    ...(card.pods > 0 ? [{ name: t('side.pods'), value: words.pods(card.pods) }] : []),
    { name: t('side.created'), value: <Age since={card.t} /> },
  ];
  return (
    <aside className={styles.side} aria-label={t('side.label', { name: card.n })}>
      <div className={styles.sideHead}>
        <h2>
          {card.n} <small>{card.kind}</small>
        </h2>
        <IconButton small icon="close" label={t('side.close')} onPress={onClose} />
      </div>
      <div className={styles.sideState}>
        <Status health={card.s} word={troubled(card.s) && card.r ? card.r : undefined} />
        <Link to={pages.object(refOf(card, picture.cluster))}>{t('side.open')}</Link>
        <Button kind="link" onPress={() => onFocus(!focused)}>
          {focused ? t('side.everything') : t('side.focus')}
        </Button>
      </div>
      <Section title={t('side.facts')}>
        <Facts items={facts} />
      </Section>
      <Section title={t('side.connected')} beside={String(lines.length)}>
        {lines.length === 0 ? (
          <p>{t('side.alone')}</p>
        ) : (
          <ul className={styles.related}>
            {lines.slice(0, MOST).map(({ id, word, other }) => {
              const to = picture.cards.get(other);
              return (
                <li key={id}>
                  <span>{word}</span>
                  {to ? (
                    <Button kind="link" onPress={() => onSelect(to)}>
                      {`${to.kind} ${to.n}`}
                    </Button>
                  ) : (
                    <span>{picture.groups.get(other)?.key || words.none}</span>
                  )}
                </li>
              );
            })}
            {lines.length > MOST && <li>{t('side.more', { count: lines.length - MOST })}</li>}
          </ul>
        )}
      </Section>
    </aside>
  );
}

export function refOf(card: Card, cluster: string): ObjectRef {
  return { cluster, resource: card.k, ...(card.ns ? { namespace: card.ns } : {}), name: card.n };
}
