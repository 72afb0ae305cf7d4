import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeSettings } from '../page/settings';
import { bind } from '../slots/bind';
import { number } from './formats';
import { say, setWords } from './words';

beforeEach(() => {
  changeSettings({ language: 'en' });
  setWords('hello', {
    en: { title: 'Hello', pods: '{count, plural, one {# pod} other {# pods}} in {place}', onlyHere: 'English' },
    ja: { title: 'こんにちは', pods: '{place} に {count, plural, other {# 個の Pod}}' },
  });
});

afterEach(() => {
  changeSettings({ language: 'en' });
  setWords('hello', undefined);
});

it('speaks the person’s language, by plugin', () => {
  const { t } = bind('hello');
  expect(t('title')).toBe('Hello');
  changeSettings({ language: 'ja' });
  expect(t('title')).toBe('こんにちは');
});

it('counts by the rules of the language', () => {
  expect(say('hello', 'pods', { count: 1, place: 'shop' })).toBe('1 pod in shop');
  expect(say('hello', 'pods', { count: 1234, place: 'shop' })).toBe('1,234 pods in shop');
});

it('keeps its direction, whatever the names in it hold', () => {
  expect(say('hello', 'pods', { count: 2, place: 'a\u202egnp.exe' })).toBe('2 pods in \u2068agnp.exe\u2069');
  expect(say('hello', 'pods', { count: 2, place: 'שלום' })).toBe('2 pods in \u2068שלום\u2069');
});

it('falls back to English for what a language lacks, and to the key for what nobody has', () => {
  changeSettings({ language: 'ja' });
  expect(say('hello', 'onlyHere')).toBe('English');
  expect(say('hello', 'nowhere')).toBe('nowhere');
  expect(say('nobody', 'title')).toBe('title');
});

it('speaks the words of the next generation after a swap', () => {
  expect(say('hello', 'pods', { count: 2, place: 'x' })).toBe('2 pods in x');
  setWords('hello', { en: { pods: '{count} of them' } });
  expect(say('hello', 'pods', { count: 2, place: 'x' })).toBe('2 of them');
});

it('takes angle brackets for text', () => {
  setWords('hello', { en: { none: '{name} is <none>' } });
  expect(say('hello', 'none', { name: 'IP' })).toBe('IP is <none>');
});

it('groups digits', () => {
  expect(number(1284)).toBe('1,284');
});
