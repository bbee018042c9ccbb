import { backendEvents } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { describeEvent } from './describe-event.js';

const version = (name: string, env: Record<string, string> = {}) => ({
  name,
  images: [{ framework: 'cpu', image_name: 'engine:1' }],
  env,
});

it('tells events in plain words', () => {
  expect(describeEvent({ type: 'VersionDeprecated', data: { version: '1.10', message: 'use 2' } })).toBe(
    'deprecated version 1.10: use 2',
  );
  expect(describeEvent({ type: 'BackendDescribed', data: { changes: { description: null, icon: 'x' } } })).toBe(
    'changed description, icon',
  );
});

it('names the first versions of many, and says how many more there are', () => {
  const versions = Array.from({ length: 12 }, (_, n) => version(`v${n}`));
  const definition = { backend_name: 'x-custom', versions };
  expect(describeEvent({ type: 'BackendRegistered', data: { source: 'custom', definition } })).toBe(
    'registered with v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 2 more',
  );
});

it('keeps what an environment holds to itself', () => {
  const secret = { HF_TOKEN: 'hf_secret' };
  const events = [
    { type: 'BackendDescribed', data: { changes: { default_env: secret } } },
    { type: 'VersionAdded', data: { version: version('v1', secret) } },
    { type: 'VersionChanged', data: { version: version('v1', secret) } },
  ];
  expect(events.map(describeEvent)).toEqual(['changed default_env', 'added version v1', 'changed version v1']);
});

it('names an event that it does not know', () => {
  expect(describeEvent({ type: 'BackendPainted', data: {} })).toBe('BackendPainted');
  expect(describeEvent({ type: 'constructor', data: {} })).toBe('constructor');
  expect(describeEvent({ type: 'VersionAdded', data: { redacted: true } })).toBe('VersionAdded');
});

it('has words for every event of the contract', () => {
  expect(Object.keys(backendEvents).filter((type) => describeEvent({ type, data: {} }) === '')).toEqual([]);
});
