import { describe, expect, it } from 'vitest';
import type { BackendDefinition, BackendEvent } from '@enginehouse/contracts';
import { builtIn, definition, given, happened, refused, registered, version, vllm } from '../testing/given.js';
import { fold, type Backend } from './backend.js';
import { rollBack } from './roll-back.decisions.js';
import { noLongerShipped } from './seed.decisions.js';

const name = 'engine-custom';
const old = definition(name, { description: 'old' });
const described: BackendEvent = { type: 'BackendDescribed', data: { changes: { description: 'new' } } };
const deleted: BackendEvent = { type: 'BackendDeleted', data: {} };

/** Back to what some events had led to, at revision 1. */
const backTo =
  (...events: readonly BackendEvent[]) =>
  (state: Backend) =>
    rollBack(state, {
      name,
      toRevision: 1,
      past: { revision: 1, state: fold(events), shipped: fold([]) },
      shipped: fold([]),
    });

const deprecate = (which: string): BackendEvent => ({
  type: 'VersionDeprecated',
  data: { version: which, message: 'broken' },
});

const rolledBack = (wanted: BackendDefinition, more: object = {}): BackendEvent => ({
  type: 'BackendRolledBack',
  data: { toRevision: 1, source: 'custom', definition: wanted, ...more },
});

describe('rolling back', () => {
  it('restores the whole definition by one event', () => {
    const now = given(registered(old), described, { type: 'VersionAdded', data: { version: version('v2') } });
    expect(now.when(backTo(registered(old)))).toEqual(happened(rolledBack(old)));
  });

  it('changes nothing where the backend is what it was', () => {
    const back: BackendEvent = { type: 'BackendDescribed', data: { changes: { description: 'old' } } };
    expect(given(registered(old), described, back).when(backTo(registered(old)))).toEqual(happened());
  });

  it('sees a change in the order of versions alone', () => {
    const two = definition(name, { versions: [version('v1'), version('v2')] });
    const turned: BackendEvent = { type: 'VersionsReordered', data: { versions: ['v2', 'v1'] } };
    expect(given(registered(two), turned).when(backTo(registered(two)))).toEqual(happened(rolledBack(two)));
  });

  it('brings back a deleted backend', () =>
    expect(given(registered(old), deleted).when(backTo(registered(old)))).toEqual(happened(rolledBack(old))));

  it('goes back behind a deletion, to what had the name before', () =>
    expect(given(registered(old), deleted, registered(definition(name))).when(backTo(registered(old)))).toEqual(
      happened(rolledBack(old)),
    ));

  it('restores which set of documents made it', () => {
    const made: BackendEvent = {
      type: 'BackendRegistered',
      data: { source: 'custom', definition: old, applySet: 'team' },
    };
    expect(given(made, described).when(backTo(made))).toEqual(happened(rolledBack(old, { applySet: 'team' })));
    expect(given(registered(old)).when(backTo(made))).toEqual(happened(rolledBack(old, { applySet: 'team' })));
  });

  it('is refused for a revision at which there was nothing, with what to do instead', () => {
    const none = refused('revision-not-found', { hint: expect.stringContaining('history') as string });
    expect(given(registered(old)).when(backTo())).toMatchObject(none);
    expect(given(registered(old)).when(backTo(registered(old), deleted))).toMatchObject(none);
  });

  it('is refused for a backend that never was', () =>
    expect(given().when(backTo(registered(old)))).toMatchObject(refused('backend-not-found')));

  it('is refused where today’s rules do not allow what was', () => {
    const odd = definition(name, { default_run_command: 'serve {{prot}}' });
    expect(given(registered(old)).when(backTo(registered(odd)))).toMatchObject(refused('invalid-definition'));
  });
});

describe('rolling back a built-in backend', () => {
  const first = vllm({ description: 'shipped', default_run_command: 'serve {{model_path}}' });
  const own = version('0.3.0-custom');
  const shippedNow = vllm({
    description: 'shipped',
    default_run_command: 'run {{model_path}}',
    versions: [version('0.4.0', { built_in: true }), ...vllm().versions],
  });

  /** Back to a state that users had made of the first release, under the second. */
  const back = (events: readonly BackendEvent[], shipped = shippedNow) => {
    const past = { revision: 1, state: fold(events), shipped: fold([builtIn(first)]) };
    return (state: Backend) =>
      rollBack(state, { name: 'vLLM', toRevision: 1, past, shipped: fold([builtIn(shipped)]) });
  };
  const result = (state: Backend, events: readonly BackendEvent[], shipped = shippedNow) => {
    const decision = back(events, shipped)(state);
    const [event] = decision.ok ? decision.value : [];
    return event?.type === 'BackendRolledBack' ? event.data : decision;
  };
  const added: BackendEvent = { type: 'VersionAdded', data: { version: own } };
  const mine: BackendEvent = { type: 'BackendDescribed', data: { changes: { description: 'mine' } } };

  it('keeps the versions and fields that come with this release', () =>
    expect(result(fold([builtIn(shippedNow), mine]), [builtIn(first), added])).toEqual({
      toRevision: 1,
      source: 'built_in',
      definition: { ...shippedNow, versions: [...shippedNow.versions, own] },
    }));

  it('restores the fields that users had changed, and drops versions they added later', () =>
    expect(result(fold([builtIn(shippedNow), added]), [builtIn(first), mine])).toMatchObject({
      definition: { ...shippedNow, description: 'mine' },
    }));

  it('restores what users had deprecated, and offers again what they had not', () => {
    const restored = result(fold([builtIn(shippedNow), deprecate('0.1.0')]), [builtIn(first), deprecate('0.2.0')]);
    expect(restored).toMatchObject({
      definition: { versions: [{ name: '0.4.0' }, { name: '0.2.0', deprecated: 'broken' }, { name: '0.1.0' }] },
    });
    expect(restored).not.toHaveProperty('definition.versions[2].deprecated');
  });

  it('leaves deprecated what no longer comes with this release', () => {
    const [kept, dropped] = [version('0.2.0', { built_in: true }), version('0.1.0', { built_in: true })];
    const shipped = { ...first, versions: [kept, { ...dropped, deprecated: noLongerShipped }] };
    expect(result(fold([builtIn(shipped), mine]), [builtIn(first)], shipped)).toMatchObject({
      definition: { description: 'shipped', versions: [{}, { deprecated: noLongerShipped }] },
    });
  });

  it('changes nothing where users changed nothing since', () =>
    expect(back([builtIn(first)])(fold([builtIn(shippedNow)]))).toEqual(happened()));

  it('does not become what had its name before it came with Enginehouse', () =>
    expect(back([registered(definition('vLLM'), 'community')])(fold([builtIn(first)]))).toMatchObject(
      refused('cannot-change-built-in'),
    ));
});
