import { expect, it } from 'vitest';
import { addressOf } from './forwards';
import { plainTitle, safeAddress } from './hostile';

it.each([
  ['vim notes.txt', 'vim notes.txt'],
  ['safe\u202etxt.exe', 'safetxt.exe'],
  ['a\u2066b\u2069\u200fc', 'abc'],
  ['two\r\nlines\u0007\u009b31m', 'two lines 31m'],
  ['日本語 ok', '日本語 ok'],
  ['x'.repeat(500), `${'x'.repeat(60)}…`],
])('a title %j is shown as %j', (title, shown) => {
  expect(plainTitle(title)).toBe(shown);
});

it.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['http://example.org', 'http://example.org/'],
  ['javascript:alert(1)', undefined],
  ['JAVASCRIPT:alert(1)', undefined],
  ['data:text/html,<script>1</script>', undefined],
  ['file:///etc/passwd', undefined],
  ['vscode://open', undefined],
  ['https://fresnel@evil.example/', undefined],
  ['//evil.example', undefined],
  [`https://example.org/${'x'.repeat(3000)}`, undefined],
  ['https://ex\u0430mple.org/', 'https://xn--exmple-4nf.org/'],
])('a link to %j leads to %j', (uri, address) => {
  expect(safeAddress(uri)).toBe(address);
});

it('opens forwards at another host than the page, for cookies know no ports', () => {
  expect(addressOf({ localPort: 9000, port: '80' }, '127.0.0.1')).toBe('http://localhost:9000/');
  expect(addressOf({ localPort: 9000, port: 'https' }, 'fresnel.example.org')).toBe('https://localhost:9000/');
  expect(addressOf({ localPort: 9000, port: '80' }, 'localhost')).toBe('http://forward.localhost:9000/');
});
