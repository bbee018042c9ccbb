import { expect, describe, it } from 'vitest';
import type { BackendDefinition } from '@enginehouse/contracts';
import { builtIn, definition, given, registered, version, vllm, happened, refused } from '../testing/given.js';
import { applyBackend, registerBackend, takenAway } from './apply.decisions.js';
import { fold } from './backend.js';

const name = 'engine-custom';
const apply = (wanted: BackendDefinition) => (state: Parameters<typeof applyBackend>[0]) =>
  applyBackend(state, { definition: wanted });

describe('registering a backend', () => {
  it('registers it as it is', () =>
    expect(given().when((state) => registerBackend(state, { definition: definition(name), source: 'custom' }))).toEqual(
      happened(registered(definition(name))),
    ));

  it('refuses a name that differs from another only in case', () =>
    expect(
      given(registered(definition('Engine-custom'))).when((state) =>
        registerBackend(state, { definition: definition(name), source: 'custom' }),
      ),
    ).toMatchObject(refused('name-taken', { detail: expect.stringContaining('"Engine-custom"') })));

  it('takes the name of a deleted backend', () =>
    expect(
      given(registered(definition(name)), { type: 'BackendDeleted', data: {} }).when((state) =>
        registerBackend(state, { definition: definition(name), source: 'custom' }),
      ),
    ).toEqual(happened(registered(definition(name)))));

  it('wants the suffix of a custom backend, not of a community one', () => {
    expect(
      given().when((state) => registerBackend(state, { definition: definition('engine'), source: 'custom' })),
    ).toMatchObject(
      refused('invalid-definition', { errors: [{ code: 'name-suffix-required', path: ['backend_name'] }] }),
    );
    expect(
      given().when((state) => registerBackend(state, { definition: definition('engine'), source: 'community' })),
    ).toEqual(happened(registered(definition('engine'), 'community')));
  });

  it('reports every error of a definition at once', () =>
    expect(
      given().when((state) =>
        registerBackend(state, {
          definition: definition(name, { versions: [], default_version: 'v9', default_run_command: `serve 'x` }),
          source: 'custom',
        }),
      ),
    ).toMatchObject(
      refused('invalid-definition', {
        errors: expect.arrayContaining([
          expect.objectContaining({ code: 'required', path: ['versions'] }),
          expect.objectContaining({ code: 'default-version-not-found', path: ['default_version'] }),
          expect.objectContaining({ code: 'unclosed-quote', path: ['default_run_command'] }),
        ]),
      }),
    ));

  it('refuses what no event could hold', () =>
    expect(
      given().when((state) =>
        registerBackend(state, { definition: definition(name, { icon: 'x'.repeat(800_000) }), source: 'custom' }),
      ),
    ).toMatchObject(refused('input-too-large')));

  it('refuses versions that claim to be built in', () =>
    expect(
      given().when((state) =>
        registerBackend(state, {
          definition: definition(name, { versions: [version('v1', { built_in: true })] }),
          source: 'custom',
        }),
      ),
    ).toMatchObject(refused('cannot-change-built-in', { errors: [{ path: ['versions', 0, 'built_in'] }] })));
});

