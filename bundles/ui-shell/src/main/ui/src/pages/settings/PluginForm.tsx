import { number, type Problem as ProblemOf, problemOf, t } from '@fresnel/sdk';
import { say } from '@fresnel/sdk/host';
import { Button, Problem, Switch } from '@fresnel/ui';
import { useId, useState } from 'react';
import { Choice } from './Choice';
import { type Fault, type Field, faultOf, type Shown, writeSettings } from './pluginSettings';
import styles from './settings.module.css';

export interface PluginFormProps {
  readonly shown: Shown;
  readonly cluster: string | undefined;
  readonly onSaved: () => void;
}

type Values = Readonly<Record<string, unknown>>;

/** One plugin's settings: each field says at once what is wrong with it; the server has the last word. */
export function PluginForm({ shown, cluster, onSaved }: PluginFormProps) {
  const [draft, setDraft] = useState<Values>({});
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');
  const [problem, setProblem] = useState<ProblemOf>();
  const values = { ...shown.values, ...draft };
  const changed = Object.keys(draft).length > 0;
  const faulty = shown.fields.some((field) => faultOf(field, values[field.name]) !== undefined);
  const told = problem?.code === 'FORM_UNFIT' ? (problem.args?.fields as Readonly<Record<string, string>> | undefined) : undefined;
  const change = (name: string, value: unknown) => {
    setDraft({ ...draft, [name]: value });
    setState('idle');
    setProblem(undefined);
  };
  const save = () => {
    setState('busy');
    writeSettings(shown, values, cluster).then(
      () => {
        setState('saved');
        setDraft({});
        onSaved();
      },
      (cause: unknown) => {
        setState('idle');
        setProblem(problemOf(cause));
      },
    );
  };
  const locked = !changed ? t('form.unchanged') : faulty ? t('form.faulty') : state === 'busy' ? t('form.busy') : undefined;
  return (
    <div className={styles.form}>
      {shown.fields.map((field) => (
        <FormField
          key={field.name}
          plugin={shown.plugin}
          field={field}
          value={values[field.name]}
          disabled={!shown.editable}
          told={told?.[field.name]}
          onChange={(value) => change(field.name, value)}
        />
      ))}
      {problem !== undefined && told === undefined && <Problem tried={t('form.failed')} problem={problem} />}
      {shown.editable && (
        <div className={styles.row}>
          <Button onPress={save} lockedBecause={locked}>
            {t('form.save')}
          </Button>
          {changed && (
            <Button kind="link" onPress={() => setDraft({})}>
              {t('form.undo')}
            </Button>
          )}
          <span role="status" className={styles.help}>
            {state === 'saved' && t('form.saved')}
          </span>
        </div>
      )}
    </div>
  );
}

interface FormFieldProps {
  readonly plugin: string;
  readonly field: Field;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly told: string | undefined;
  readonly onChange: (value: unknown) => void;
}

function FormField({ plugin, field, value, disabled, told, onChange }: FormFieldProps) {
  const id = useId();
  const title = field.title ? say(plugin, field.title) : field.name;
  const fault = faultOf(field, value);
  const wrong = fault === undefined ? told : wordsOf(fault);
  const described = `${id}-help`;
  return (
    <div>
      {field.type === 'flag' ? (
        <Switch label={title} on={value === true} onChange={(on) => disabled || onChange(on)} />
      ) : field.type === 'choice' ? (
        <Choice
          label={title}
          value={String(value ?? '')}
          options={(field.options ?? []).map((one) => ({ id: one, title: one }))}
          onChange={onChange}
          disabled={disabled}
        />
      ) : (
        <>
          <label htmlFor={id} className={styles.label}>
            {title}
            {field.required ? ' *' : ''}
          </label>
          <input
            id={id}
            className={`${styles.input} ${styles.wide}`}
            disabled={disabled}
            inputMode={field.type === 'number' ? 'numeric' : undefined}
            value={textOf(value)}
            placeholder={field.secret ? 'namespace/name/key' : undefined}
            aria-invalid={wrong !== undefined}
            aria-describedby={described}
            onChange={(event) => onChange(typed(field, event.currentTarget.value))}
          />
        </>
      )}
      <p id={described} className={wrong === undefined ? styles.help : styles.fault}>
        {wrong ?? (field.help ? say(plugin, field.help) : undefined)}
      </p>
    </div>
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return value === undefined || value === null ? '' : String(value);
}

function typed(field: Field, text: string): unknown {
  if (field.type === 'list') {
    const words = text.split(',').map((one) => one.trimStart());
    return text.trim() === '' ? [] : words;
  }
  if (field.type !== 'number') return text;
  const trimmed = text.trim();
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function wordsOf(fault: Fault): string {
  switch (fault.rule) {
    case 'required':
      return t('fault.required');
    case 'number':
      return t('fault.number');
    case 'secret':
      return t('fault.secret');
    case 'min':
      return t('fault.min', { bound: number(fault.bound) });
    case 'max':
      return t('fault.max', { bound: number(fault.bound) });
    case 'shorter':
      return t('fault.shorter', { bound: fault.bound });
    case 'longer':
      return t('fault.longer', { bound: fault.bound });
    default:
      return t('fault.pattern');
  }
}
