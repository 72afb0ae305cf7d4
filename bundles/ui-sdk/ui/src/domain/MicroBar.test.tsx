import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { MicroBar, pressure } from './MicroBar';

describe('a micro-bar', () => {
  it('is near its limit from 85 % and at it from 97 %', () => {
    expect(pressure(0.84, 1)).toBeUndefined();
    expect(pressure(0.85, 1)).toBe('warning');
    expect(pressure(0.97, 1)).toBe('error');
    expect(pressure(9, undefined)).toBeUndefined();
  });

  it('fills its track by use and marks the request', () => {
    const { container } = render(<MicroBar used={0.25} request={0.5} limit={1} />);
    const [track, fill, tick] = [...container.querySelectorAll('rect')].map((rect) => [Number(rect.getAttribute('x')), Number(rect.getAttribute('width'))]);
    expect(track).toEqual([0, 52]);
    expect(fill).toEqual([0, 13]);
    expect(tick![0]).toBe(26);
  });

  it('has no track without a limit', () => {
    const { container } = render(<MicroBar used={0.25} />);
    expect(container.querySelectorAll('rect')).toHaveLength(1);
    expect(container.querySelectorAll('path')).toHaveLength(1);
  });
});