describe('applying a definition', () => {
  it('registers a backend that is not there', () =>
    expect(given().when(apply(definition(name)))).toEqual(happened(registered(definition(name)))));

  it('does nothing when nothing differs', () =>
    expect(given(registered(definition(name))).when(apply(definition(name)))).toEqual(happened()));

  it('makes the fewest edits that lead there, each of them sound', () =>
    expect(
      given(
        registered(
          definition(name, {
            description: 'old',
            default_version: 'v1',
            versions: [version('v1'), version('v2'), version('v3')],
          }),
        ),
      ).when(
        apply(
          definition(name, {
            description: 'new',
            default_version: 'v4',
            versions: [version('v4'), version('v2', { entrypoint: 'run' }), version('v3')],
          }),
        ),
      ),
    ).toEqual(
      happened(
        { type: 'BackendDescribed', data: { changes: { description: 'new' } } },
        { type: 'VersionAdded', data: { version: version('v4') } },
        { type: 'VersionChanged', data: { version: version('v2', { entrypoint: 'run' }) } },
        { type: 'DefaultVersionSet', data: { version: 'v4' } },
        { type: 'VersionRemoved', data: { version: 'v1' } },
        { type: 'VersionsReordered', data: { versions: ['v4', 'v2', 'v3'] } },
      ),
    ));

  it('clears what the definition leaves out, but not what the format cannot say', () => {
    const before = registered(definition(name, { description: 'x', icon: 'data:image/png;base64,AA==' }));
    expect(
      given(before).when((state) => applyBackend(state, { definition: definition(name), keep: ['icon'] })),
    ).toEqual(happened({ type: 'BackendDescribed', data: { changes: { description: null } } }));
    expect(given(before).when(apply(definition(name)))).toEqual(
      happened({ type: 'BackendDescribed', data: { changes: { description: null, icon: null } } }),
    );
  });

  it('keeps a deprecation that the definition does not mention, and takes over one that it does', () => {
    const before = registered(definition(name, { versions: [version('v1', { deprecated: 'old' }), version('v2')] }));
    expect(
      given(before).when(apply(definition(name, { versions: [version('v1'), version('v2', { deprecated: 'too' })] }))),
    ).toEqual(happened({ type: 'VersionDeprecated', data: { version: 'v2', message: 'too' } }));
  });

  it('never renames, not even in case', () =>
    expect(given(registered(definition(name))).when(apply(definition('Engine-custom')))).toMatchObject(
      refused('name-immutable', { errors: [{ path: ['backend_name'] }] }),
    ));

  it('refuses two versions of one name', () =>
    expect(
      given(registered(definition(name))).when(
        apply(definition(name, { versions: [version('v1'), version('v1', { entrypoint: 'other' })] })),
      ),
    ).toMatchObject(
      refused('invalid-definition', { errors: [{ code: 'duplicate-version', path: ['versions', 1, 'name'] }] }),
    ));

  it('refuses the last version’s removal by an empty list', () =>
    expect(given(registered(definition(name))).when(apply(definition(name, { versions: [] })))).toMatchObject(
      refused('invalid-definition'),
    ));
});

describe('applying to a built-in backend', () => {
  const own = version('0.3.0-custom');

  it('adds the user’s versions and leaves the built-in ones, named or not', () => {
    expect(given(builtIn()).when(apply(vllm({ versions: [...vllm().versions, own] })))).toEqual(
      happened({ type: 'VersionAdded', data: { version: own } }),
    );
    expect(given(builtIn()).when(apply(vllm({ versions: [own] })))).toEqual(
      happened({ type: 'VersionAdded', data: { version: own } }),
    );
  });

  it('takes a built-in version as an export shows it, without the mark', () =>
    expect(given(builtIn()).when(apply(vllm({ versions: [version('0.2.0'), version('0.1.0')] })))).toEqual(happened()));

  it('refuses another content for a built-in version', () =>
    expect(given(builtIn()).when(apply(vllm({ versions: [version('0.1.0', { entrypoint: 'mine' })] })))).toMatchObject(
      refused('cannot-change-built-in'),
    ));

  it('wants the suffix of new versions', () =>
    expect(given(builtIn()).when(apply(vllm({ versions: [version('0.3.0')] })))).toMatchObject(
      refused('invalid-definition', { errors: [{ path: ['versions', 0, 'name'] }] }),
    ));

  it('removes a user’s version that is no longer named', () =>
    expect(given(builtIn(), { type: 'VersionAdded', data: { version: own } }).when(apply(vllm()))).toEqual(
      happened({ type: 'VersionRemoved', data: { version: own.name } }),
    ));

  const described = vllm({
    description: 'fast',
    health_check_path: '/health',
    default_version: '0.1.0',
    default_run_command: 'vllm serve {{model_path}}',
    default_entrypoint: 'run',
    common_parameters: ['--seed'],
    parameter_format: 'space',
  });

  it('leaves alone what the document does not name', () =>
    expect(given(builtIn(described)).when(apply(definition('vLLM', { versions: [own] })))).toEqual(
      happened({ type: 'VersionAdded', data: { version: own } }),
    ));

  it('changes what the document names, and nothing else', () =>
    expect(
      given(builtIn(described)).when(
        apply(definition('vLLM', { description: 'mine', default_version: own.name, versions: [own] })),
      ),
    ).toEqual(
      happened(
        { type: 'BackendDescribed', data: { changes: { description: 'mine' } } },
        { type: 'VersionAdded', data: { version: own } },
        { type: 'DefaultVersionSet', data: { version: own.name } },
      ),
    ));

  it('does not remove the default version by leaving out both it and its choice', () =>
    expect(
      given(
        builtIn(described),
        { type: 'VersionAdded', data: { version: own } },
        { type: 'DefaultVersionSet', data: { version: own.name } },
      ).when(apply(definition('vLLM', { versions: [] }))),
    ).toMatchObject(refused('default-version-in-use')));

  it('refuses versions for Custom', () =>
    expect(
      given(builtIn({ backend_name: 'Custom', versions: [] })).when(apply(definition('Custom', { versions: [own] }))),
    ).toMatchObject(refused('cannot-change-built-in')));
});

