import { type Kind, type KubeObject, type ObjectRef, t } from '@fresnel/sdk';
import { Button, CodeEditor, CopyButton, EmptyState, Menu, Notice, Problem, Segments, Skeleton, Switch, yamlText } from '@fresnel/ui';
import { useMemo, useState } from 'react';
import { asApplied, withoutNothing } from '../history/applied';
import styles from './edit.module.css';
import { type FormId, FormPane, formsOf } from './forms/FormPane';
import { type Keeper, keeperOf } from './keeper';
import { lastApplied } from './model/object';
import { ReviewPane } from './ReviewPane';
import { type Editing, useEdit, useManager } from './useEdit';
import { useAssistant, useFieldWords } from './useText';
import { useWhole, type Whole } from './useWhole';

export interface EditViewProps {
  readonly of: ObjectRef;
  readonly kind: Kind;
  readonly object: KubeObject;
  /** the object is gone: what was typed stays, to be copied */
  readonly gone?: boolean;
  readonly focused?: boolean;
  /** shows the whole object, status and managed fields included, to be read */
  readonly onRead?: () => void;
}

type Look = 'edit' | 'live' | 'applied';

/** One object as a text that can be changed: with what it changes, what others change meanwhile, and a dry run before each write. */
export function EditView({ of, kind, object, gone, focused, onRead }: EditViewProps) {
  const manager = useManager();
  const editing = useEdit(of, kind, object, manager);
  const { assistant } = useAssistant(of.cluster);
  const [look, setLook] = useState<Look>('edit');
  const [form, setForm] = useState<FormId>();
  const [cursor, setCursor] = useState(0);
  const [jump, setJump] = useState<{ readonly offset: number }>();
  const words = useFieldWords(of.cluster, editing.text, cursor);
  const keeper = keeperOf(object);
  const secret = of.resource === 'secrets';
  const asked = !secret && (look === 'applied' || editing.merge.theirs.length > 0);
  const whole = useWhole(of, kind, asked ? `${object.metadata.generation ?? ''} ${editing.merge.theirs.length}` : undefined);
  const errors = editing.marks.filter((mark) => mark.tone === 'error');
  const pane = editing.changed || editing.outcome.state === 'saved' || editing.outcome.state === 'failed';
  return (
    <div className={styles.editor}>
      <div className={styles.tools}>
        <Segments<Look>
          label={t('edit.look')}
          current={look}
          onChange={setLook}
          options={[
            { id: 'edit', title: t('edit.text') },
            { id: 'live', title: t('edit.compareLive') },
            ...(secret ? [] : [{ id: 'applied' as const, title: t('edit.compareApplied') }]),
          ]}
        />
        <Menu
          label={t('edit.forms')}
          title={t('edit.forms')}
          items={formsOf(object).map((one) => ({ id: one.id, title: one.title, chosen: one.id === form, onPress: () => setForm(one.id) }))}
        />
        {onRead && <Switch label={t('edit.whole')} on={false} onChange={onRead} />}
        <span className={styles.state} role="status">
          {errors.length > 0 && (
            <Button kind="link" onPress={() => setJump({ offset: errors[0]!.from })}>
              {t('edit.errors', { count: errors.length })}
            </Button>
          )}
          {editing.checked.failure !== undefined && t('edit.noSchema', { detail: editing.checked.failure })}
        </span>
        <span className={styles.end}>
          <CopyButton text={editing.text} />
          {editing.changed && <Button onPress={editing.discard}>{t('edit.discard')}</Button>}
          <Button kind={editing.outcome.state === 'reviewed' ? 'secondary' : 'primary'} lockedBecause={lockedBecause(editing, gone)} onPress={editing.review}>
            {editing.outcome.state === 'busy' ? t('edit.busy') : t('edit.review')}
          </Button>
        </span>
      </div>
      {gone && <Notice tone="error">{t('edit.gone', { name: of.name })}</Notice>}
      {keeper && <Notice>{keeperWords(keeper)}</Notice>}
      {secret && <p className={styles.hint}>{t('edit.secretHint')}</p>}
      <div className={styles.body}>
        {look === 'edit' ? (
          <CodeEditor
            key="edit"
            label={t('edit.label', { name: of.name })}
            value={editing.text}
            onChange={editing.setText}
            onCursor={setCursor}
            onSubmit={editing.review}
            marks={editing.marks}
            assistant={assistant}
            jump={jump}
            focused={focused ?? false}
          />
        ) : look === 'live' ? (
          <CodeEditor key="live" label={t('edit.compareLive')} readOnly value={editing.text} original={yamlText(editing.base)} />
        ) : (
          <AgainstApplied of={of} whole={whole} />
        )}
        {form !== undefined && (
          <FormPane id={form} object={editing.mine ?? editing.base} keys={object.dataKeys} setField={editing.setField} onClose={() => setForm(undefined)} />
        )}
        {pane && <ReviewPane editing={editing} live={whole.whole ?? object} secret={secret} />}
      </div>
      <p className={styles.foot}>
        <span className={styles.field} title={words?.text}>
          {words ? (
            <>
              <code>{words.title}</code> {words.text}
            </>
          ) : (
            t('edit.noField')
          )}
        </span>
        <span>{t('edit.keys')}</span>
      </p>
    </div>
  );
}

/** What is live beside what kubectl applied last; what others added is no difference. */
function AgainstApplied({ of, whole: { whole, problem } }: { readonly of: ObjectRef; readonly whole: Whole }) {
  const texts = useMemo(() => {
    const applied = whole && withoutNothing(lastApplied(whole));
    return applied === undefined ? undefined : { applied: yamlText(applied), live: yamlText(asApplied(applied, whole)) };
  }, [whole]);
  if (problem !== undefined) return <Problem tried={t('history.triedApplied', { name: of.name })} problem={problem} />;
  if (whole === undefined) return <Skeleton label={t('history.loading', { name: of.name })} />;
  if (texts === undefined) return <EmptyState text={t('history.noApplied')} />;
  if (texts.applied === texts.live) return <EmptyState text={t('history.asApplied')} />;
  return <CodeEditor key="applied" label={t('edit.compareApplied')} readOnly value={texts.live} original={texts.applied} />;
}

function lockedBecause(editing: Editing, gone: boolean | undefined): string | undefined {
  if (gone) return t('edit.lockedGone');
  if (!editing.changed) return t('edit.lockedUnchanged');
  if (editing.outcome.state === 'busy') return t('edit.busy');
  if (editing.checked.checked === undefined) return t('edit.lockedReading');
  const documents = editing.checked.checked.documents;
  if (documents.length !== 1) return t('edit.lockedOne');
  return editing.mine === undefined || documents[0]!.value === undefined ? t('edit.lockedBroken') : undefined;
}

export function keeperWords({ tool, name }: Keeper): string {
  return tool === 'controller' ? t('edit.keptByOwner', { name }) : t('edit.keptBy', { tool, name });
}
