import { expect, it } from 'vitest';
import { Lines } from './lines';

it('shows what is typed and gives whole lines to a program without a terminal', () => {
  let shown = '';
  const lines = new Lines((text) => {
    shown += text;
  });
  expect(lines.type('helx')).toBe('');
  expect(lines.type('\u007f')).toBe('');
  expect(lines.type('lo')).toBe('');
  expect(lines.type('\u001b[A')).toBe('');
  expect(lines.type('\r')).toBe('hello\n');
  expect(shown).toBe('helx\b \blo\r\n');
  expect(lines.type('日本\u007f\r\nb')).toBe('日\n');
  expect(shown.endsWith('日本\b\b  \b\b\r\nb')).toBe(true);
  expect(lines.type('\r')).toBe('b\n');
});
