import { t, useContributed } from '@fresnel/sdk';
import { type OpenPanel, panels } from '@fresnel/sdk/host';
import { Button, Contributed, EmptyState, Skeleton } from '@fresnel/ui';
import { type FocusEvent, useEffect, useMemo, useRef } from 'react';
import styles from './Dock.module.css';

export interface PanelViewProps {
  readonly of: OpenPanel;
  readonly visible: boolean;
  /** on the second side */
  readonly second: boolean;
}

/** What a plugin shows in a panel; a plugin that is stopped leaves its place, with what it needs to come back. */
export function PanelView({ of, visible, second }: PanelViewProps) {
  const { slots, modules, epoch } = useContributed();
  const contribution = slots.panels.find((one) => `${one.plugin}/${one.item.id}` === of.panel);
  const { key, params } = of;
  const props = useMemo(
    () => ({
      params,
      visible,
      setTitle: (title: string) => panels.change(key, { title }),
      setParams: (next: unknown) => panels.change(key, { params: next }),
      close: () => panels.close(key),
    }),
    [key, params, visible],
  );
  const box = useRef<HTMLDivElement>(null);
  const focused = useRef(false);
  const content = contribution?.item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus is not lost with a build that goes
  useEffect(() => {
    if (focused.current && document.activeElement === document.body) box.current?.focus();
  }, [content]);
  const left = ({ relatedTarget }: FocusEvent) => {
    focused.current = relatedTarget instanceof Node && (box.current?.contains(relatedTarget) ?? false);
  };
  const plugin = of.panel.split('/')[0]!;
  const title = modules.find((one) => one.id === plugin)?.title ?? plugin;
  return (
    <div
      ref={box}
      id={`panel-${key}`}
      data-panel={key}
      role="tabpanel"
      aria-labelledby={`tab-${key}`}
      tabIndex={-1}
      className={`${styles.panel} ${second ? styles.second : ''}`}
      hidden={!visible}
      onFocus={() => {
        focused.current = true;
      }}
      onBlur={left}
    >
      {contribution !== undefined && <Contributed of={contribution} props={props} />}
      {contribution === undefined && epoch < 0 && <Skeleton label={t('loading')} />}
      {contribution === undefined && epoch >= 0 && (
        <EmptyState text={t('dock.stopped', { plugin: title })} actions={<Button onPress={() => panels.close(key)}>{t('dock.closeIt')}</Button>} />
      )}
    </div>
  );
}
