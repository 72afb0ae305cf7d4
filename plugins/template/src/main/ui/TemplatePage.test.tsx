import { renderPlugin } from '@fresnel/sdk/testing';
import { type RenderResult, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import en from '../resources/messages/en.json';
import { TemplatePage } from './TemplatePage';

let page: RenderResult;
afterEach(() => page.unmount());

it('shows pods and how many there are', async () => {
  page = await renderPlugin('template', <TemplatePage />, {
    messages: { en },
    endpoints: { '/count': { known: { pods: 2 }, asOf: '2026-01-31T12:00:00Z' } },
    rows: { pods: [{ name: 'web-1', namespace: 'shop', cells: { restarts: '3' } }] },
  });
  expect(await screen.findByText('2 pods that you may see')).toBeDefined();
  expect(screen.getByRole('heading', { name: 'Template' })).toBeDefined();
});

it('says nothing of a number that the server does not tell', async () => {
  page = await renderPlugin('template', <TemplatePage />, {
    messages: { en },
    endpoints: { '/count': { forbidden: { verb: 'list', resource: 'pods', namespace: '' } } },
  });
  expect(screen.queryByText(/that you may see/)).toBeNull();
});
