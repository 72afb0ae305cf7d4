export type Scalar = string | number | boolean;

/** The item of a list that has these keys, or of a set that is this value. */
export type Item = { readonly keys: Readonly<Record<string, Scalar>> } | { readonly value: unknown };

/** A field by its name, or an item of a list by what it is; never by its place, which moves. */
export type Step = string | Item;

export type Path = readonly Step[];

/** As API servers write it: `.spec.containers[name="web"].image`. */
export function pathText(path: Path): string {
  return path.map(stepText).join('');
}

function stepText(step: Step): string {
  if (typeof step === 'string') return `.${step}`;
  if ('value' in step) return `[=${JSON.stringify(step.value)}]`;
  const keys = Object.keys(step.keys).sort();
  return `[${keys.map((key) => `${key}=${JSON.stringify(step.keys[key])}`).join(',')}]`;
}

/** As people say it: `spec.containers[web].image`, names with dots in brackets. */
export function pathWords(path: Path): string {
  const text = path
    .map((step) => {
      if (typeof step === 'string') return /[./]/.test(step) ? `[${step}]` : `.${step}`;
      if ('value' in step) return `[${String(step.value)}]`;
      return `[${Object.values(step.keys).map(String).join('/')}]`;
    })
    .join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

/** Whether one is the other, or leads to it. */
export function covers(above: Path, below: Path): boolean {
  return above.length <= below.length && above.every((step, index) => sameStep(step, below[index]!));
}

export function overlap(one: Path, other: Path): boolean {
  return covers(one, other) || covers(other, one);
}

export function sameStep(one: Step, other: Step): boolean {
  return one === other || (typeof one !== 'string' && typeof other !== 'string' && stepText(one) === stepText(other));
}

/** The path in a field error of an API server: `spec.containers[0].image`, `metadata.labels[a.b/c]`, `.spec.x[name="a"]`. */
export function fieldSteps(field: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of field.matchAll(/\.?([^.[\]]+)|\[([^\]]*)\]/g)) {
    const word = match[1] ?? match[2]!;
    if (match[2] !== undefined && /^\d+$/.test(word)) steps.push(Number(word));
    else if (word !== '') steps.push(word);
  }
  return steps;
}
