import type { BackendEvent } from '@enginehouse/contracts';
import { describe, it, expect } from 'vitest';
import { builtIn, definition, given, registered, version, vllm, happened, refused } from '../testing/given.js';
import { fold, type Backend } from './backend.js';
import { noLongerShipped, seedBuiltIn } from './seed.decisions.js';

const shipped = (name: string) => version(name, { built_in: true });
const newer = vllm({ versions: [shipped('0.3.0'), shipped('0.2.0'), shipped('0.1.0')] });
const seed =
  (wanted = vllm(), seeded: Backend = fold([builtIn()])) =>
  (state: Backend) =>
    seedBuiltIn(state, { definition: wanted, seeded });

describe('the first start', () => {
  it('registers the backend as built in', () =>
    expect(given().when(seed(vllm(), { status: 'absent' }))).toEqual(happened(builtIn())));
});

describe('a later start', () => {
  it('changes nothing in the same release', () => expect(given(builtIn()).when(seed())).toEqual(happened()));

  it('leaves alone what users edited, added and deprecated', () => {
    const edits: BackendEvent[] = [
      { type: 'BackendDescribed', data: { changes: { default_env: { A: '1' }, description: 'ours' } } },
      { type: 'VersionAdded', data: { version: version('0.2.0-custom') } },
      { type: 'VersionDeprecated', data: { version: '0.1.0', message: 'slow here' } },
      { type: 'DefaultVersionSet', data: { version: '0.2.0-custom' } },
    ];
    expect(given(builtIn(), ...edits).when(seed())).toEqual(happened());
  });
});

describe('a newer release', () => {
  it('adds its versions in front', () =>
    expect(
      given(builtIn(), { type: 'VersionAdded', data: { version: version('mine-custom') } }).when(seed(newer)),
    ).toEqual(
      happened(
        { type: 'VersionAdded', data: { version: shipped('0.3.0') } },
        { type: 'VersionsReordered', data: { versions: ['0.3.0', '0.2.0', '0.1.0', 'mine-custom'] } },
      ),
    ));

  it('changes a built-in version and keeps it deprecated', () => {
    const changed = { ...shipped('0.1.0'), entrypoint: 'vllm serve' };
    expect(
      given(builtIn(), { type: 'VersionDeprecated', data: { version: '0.1.0', message: 'old' } }).when(
        seed(vllm({ versions: [shipped('0.2.0'), changed] })),
      ),
    ).toEqual(happened({ type: 'VersionChanged', data: { version: { ...changed, deprecated: 'old' } } }));
  });

  it('follows a field that no user touched', () =>
    expect(given(builtIn()).when(seed(vllm({ health_check_path: '/health' })))).toEqual(
      happened({ type: 'BackendDescribed', data: { changes: { health_check_path: '/health' } } }),
    ));

  it('does not undo a user’s edit of a field', () =>
    expect(
      given(builtIn(), { type: 'BackendDescribed', data: { changes: { health_check_path: '/ping' } } }).when(
        seed(vllm({ health_check_path: '/health' })),
      ),
    ).toEqual(happened()));

  it('only marks a version that it no longer ships, and offers it again when it is back', () => {
    const dropped: BackendEvent = { type: 'VersionDeprecated', data: { version: '0.1.0', message: noLongerShipped } };
    expect(given(builtIn()).when(seed(vllm({ versions: [shipped('0.2.0')] })))).toEqual(happened(dropped));
    expect(given(builtIn(), dropped).when(seed(vllm({ versions: [shipped('0.2.0')] })))).toEqual(happened());
    expect(given(builtIn(), dropped).when(seed())).toEqual(
      happened({ type: 'VersionRestored', data: { version: '0.1.0' } }),
    );
  });

  it('does not take over a backend of a user', () =>
    expect(given(registered(definition('vLLM'), 'community')).when(seed(vllm(), { status: 'absent' }))).toMatchObject(
      refused('name-taken'),
    ));
});
