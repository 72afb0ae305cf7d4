import { type ActionField, type ActionInput, type ActionSuggestion, type ActionValue, pluginWords } from '@fresnel/sdk';
import { useId } from 'react';
import styles from './Action.module.css';

export interface ActionFormProps {
  readonly plugin: string;
  readonly fields: readonly ActionField[];
  readonly input: ActionInput;
  readonly options: ActionSuggestion['options'];
  readonly wrong: Readonly<Record<string, string>>;
  readonly onChange: (input: ActionInput) => void;
}

/** The questions of an action, one under the other. */
export function ActionForm({ fields, input, onChange, ...rest }: ActionFormProps) {
  return (
    <div className={styles.form}>
      {fields.map((field) => (
        <Question key={field.name} field={field} value={input[field.name]} onChange={(value) => onChange({ ...input, [field.name]: value })} {...rest} />
      ))}
    </div>
  );
}

interface QuestionProps extends Pick<ActionFormProps, 'plugin' | 'options' | 'wrong'> {
  readonly field: ActionField;
  readonly value: ActionValue | undefined;
  readonly onChange: (value: ActionValue) => void;
}

function Question({ plugin, field, value, options, wrong, onChange }: QuestionProps) {
  const id = useId();
  const title = field.title === undefined ? field.name : pluginWords(plugin, field.title);
  const help = field.help === undefined ? undefined : pluginWords(plugin, field.help);
  const why = value === undefined ? undefined : wrong[field.name];
  const told = [help, why].some(Boolean) ? `${id}-told` : undefined;
  const control = { id, 'aria-describedby': told, 'aria-invalid': why !== undefined };
  const flag = field.type === 'flag';
  return (
    <div className={flag ? styles.flag : styles.question}>
      {flag && <input {...control} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />}
      <label htmlFor={id}>{title}</label>
      {!flag && <Control {...control} plugin={plugin} field={field} value={value} options={options[field.name]} onChange={onChange} />}
      {told && (
        <small id={told}>
          {why && <b>{why} </b>}
          {help}
        </small>
      )}
    </div>
  );
}

interface ControlProps {
  readonly id: string;
  readonly plugin: string;
  readonly field: ActionField;
  readonly value: ActionValue | undefined;
  readonly options: ActionSuggestion['options'][string] | undefined;
  readonly onChange: (value: ActionValue) => void;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

function Control({ plugin, field, value, options, onChange, ...control }: ControlProps) {
  const choices = options ?? field.options?.map((option) => ({ value: option, title: wordsOf(plugin, field, option) }));
  if (choices !== undefined) {
    const pick = (text: string) => onChange(field.type === 'number' ? Number(text) : text);
    return (
      <select {...control} value={String(value ?? '')} onChange={(event) => pick(event.target.value)}>
        {choices.every((choice) => choice.value !== String(value ?? '')) && <option value={String(value ?? '')}>{String(value ?? '')}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.title}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === 'list') {
    const text = Array.isArray(value) ? value.join('\n') : '';
    return <textarea {...control} rows={3} spellCheck={false} value={text} onChange={(event) => onChange(split(event.target.value))} />;
  }
  if (field.type === 'number') {
    const number = (text: string) => onChange(text.trim() === '' ? '' : Number(text));
    return <input {...control} type="number" min={field.min} max={field.max} value={String(value ?? '')} onChange={(event) => number(event.target.value)} />;
  }
  return (
    <input {...control} type="text" spellCheck={false} autoComplete="off" value={String(value ?? '')} onChange={(event) => onChange(event.target.value)} />
  );
}

function split(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

/** `{title}.{option}` among the plugin's words, else the option itself. */
function wordsOf(plugin: string, field: ActionField, option: string): string {
  const key = `${field.title ?? field.name}.${option}`;
  const words = pluginWords(plugin, key);
  return words === key ? option : words;
}
