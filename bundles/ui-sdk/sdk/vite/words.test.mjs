// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readContributions } from './contributions.mjs';
import { checkWords } from './words.mjs';

describe('what ends a build', () => {
  let root;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fresnel-words-'));
    mkdirSync(join(root, 'ui'));
    mkdirSync(join(root, 'messages'));
    words({ title: 'Hello', pods: '{count, number} pods' }, { title: 'こんにちは', pods: '{count, number} 個' });
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const words = (en, ja) => {
    writeFileSync(join(root, 'messages/en.json'), JSON.stringify(en));
    writeFileSync(join(root, 'messages/ja.json'), JSON.stringify(ja));
  };
  const source = (code) => writeFileSync(join(root, 'ui/HelloPage.tsx'), `import { t } from '@fresnel/sdk';\n${code}`);
  const faults = (extraKeys = []) => checkWords({ sources: join(root, 'ui'), messages: join(root, 'messages'), extraKeys });

  it('is nothing when all words are there', () => {
    source("export const HelloPage = () => <h1>{t('title')} {t('pods', { count: 1 })}</h1>;");
    expect(faults([{ key: 'title', file: 'contributions.json' }])).toEqual([]);
  });

  it('is a key that no message has', () => {
    source("t('missing')");
    expect(faults()).toEqual(['HelloPage.tsx:2: message "missing" is missing in en.json']);
    expect(faults([{ key: 'nav', file: 'contributions.json' }])[0]).toBe('contributions.json: message "nav" is missing in en.json');
  });

  it('is a key that a build cannot check', () => {
    source('t(STATES[x])');
    expect(faults()).toEqual(['HelloPage.tsx:2: t() wants a literal key, so that the build can check it']);
  });

  it('is a message without the arguments that it wants', () => {
    source("t('pods')");
    expect(faults()).toEqual(['HelloPage.tsx:2: message "pods" wants count']);
  });

  it('is a language that lacks a message, has one too many, or wants other arguments', () => {
    words({ a: 'A', b: '{x}' }, { b: '{y}', c: 'C' });
    expect(faults()).toEqual(['message "a" is missing in ja.json', 'message "b": en has {x}, ja has {y}', 'message "c" of ja.json is not in en.json']);
  });

  it('is a message that is not ICU', () => {
    words({ a: '{count, plural, one {#}' }, { a: 'A' });
    expect(faults()[0]).toContain('message "a" of en.json is not ICU');
  });

  it('is a contribution to an unknown slot or group, or one that names a file that is not there', () => {
    const file = join(root, 'contributions.json');
    writeFileSync(
      file,
      JSON.stringify({
        contract: 1,
        holograms: [],
        navigation: [{ id: 'a', title: 'title', group: 'moon', route: 'hello' }],
        pages: [
          { route: 'hello', module: './NoPage' },
          { route: 'hi', module: './HelloPage' },
        ],
        panels: [{ id: 'view', title: 'title', module: './HelloPage' }],
        objectActions: [
          { id: 'view', title: 'title', resource: ['pods', 'jobs.batch'], panel: 'view' },
          { id: 'none', title: 'title', resource: '*', panel: 'nowhere' },
          { id: 'lost', title: 'title', resource: [] },
        ],
      }),
    );
    source('');
    const read = readContributions(file, join(root, 'ui'));
    expect(read.entries).toEqual({ HelloPage: join(root, 'ui/HelloPage.tsx') });
    expect(new Set(read.keys.map(({ key }) => key))).toEqual(new Set(['title']));
    expect(read.faults.map((fault) => fault.slice(file.length + 2))).toEqual([
      'unknown slot "holograms"; known are navigation, pages, lists, details, detailSections, commands, detailTabs, panels, objectActions, overview, home',
      'navigation[0] names the unknown group "moon"',
      'pages[0] names ./NoPage, but there is no NoPage.tsx beside vite.config.mjs',
      'objectActions[1] opens the panel "nowhere", but there is none of that id among "panels"',
      'objectActions[2] has no "resource"',
      'objectActions[2] wants one of panel, route',
    ]);
  });
});
