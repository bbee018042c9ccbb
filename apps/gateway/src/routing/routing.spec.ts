import type { Route } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { Balancer } from './balancer.js';
import { closeNames } from './close-names.js';
import { RouteTable, type Target } from './route-table.js';

const route = (deployment: string, more: Partial<Route> = {}): Route => ({
  deployment,
  modelName: deployment,
  state: 'ready',
  reason: '',
  instances: [{ id: `${deployment}-1`, generation: 1, url: 'http://127.0.0.1:1' }],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const target = (id: string, generation = 1): Target => ({ deployment: 'd', id, generation, url: 'http://127.0.0.1:1' });

describe('the table of routes', () => {
  it('finds the ready instances of a model, of all deployments that serve it', () => {
    const table = new RouteTable([
      route('a', { modelName: 'org/m' }),
      route('b', { modelName: 'org/m' }),
      route('c', { modelName: 'org/m', state: 'loading' }),
    ]);
    expect(table.resolve('org/m')).toMatchObject({ kind: 'ready', targets: [{ id: 'a-1' }, { id: 'b-1' }] });
  });

  it('says why a model is not ready, from the deployment that is nearest to it', () => {
    const table = new RouteTable([
      route('a', { modelName: 'm', state: 'stopped', reason: 'stopped by a user', instances: [] }),
      route('b', { modelName: 'm', state: 'loading', reason: 'pulling 43 %', instances: [] }),
    ]);
    expect(table.resolve('m')).toEqual({
      kind: 'not-ready',
      deployment: 'b',
      state: 'loading',
      reason: 'pulling 43 %',
    });
  });

  it('is not ready without an instance, whatever the state says', () => {
    expect(new RouteTable([route('m', { instances: [], reason: 'none left' })]).resolve('m')).toMatchObject({
      kind: 'not-ready',
      reason: 'none left',
    });
  });

  it('names models close to one that there is not', () => {
    const table = new RouteTable([route('qwen', { modelName: 'Qwen/Qwen2.5-7B-Instruct' }), route('whisper')]);
    expect(table.resolve('qwen2.5-7b')).toEqual({ kind: 'unknown', close: ['Qwen/Qwen2.5-7B-Instruct'] });
  });

  it('lists the models that can be used now', () => {
    const table = new RouteTable([route('b'), route('a'), route('c', { state: 'failed' })]);
    expect(table.models().map((each) => each.name)).toEqual(['a', 'b']);
  });
});

describe('close names', () => {
  it('are at most five, best first', () => {
    const names = ['llama-3-8b', 'llama-3-70b', 'llama-2-7b', 'llama3', 'llama-3.1-8b', 'llama-3.2-1b', 'mistral'];
    const close = closeNames('llama-3-8b-instruct', names);
    expect(close).toHaveLength(5);
    expect(close[0]).toBe('llama-3-8b');
    expect(close).not.toContain('mistral');
  });

  it.each(['', '?', 'zzzz'])('are none for %j', (wanted) => {
    expect(closeNames(wanted, ['llama', 'qwen'])).toEqual([]);
  });
});

describe('the balancer', () => {
  it('sends to the instance with the fewest requests under way', () => {
    const balancer = new Balancer();
    const [one, two] = [target('1'), target('2')];
    const leases = [1, 2, 3, 4].map(() => balancer.take([one, two]));
    expect([balancer.countOf(one), balancer.countOf(two)]).toEqual([2, 2]);
    leases.filter((lease) => lease?.target === two).forEach((lease) => lease?.release());
    expect(balancer.take([one, two])?.target).toBe(two);
  });

  it('lets equals take turns', () => {
    const balancer = new Balancer();
    const targets = [target('1'), target('2'), target('3')];
    const picked = [1, 2, 3].map(() => {
      const lease = balancer.take(targets);
      lease?.release();
      return lease?.target.id;
    });
    expect(new Set(picked).size).toBe(3);
  });

  it('avoids an instance that could not be reached for a while, unless it is the only one', () => {
    let now = 0;
    const balancer = new Balancer(() => now);
    const [one, two] = [target('1'), target('2')];
    balancer.avoid(one);
    const picked = () => {
      const lease = balancer.take([one, two]);
      lease?.release();
      return lease?.target;
    };
    expect([picked(), picked(), picked()]).toEqual([two, two, two]);
    expect(balancer.take([one])?.target).toBe(one);
    now = 2000;
    balancer.avoid(two);
    expect(picked()).toBe(one);
  });

  it('counts a lease off once, however often it is released', () => {
    const balancer = new Balancer();
    const one = target('1');
    balancer.take([one]);
    const lease = balancer.take([one]);
    lease?.release();
    lease?.release();
    expect(balancer.countOf(one)).toBe(1);
  });

  it('takes a new generation of an instance for another one', () => {
    const balancer = new Balancer();
    balancer.take([target('1', 1)]);
    expect(balancer.countOf(target('1', 2))).toBe(0);
  });
});
