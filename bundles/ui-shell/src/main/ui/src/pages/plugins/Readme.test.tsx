import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { plainAddress, Readme } from './Readme';

describe('a stranger’s text', () => {
  afterEach(cleanup);

  it('is drawn as headings, lists, code, tables and links', () => {
    render(
      <Readme text={'# Hello\n\n- one\n- **two**\n\n```sh\nkubectl get <pods>\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[site](https://example.org/x)'} />,
    );
    expect(screen.getByRole('heading', { name: 'Hello', level: 3 })).toBeDefined();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['one', 'two']);
    expect(screen.getByText('kubectl get <pods>').tagName).toBe('CODE');
    expect(screen.getByRole('table')).toBeDefined();
    const link = screen.getByRole('link', { name: 'site' });
    expect(link.getAttribute('rel')).toContain('noopener');
    expect(link.getAttribute('target')).toBe('_blank');
  });

  it('never becomes markup, scripts or pictures', () => {
    const evil = [
      '<script>window.hacked = 1</script>',
      '<img src=x onerror="window.hacked = 1">',
      '[a](javascript:alert(1)) [b](data:text/html,x) [c](/auth/logout) [d](//evil.example) [e](https://user:secret@evil.example)',
      '![tracker](https://evil.example/pixel.png)',
      '<iframe src="https://evil.example"></iframe>',
      '[f]: javascript:alert(1)\n\n[f]',
      '<svg onload=alert(1)>',
      '`<b>code</b>`',
    ].join('\n\n');
    const { container } = render(<Readme text={evil} />);
    expect([...container.querySelectorAll('*')].map((one) => one.tagName.toLowerCase()).filter((tag) => /script|img|iframe|svg|^b$|style/.test(tag))).toEqual(
      [],
    );
    expect(container.querySelectorAll('a')).toHaveLength(0);
    for (const element of container.querySelectorAll('*')) for (const { name } of element.attributes) expect(name).not.toMatch(/^on|style|src/);
    expect(container.textContent).toContain('<script>window.hacked = 1</script>');
    expect(container.textContent).toContain('<b>code</b>');
    expect(container.textContent).toContain('[tracker]');
  });

  it('may nest without end', () => {
    const { container } = render(<Readme text={`${'> '.repeat(2_000)}deep`} />);
    expect(container.querySelectorAll('blockquote').length).toBeLessThan(30);
  });

  it('links to the web alone', () => {
    expect(plainAddress('https://example.org/a?b#c')).toBe('https://example.org/a?b#c');
    expect(plainAddress('JaVaScRiPt:alert(1)')).toBeUndefined();
    expect(plainAddress('java\nscript:alert(1)')).toBeUndefined();
    expect(plainAddress('/x')).toBeUndefined();
  });
});
