import type { Problem } from '@fresnel/sdk';

/** A file that somebody chose, and its path below the folder that was chosen with it. */
export interface Chosen {
  readonly name: string;
  readonly file: File;
}

export interface Job {
  readonly name: string;
  readonly size: number;
  readonly sent: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly problem?: Problem | undefined;
}

export interface JobEvents {
  progress(sent: number): void;
  done(): void;
  failed(problem: Problem | undefined): void;
}

/** Each is a program in the container; more at a time are no faster. */
const AT_ONCE = 2;
/** A folder with more than that is packed first. */
export const MOST = 1000;

/** Copies that wait for each other. */
export class Queue {
  private jobs: Job[] = [];
  private readonly ends = new Map<number, () => void>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private over = false;

  /** @param changed gets all jobs, in the order in which they were added */
  constructor(private readonly changed: (jobs: readonly Job[]) => void) {}

  /** @param start begins to copy one, and returns what gives it up */
  add(chosen: readonly Chosen[], start: (one: Chosen, events: JobEvents) => () => void): void {
    for (const one of chosen) {
      const at = this.jobs.push({ name: one.name, size: one.file.size, sent: 0, state: 'waiting' }) - 1;
      this.waiting.push(() => this.begin(at, one, start));
    }
    this.next();
  }

  cancel(at: number): void {
    const { state } = this.jobs[at]!;
    if (state === 'waiting' || state === 'running') this.end(at, { state: 'cancelled' });
  }

  close(): void {
    this.over = true;
    for (const end of this.ends.values()) end();
  }

  private begin(at: number, one: Chosen, start: (one: Chosen, events: JobEvents) => () => void): void {
    if (this.jobs[at]!.state !== 'waiting') return;
    this.running++;
    this.change(at, { state: 'running' });
    const end = start(one, {
      progress: (sent) => this.change(at, { sent }),
      done: () => this.end(at, { state: 'done', sent: one.file.size }),
      failed: (problem) => this.end(at, { state: 'failed', problem }),
    });
    // it may have ended while it began
    if (this.goes(at)) this.ends.set(at, end);
  }

  private end(at: number, now: Partial<Job>): void {
    if (this.goes(at)) this.running--;
    const end = this.ends.get(at);
    this.ends.delete(at);
    this.change(at, now);
    if (now.state === 'cancelled') end?.();
    this.next();
  }

  private goes(at: number): boolean {
    return this.jobs[at]!.state === 'running';
  }

  private next(): void {
    while (!this.over && this.running < AT_ONCE && this.waiting.length > 0) this.waiting.shift()!();
    this.changed(this.jobs);
  }

  private change(at: number, now: Partial<Job>): void {
    if (this.over) return;
    this.jobs = this.jobs.map((job, index) => (index === at ? { ...job, ...now } : job));
    this.changed(this.jobs);
  }
}

/** What a file field holds. */
export function chosenOf(files: FileList): readonly Chosen[] {
  return [...files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/** What was dropped, folders with all that is in them. */
export async function droppedOf(items: DataTransferItemList): Promise<readonly Chosen[]> {
  const entries = [...items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry());
  const found: Chosen[] = [];
  for (const entry of entries) if (entry) await walk(entry, entry.name, found);
  return found;
}

async function walk(entry: FileSystemEntry, name: string, found: Chosen[]): Promise<void> {
  if (found.length > MOST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    found.push({ file, name });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return;
    for (const one of some) await walk(one, `${name}/${one.name}`, found);
  }
}
