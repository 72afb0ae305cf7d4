import { openPanel, t } from '@fresnel/sdk';

const TEXTS = /\.(ya?ml|json)$/i;
/** Larger ones are no manifests. */
const LARGEST = 8 * 1024 * 1024;

/** The texts of files, in the order of their names, one document after the other. */
export async function textOf(files: readonly File[]): Promise<Given> {
  const fits = (file: File) => TEXTS.test(file.name) && file.size <= LARGEST;
  const wanted = files.filter(fits).sort((one, other) => pathOf(one).localeCompare(pathOf(other)));
  const texts = await Promise.all(wanted.map((file) => file.text()));
  return { text: joined(texts), left: files.filter((file) => !fits(file)).map(pathOf) };
}

/** What files say, and which of them are no manifests. */
export interface Given {
  readonly text: string;
  readonly left: readonly string[];
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

export function joined(texts: readonly string[]): string {
  return texts
    .map((text) =>
      text
        .replace(/^\uFEFF/, '')
        .trim()
        .replace(/^---\s*\n/, ''),
    )
    .filter((text) => text !== '')
    .join('\n---\n')
    .concat('\n');
}

/** Every file that was dropped, those in folders too. */
export async function filesOf(dropped: DataTransfer): Promise<readonly File[]> {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null && entry !== undefined);
  if (entries.length === 0) return [...dropped.files];
  return (await Promise.all(entries.map(below))).flat();
}

async function below(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile) return [await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    // a reader gives its entries in portions, the last one empty
    const some = await new Promise<readonly FileSystemEntry[]>((done, failed) => reader.readEntries((all) => done(all), failed));
    if (some.length === 0) return (await Promise.all(found.map(below))).flat();
    found.push(...some);
  }
}

export interface CreateParams {
  readonly cluster: string;
  /** begin with its template */
  readonly resource?: string;
  readonly namespace?: string;
}

type Receiver = (given: Given) => void;

const waiting: Given[] = [];
const receivers = new Set<Receiver>();

/** Whoever is open takes what arrives; else it waits for the one that opens. */
export function receive(receiver: Receiver): () => void {
  receivers.add(receiver);
  for (const given of waiting.splice(0)) receiver(given);
  return () => receivers.delete(receiver);
}

export function openCreate(params: CreateParams, given?: Given): void {
  const [first] = receivers;
  if (given !== undefined && first !== undefined) first(given);
  else if (given !== undefined) waiting.push(given);
  openPanel({ panel: 'resources/create', title: t('create.title'), params });
}