describe('applying to a community backend', () => {
  const community = registered(definition('MinerU', { versions: [version('2.7.0')] }), 'community');

  it('keeps upstream’s names and wants the suffix of the user’s', () => {
    expect(
      given(community).when(apply(definition('MinerU', { versions: [version('2.7.0'), version('3.0.5')] }))),
    ).toMatchObject(refused('invalid-definition', { errors: [{ code: 'version-suffix-required' }] }));
    expect(
      given(community).when(apply(definition('MinerU', { versions: [version('2.7.0'), version('3.0.5-custom')] }))),
    ).toEqual(happened({ type: 'VersionAdded', data: { version: version('3.0.5-custom') } }));
  });

  it('takes new upstream versions from the marketplace', () =>
    expect(
      given(community).when((state) =>
        applyBackend(state, {
          definition: definition('MinerU', { versions: [version('2.7.0'), version('3.0.5')] }),
          upstream: true,
        }),
      ),
    ).toEqual(happened({ type: 'VersionAdded', data: { version: version('3.0.5') } })));

  it('ends a deprecation that the marketplace does not mention any more, and keeps it where a user does not', () => {
    const hidden = version('2.7.0', { deprecated: 'withdrawn upstream' });
    const story = given(registered(definition('MinerU', { versions: [hidden] }), 'community'));
    const wanted = definition('MinerU', { versions: [version('2.7.0')] });
    expect(story.when((state) => applyBackend(state, { definition: wanted, upstream: true }))).toEqual(
      happened({ type: 'VersionRestored', data: { version: '2.7.0' } }),
    );
    expect(story.when(apply(wanted))).toEqual(happened());
  });
});

describe('what events take away', () => {
  const both = definition(name, { versions: [version('v1'), version('v2')] });
  const live = fold([registered(both)]);

  it('is every version that is not there any more, and none that is only changed', () => {
    const change = { type: 'VersionChanged', data: { version: version('v2', { run_command: 'other' }) } } as const;
    const rename = [
      { type: 'VersionAdded', data: { version: version('v3') } },
      { type: 'VersionRemoved', data: { version: 'v1' } },
    ] as const;
    expect(takenAway(live, [...rename, change])).toEqual({ backend: false, versions: ['v1'] });
    expect(takenAway(live, [change])).toEqual({ backend: false, versions: [] });
  });

  it('is what a return to an earlier revision no longer has', () => {
    const data = { toRevision: 1, source: 'custom', definition: definition(name) } as const;
    expect(takenAway(live, [{ type: 'BackendRolledBack', data }])).toEqual({ backend: false, versions: ['v2'] });
  });

  it('is the whole backend where it is deleted, and nothing where there is none', () => {
    expect(takenAway(live, [{ type: 'BackendDeleted', data: {} }])).toEqual({ backend: true, versions: [] });
    expect(takenAway(fold([]), [registered(both)])).toEqual({ backend: false, versions: [] });
  });
});
