import type { UpdateWindow } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { isOpen, nextOpening } from './update-window.js';

const window = (more: Partial<UpdateWindow> = {}): UpdateWindow => ({
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '02:00',
  to: '04:00',
  timeZone: 'UTC',
  ...more,
});
const open = (when: UpdateWindow, ...times: readonly string[]) => times.map((time) => isOpen(when, new Date(time)));
const next = (when: UpdateWindow, time: string) => nextOpening(when, new Date(time)).toISOString();

// 2026-11-23 is a Monday.
describe('a time window', () => {
  it('is always open where there is none', () => {
    const now = new Date('2026-11-23T12:00:00Z');
    expect(isOpen(undefined, now)).toBe(true);
    expect(nextOpening(undefined, now)).toEqual(now);
  });

  it('is open from its beginning on and closed at its end', () => {
    const times = ['01:59:59.999', '02:00:00.000', '03:59:59.999', '04:00:00.000'];
    expect(open(window(), ...times.map((time) => `2026-11-23T${time}Z`))).toEqual([false, true, true, false]);
  });

  it('is open on its days only', () => {
    const weekend = window({ days: ['sat', 'sun'] });
    const days = [21, 22, 23, 27, 28].map((day) => `2026-11-${day}T03:00:00Z`);
    expect(open(weekend, ...days)).toEqual([true, true, false, false, true]);
    expect(next(weekend, '2026-11-23T00:00:00Z')).toBe('2026-11-28T02:00:00.000Z');
    expect(next(weekend, '2026-11-28T03:00:00Z')).toBe('2026-11-28T03:00:00.000Z');
    expect(next(weekend, '2026-11-22T05:00:00Z')).toBe('2026-11-28T02:00:00.000Z');
  });

  it('reaches over midnight into the day after its own', () => {
    const night = window({ days: ['fri'], from: '22:00', to: '04:00' });
    const times = ['27T21:59:00', '27T23:00:00', '28T03:59:00', '28T04:00:00', '28T23:00:00', '27T03:00:00'];
    expect(open(night, ...times.map((time) => `2026-11-${time}Z`))).toEqual([false, true, true, false, false, false]);
  });

  it('lasts a day where it ends when it begins', () => {
    const day = window({ days: ['mon'], from: '06:00', to: '06:00' });
    const times = ['23T05:59:00', '23T06:00:00', '24T05:59:00', '24T06:00:00'];
    expect(open(day, ...times.map((time) => `2026-11-${time}Z`))).toEqual([false, true, true, false]);
  });

  it('is that of its time zone, whose day may be another', () => {
    const auckland = window({ days: ['tue'], from: '01:00', to: '02:00', timeZone: 'Pacific/Auckland' });
    expect(open(auckland, '2026-11-23T12:30:00Z', '2026-11-24T01:30:00Z')).toEqual([true, false]);
    const kolkata = window({ from: '00:15', to: '00:45', timeZone: 'Asia/Kolkata' });
    expect(open(kolkata, '2026-11-23T18:44:00Z', '2026-11-23T18:45:00Z', '2026-11-23T19:15:00Z')).toEqual([
      false,
      true,
      false,
    ]);
  });
});

const berlin = (from: string, to: string) => window({ from, to, days: ['sun'], timeZone: 'Europe/Berlin' });

// In Berlin clocks are set from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
describe('a time window when clocks are changed', () => {
  it('keeps to the clock on the wall', () => {
    const night = berlin('01:00', '05:00');
    expect(open(night, '2026-03-29T00:00:00Z', '2026-03-29T02:59:00Z', '2026-03-29T03:00:00Z')).toEqual([
      true,
      true,
      false,
    ]);
    const times = ['2026-10-24T22:59:00Z', '2026-10-24T23:00:00Z', '2026-10-25T03:59:00Z', '2026-10-25T04:00:00Z'];
    expect(open(night, ...times)).toEqual([false, true, true, false]);
  });

  it('is not lost where the clock passes over all of it', () => {
    const lost = berlin('02:00', '03:00');
    expect(next(lost, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(open(lost, '2026-03-29T00:59:00Z', '2026-03-29T01:59:00Z', '2026-03-29T02:00:00Z')).toEqual([
      false,
      true,
      false,
    ]);
    expect(open(berlin('02:15', '02:45'), '2026-03-29T01:15:00Z', '2026-03-29T01:45:00Z')).toEqual([true, false]);
  });

  it('is open once, from the first to the last, where the clock shows it twice', () => {
    const twice = berlin('02:15', '02:45');
    const times = ['00:14', '00:15', '00:50', '01:30', '01:45'].map((time) => `2026-10-25T${time}:00Z`);
    expect(open(twice, ...times)).toEqual([false, true, true, true, false]);
  });
});
