import { changeSettings, type OfferedAction } from '@fresnel/sdk';
import { setWords } from '@fresnel/sdk/host';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import en from '../messages/en.json';
import { ActionDialog } from './ActionDialog';

const SCALE: OfferedAction = {
  plugin: 'resources',
  id: 'scale',
  key: 'resources/scale',
  title: 'scale',
  words: 'Scale',
  level: 'change',
  most: 500,
  missing: [],
  fields: [{ name: 'replicas', type: 'number', title: 'replicas', required: true, min: 0, max: 10 }],
};
const DELETE: OfferedAction = { ...SCALE, id: 'delete', key: 'resources/delete', words: 'Delete', level: 'destructive', fields: [] };
const WEB = { cluster: 'test', resource: 'deployments.apps', namespace: 'shop', name: 'web' };
const PLAN = {
  plan: 'digest',
  at: 5,
  level: 'change',
  sequence: false,
  commands: ['kubectl scale deployments.apps/web -n shop --replicas=4'],
  notes: [],
  changes: [
    {
      target: WEB,
      verb: 'patch',
      reason: { key: 'why' },
      differences: [{ path: '/spec/replicas', before: '2', after: '4' }],
      kubectl: '',
      keeper: 'argocd',
      finalizers: [],
    },
  ],
};

interface Asked {
  readonly suggest?: boolean;
  readonly plan?: string;
  readonly at?: number;
  readonly input: Readonly<Record<string, unknown>>;
}

describe('the dialog of an action', () => {
  const asked: Asked[] = [];
  let refused = 0;

  beforeEach(() => {
    asked.length = 0;
    refused = 0;
    setWords('ui', { en });
    setWords('resources', { en: { replicas: 'Replicas', why: 'scaled' } });
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
      const body = JSON.parse(String(init.body)) as Asked;
      asked.push(body);
      if (body.suggest) return Promise.resolve(Response.json({ input: { replicas: 2 }, options: {} }));
      if (body.plan === undefined) return Promise.resolve(Response.json(PLAN));
      if (refused-- > 0) return Promise.resolve(Response.json({ code: 'PLAN_CHANGED', detail: 'other' }, { status: 409 }));
      const lines = [
        { target: WEB, state: 'waiting', detail: 'a budget' },
        { target: WEB, state: 'done' },
      ];
      return Promise.resolve(new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
    });
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    changeSettings({ clusters: {} });
  });

  const applied = () => asked.filter((one) => one.plan !== undefined);
  const button = (name: string) => screen.findByRole('button', { name });

  it('begins with what there is, shows what would change, and applies just that', async () => {
    render(<ActionDialog action={SCALE} refs={[WEB]} onClose={() => undefined} />);
    const field = await screen.findByLabelText('Replicas');
    expect((field as HTMLInputElement).value).toBe('2');
    fireEvent.change(field, { target: { value: '4' } });
    await screen.findByText('/spec/replicas');
    expect(screen.getByText(/Argo CD keeps this object/)).toBeTruthy();
    expect(screen.getByText(/kubectl scale deployments.apps\/web -n shop --replicas=4/)).toBeTruthy();
    await waitFor(() => expect(asked.at(-1)!.input).toEqual({ replicas: 4 }));
    await waitFor(async () => expect((await button('Scale')).getAttribute('aria-disabled')).not.toBe('true'));
    fireEvent.click(await button('Scale'));
    await screen.findByText('Done.');
    expect(applied()).toEqual([expect.objectContaining({ plan: 'digest', at: 5, input: { replicas: 4 } })]);
  });

  it('asks nothing of the server that cannot be', async () => {
    render(<ActionDialog action={SCALE} refs={[WEB]} onClose={() => undefined} />);
    fireEvent.change(await screen.findByLabelText('Replicas'), { target: { value: '99' } });
    await screen.findByText('At most 10.');
    expect((await button('Scale')).getAttribute('aria-disabled')).toBe('true');
  });

  it('asks for the name where what is destroyed is production', async () => {
    changeSettings({ clusters: { test: { production: true } } });
    render(<ActionDialog action={DELETE} refs={[WEB]} onClose={() => undefined} />);
    await screen.findByText('/spec/replicas');
    fireEvent.click(await button('Delete'));
    expect(applied()).toEqual([]);
    fireEvent.change(screen.getByLabelText(/marked as production/), { target: { value: 'web' } });
    fireEvent.click(await button('Delete'));
    await screen.findByText('Done.');
  });

  it('shows it anew when the objects have changed meanwhile', async () => {
    refused = 1;
    render(<ActionDialog action={DELETE} refs={[WEB]} onClose={() => undefined} />);
    await screen.findByText('/spec/replicas');
    fireEvent.click(await button('Delete'));
    await screen.findByText(/have changed meanwhile/);
    expect(asked.filter((one) => one.plan === undefined)).toHaveLength(2);
  });

  it('says which right is missing and does nothing', async () => {
    render(<ActionDialog action={{ ...DELETE, lockedBecause: 'You lack the right: delete deployments.apps' }} refs={[WEB]} onClose={() => undefined} />);
    await screen.findByText('You lack the right: delete deployments.apps');
    fireEvent.click(await button('Delete'));
    expect(applied()).toEqual([]);
  });
});
