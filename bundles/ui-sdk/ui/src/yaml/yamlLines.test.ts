import { describe, expect, it } from 'vitest';
import { yamlText } from './yamlLines';

describe('YAML', () => {
  it('looks as kubectl prints it', () => {
    const value = {
      apiVersion: 'v1',
      metadata: { name: 'web', labels: {} },
      spec: { ports: [{ port: 80, name: 'http' }, { port: 443 }], args: ['-v', '--x=1'], nested: [[1, 2], []] },
    };
    expect(yamlText(value)).toBe(
      [
        'apiVersion: v1',
        'metadata:',
        '  name: web',
        '  labels: {}',
        'spec:',
        '  ports:',
        '  - port: 80',
        '    name: http',
        '  - port: 443',
        '  args:',
        '  - -v',
        '  - --x=1',
        '  nested:',
        '  -',
        '    - 1',
        '    - 2',
        '  - []',
        '',
      ].join('\n'),
    );
  });

  it.each([
    'true',
    'no',
    'null',
    '~',
    '1',
    '1.5',
    '1e3',
    '0x1f',
    '0o7',
    '.inf',
    '2026-01-01',
    '',
    ' a',
    'a ',
    'a: b',
    'a #b',
    '*a',
    '&a',
    '!a',
    '{a',
    '[a',
    '- a',
    '? a',
    '@a',
    '%a',
    'a:',
    '"a"',
    "'a'",
    'a\u0000b',
    '1_000',
    '12:30',
  ])('quotes the text %j, which would be read as something else', (text) => {
    expect(yamlText({ a: text })).toBe(`a: ${JSON.stringify(text)}\n`);
  });

  it.each(['web-1', 'a:b', 'http://x/y', 'a#b', '-v', '1.5.2-rc', 'v1.2', '10.0.0.1/24', '日本語', 'a b'])('leaves %j as it is', (text) => {
    expect(yamlText({ a: text })).toBe(`a: ${text}\n`);
  });

  it('writes texts of several lines as blocks that give back the same text', () => {
    expect(yamlText({ a: 'one\ntwo\n', b: 'one\ntwo', c: ['x\ny\n'] })).toBe('a: |\n  one\n  two\nb: |-\n  one\n  two\nc:\n- |\n  x\n  y\n');
    expect(yamlText({ a: 'one\n\n  two\n\n' })).toBe('a: |+\n  one\n\n    two\n\n');
  });

  it('quotes lines that a block would change', () => {
    expect(yamlText({ a: ' one\ntwo' })).toBe('a: " one\\ntwo"\n');
    expect(yamlText({ a: 'one \ntwo' })).toBe('a: "one \\ntwo"\n');
  });
});
