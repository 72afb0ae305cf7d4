import { afterEach, expect, it } from 'vitest';
import { changeSettings } from '../page/settings';
import { bytes, clock, cores, day, moment, number, percent } from './formats';

const NOON = Date.UTC(2026, 10, 21, 12, 0, 5);

afterEach(() => changeSettings({ language: 'en', locale: '', zone: '', hours: '24' }));

it('writes numbers and quantities as the person does', () => {
  changeSettings({ language: 'en' });
  expect([number(1284), cores(0.4125), cores(2.5), bytes(5.6 * 2 ** 30), bytes(512), percent(0.824)]).toEqual(['1,284', '413m', '2.5', '5.6Gi', '512', '82%']);
  changeSettings({ locale: 'de-DE' });
  expect([number(1284), cores(2.5), bytes(5.6 * 2 ** 30)]).toEqual(['1.284', '2,5', '5,6Gi']);
});

it('writes moments in the zone, the order and the hours of the person', () => {
  changeSettings({ language: 'en', zone: 'Asia/Tokyo', locale: 'en-GB' });
  expect([clock(NOON), day(NOON)]).toEqual(['21:00:05', '21 Nov 2026']);
  expect(moment(NOON)).toBe('21 Nov 2026, 21:00:05 GMT+9');
  changeSettings({ hours: '12', zone: 'UTC', locale: 'en-US' });
  expect(clock(NOON)).toMatch(/^12:00:05\sPM$/);
  changeSettings({ locale: 'ja', hours: '24' });
  expect(day(NOON)).toBe('2026年11月21日');
});
