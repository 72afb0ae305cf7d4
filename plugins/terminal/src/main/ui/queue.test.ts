import { expect, it } from 'vitest';
import { type Chosen, droppedOf, type Job, type JobEvents, Queue } from './queue';

const file = (name: string, text = 'x'): Chosen => ({ name, file: new File([text], name) });

function rig() {
  const started: string[] = [];
  const ended: string[] = [];
  const events = new Map<string, JobEvents>();
  let jobs: readonly Job[] = [];
  const queue = new Queue((now) => {
    jobs = now;
  });
  const start = (one: Chosen, given: JobEvents) => {
    started.push(one.name);
    events.set(one.name, given);
    return () => ended.push(one.name);
  };
  return { queue, start, started, ended, events, states: () => jobs.map(({ state }) => state), jobs: () => jobs };
}

it('copies two at a time, and the next when one has ended in whatever way', () => {
  const { queue, start, started, events, states, jobs } = rig();
  queue.add([file('a'), file('b'), file('c'), file('d')], start);
  expect(started).toEqual(['a', 'b']);
  events.get('a')!.progress(1);
  expect(jobs()[0]?.sent).toBe(1);
  events.get('a')!.done();
  expect(started).toEqual(['a', 'b', 'c']);
  events.get('b')!.failed(undefined);
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  expect(states()).toEqual(['done', 'failed', 'running', 'running']);
});

it('gives up what is cancelled, also before it has begun, and everything when it is closed', () => {
  const { queue, start, started, ended, states } = rig();
  queue.add([file('a'), file('b'), file('c'), file('d')], start);
  queue.cancel(2);
  queue.cancel(0);
  expect(ended).toEqual(['a']);
  expect(started).toEqual(['a', 'b', 'd']);
  expect(states()).toEqual(['cancelled', 'running', 'cancelled', 'running']);
  queue.cancel(0);
  queue.close();
  expect(ended).toEqual(['a', 'b', 'd']);
});

it('takes a dropped folder with all that is in it', async () => {
  const leaf = (name: string) => ({ isFile: true, name, file: (done: (file: File) => void) => done(new File(['x'], name)) });
  const folder = (name: string, inside: object[]) => {
    const batches = [inside, []];
    return { isFile: false, name, createReader: () => ({ readEntries: (done: (some: object[]) => void) => done(batches.shift()!) }) };
  };
  const tree = folder('site', [leaf('index.html'), folder('img', [leaf('日本.png')])]);
  const items = [
    { kind: 'string', webkitGetAsEntry: () => null },
    { kind: 'file', webkitGetAsEntry: () => tree },
    { kind: 'file', webkitGetAsEntry: () => leaf('notes.txt') },
  ];
  const found = await droppedOf(items as unknown as DataTransferItemList);
  expect(found.map(({ name }) => name)).toEqual(['site/index.html', 'site/img/日本.png', 'notes.txt']);
});
