import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TextInput } from './TextInput';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const type = (text: string) => fireEvent.change(screen.getByLabelText('what'), { target: { value: text } });
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test('with a delay, only the end of what is typed is told', () => {
  const told: string[] = [];
  render(<TextInput label="what" value="" delay={100} onChange={(next) => told.push(next)} />);
  type('a');
  type('ab');
  expect(told).toEqual([]);
  pass(100);
  expect(told).toEqual(['ab']);
});

test('what answers while one types is told the first key at once, and then so often', () => {
  const told: string[] = [];
  render(<TextInput label="what" value="" every={100} onChange={(next) => told.push(next)} />);
  type('a');
  expect(told).toEqual(['a']);
  pass(40);
  type('ab');
  pass(40);
  type('abc');
  expect(told).toEqual(['a']);
  pass(20);
  expect(told).toEqual(['a', 'abc']);
  pass(500);
  type('abcd');
  expect(told).toEqual(['a', 'abc', 'abcd']);
});
