import type { BackendEvent, VersionFields } from '@enginehouse/contracts';
import { describe, it, expect } from 'vitest';
import { builtIn, definition, given, registered, version, vllm, happened, refused } from '../testing/given.js';
import {
  addVersion,
  changeVersion,
  deleteBackend,
  deprecateVersion,
  describeBackend,
  editVersion,
  removeVersion,
  restoreVersion,
  setDefaultVersion,
} from './backend.decisions.js';

const name = 'engine-custom';
const engine = registered(definition(name));
const two = registered(definition(name, { versions: [version('v1'), version('v2')] }));
const community = registered(definition('MinerU'), 'community');
const pseudo = builtIn({ backend_name: 'Custom', versions: [] });
const deleted: BackendEvent = { type: 'BackendDeleted', data: {} };

describe('describing a backend', () => {
  it('records only the fields that differ', () =>
    expect(
      given(registered(definition(name, { description: 'an engine' }))).when((state) =>
        describeBackend(state, { name, changes: { description: 'an engine', default_run_command: 'serve {{port}}' } }),
      ),
    ).toEqual(happened({ type: 'BackendDescribed', data: { changes: { default_run_command: 'serve {{port}}' } } })));

  it('does nothing when nothing differs', () =>
    expect(given(engine).when((state) => describeBackend(state, { name, changes: { description: null } }))).toEqual(
      happened(),
    ));

  it('clears a field with null', () =>
    expect(
      given(registered(definition(name, { description: 'an engine' }))).when((state) =>
        describeBackend(state, { name, changes: { description: null } }),
      ),
    ).toEqual(happened({ type: 'BackendDescribed', data: { changes: { description: null } } })));

  it('refuses a command with an unknown placeholder, naming the field', () =>
    expect(
      given(engine).when((state) =>
        describeBackend(state, { name, changes: { default_run_command: 'serve {{prot}}' } }),
      ),
    ).toMatchObject(
      refused('invalid-definition', {
        errors: [{ code: 'unknown-placeholder', path: ['default_run_command'] }],
      }),
    ));

  it('refuses to take away a variable that a version needs', () =>
    expect(
      given(
        registered(
          definition(name, {
            default_env: { LEVEL: 'info' },
            versions: [version('v1', { run_command: 'serve --log {{LEVEL}}' })],
          }),
        ),
      ).when((state) => describeBackend(state, { name, changes: { default_env: null } })),
    ).toMatchObject(refused('invalid-definition', { errors: [{ path: ['versions', 0, 'run_command'] }] })));

  it('lets the fields of a built-in backend be edited', () =>
    expect(
      given(builtIn()).when((state) =>
        describeBackend(state, { name: 'vLLM', changes: { default_env: { HF_HUB_OFFLINE: '1' } } }),
      ),
    ).toEqual(happened({ type: 'BackendDescribed', data: { changes: { default_env: { HF_HUB_OFFLINE: '1' } } } })));

  it('does not know a backend that was never registered, nor one that is deleted', () => {
    expect(given().when((state) => describeBackend(state, { name, changes: {} }))).toMatchObject(
      refused('backend-not-found'),
    );
    expect(given(engine, deleted).when((state) => describeBackend(state, { name, changes: {} }))).toMatchObject(
      refused('backend-not-found'),
    );
  });
});

describe('adding a version', () => {
  it('adds it', () =>
    expect(given(engine).when((state) => addVersion(state, { name, version: version('1.10') }))).toEqual(
      happened({ type: 'VersionAdded', data: { version: version('1.10') } }),
    ));

  it('refuses a name that is there already', () =>
    expect(given(engine).when((state) => addVersion(state, { name, version: version('v1') }))).toMatchObject(
      refused('version-exists'),
    ));

  it.each([
    ['a built-in backend', builtIn(), 'vLLM'],
    ['a community backend', community, 'MinerU'],
  ])('wants the suffix on %s', (_what, event, backend) => {
    expect(
      given(event).when((state) => addVersion(state, { name: backend, version: version('0.16.0') })),
    ).toMatchObject(
      refused('invalid-definition', { errors: [{ code: 'version-suffix-required', path: ['version', 'name'] }] }),
    );
    expect(
      given(event).when((state) => addVersion(state, { name: backend, version: version('0.16.0-custom') })),
    ).toEqual(happened({ type: 'VersionAdded', data: { version: version('0.16.0-custom') } }));
  });

  it('takes upstream names from the marketplace', () =>
    expect(
      given(community).when((state) => addVersion(state, { name: 'MinerU', version: version('3.1'), upstream: true })),
    ).toEqual(happened({ type: 'VersionAdded', data: { version: version('3.1') } })));

  it('refuses any on Custom', () =>
    expect(
      given(pseudo).when((state) => addVersion(state, { name: 'Custom', version: version('v1-custom') })),
    ).toMatchObject(refused('cannot-change-built-in')));

  it('refuses one that claims to be built in', () =>
    expect(
      given(builtIn()).when((state) =>
        addVersion(state, { name: 'vLLM', version: version('x-custom', { built_in: true }) }),
      ),
    ).toMatchObject(refused('cannot-change-built-in')));

  it('refuses an image that is none', () =>
    expect(
      given(engine).when((state) =>
        addVersion(state, { name, version: version('v2', { images: [{ framework: 'cpu', image_name: 'No Image' }] }) }),
      ),
    ).toMatchObject(
      refused('invalid-definition', {
        errors: [{ code: 'invalid-image-reference', path: ['versions', 1, 'images', 0, 'image_name'] }],
      }),
    ));

  it('refuses a second image, which only built-in versions have', () =>
    expect(
      given(engine).when((state) =>
        addVersion(state, {
          name,
          version: version('v2', {
            images: [
              { framework: 'cpu', image_name: 'e:1' },
              { framework: 'cuda', image_name: 'e:2' },
            ],
          }),
        }),
      ),
    ).toMatchObject(refused('invalid-definition', { errors: [{ code: 'too-many-images' }] })));
});

describe('changing a version', () => {
  it('records the whole version', () =>
    expect(
      given(engine).when((state) => changeVersion(state, { name, version: version('v1', { run_command: 'serve' }) })),
    ).toEqual(happened({ type: 'VersionChanged', data: { version: version('v1', { run_command: 'serve' }) } })));

  it('does nothing when nothing differs', () =>
    expect(given(engine).when((state) => changeVersion(state, { name, version: version('v1') }))).toEqual(happened()));

  it('keeps it deprecated when the change says nothing about that', () =>
    expect(
      given(registered(definition(name, { versions: [version('v1', { deprecated: 'use v2' })] }))).when((state) =>
        changeVersion(state, { name, version: version('v1', { entrypoint: 'run' }) }),
      ),
    ).toEqual(
      happened({
        type: 'VersionChanged',
        data: { version: version('v1', { entrypoint: 'run', deprecated: 'use v2' }) },
      }),
    ));

  it('does not know a version that is not there', () =>
    expect(given(engine).when((state) => changeVersion(state, { name, version: version('v9') }))).toMatchObject(
      refused('version-not-found'),
    ));

  it('refuses to change a built-in one', () =>
    expect(
      given(builtIn()).when((state) =>
        changeVersion(state, { name: 'vLLM', version: version('0.1.0', { run_command: 'x' }) }),
      ),
    ).toMatchObject(refused('cannot-change-built-in')));

  it('refuses to make one built in', () =>
    expect(
      given(engine).when((state) => changeVersion(state, { name, version: version('v1', { built_in: true }) })),
    ).toMatchObject(refused('cannot-change-built-in')));
});

describe('editing a version field by field', () => {
  const full = version('v1', { run_command: 'serve', entrypoint: 'sh', env: { A: '1', B: '2' }, deprecated: 'old' });
  const edit = (changes: VersionFields) =>
    given(registered(definition(name, { versions: [full] }))).when((state) =>
      editVersion(state, { name, version: 'v1', changes }),
    );
  const changedTo = (wanted: object) => happened({ type: 'VersionChanged', data: { version: wanted as typeof full } });

  it('changes what is named and leaves the rest, deprecation included', () => {
    expect(edit({ run_command: 'run' })).toEqual(changedTo({ ...full, run_command: 'run' }));
    const images = [{ framework: 'cuda', image_name: 'e:2' }];
    expect(edit({ images })).toEqual(changedTo({ ...full, images }));
  });

  it('clears a field with null', () => {
    const { entrypoint: _gone, ...rest } = full;
    expect(edit({ entrypoint: null })).toEqual(changedTo(rest));
    const { env: _env, ...without } = full;
    expect(edit({ env: null })).toEqual(changedTo(without));
  });

  it('changes the environment variable by variable', () => {
    expect(edit({ env: { B: '3', C: '4' } })).toEqual(changedTo({ ...full, env: { A: '1', B: '3', C: '4' } }));
    expect(edit({ env: { A: null } })).toEqual(changedTo({ ...full, env: { B: '2' } }));
    const { env: _env, ...without } = full;
    expect(edit({ env: { A: null, B: null } })).toEqual(changedTo(without));
  });

  it('does nothing when nothing differs', () => {
    expect(edit({})).toEqual(happened());
    expect(edit({ env: { A: '1', Z: null } })).toEqual(happened());
  });

  it('follows the rules of every other change', () => {
    expect(edit({ run_command: 'serve {{prot}}' })).toMatchObject(refused('invalid-definition'));
    const editBuiltIn = given(builtIn()).when((state) =>
      editVersion(state, { name: 'vLLM', version: '0.1.0', changes: { entrypoint: 'mine' } }),
    );
    expect(editBuiltIn).toMatchObject(refused('cannot-change-built-in'));
    expect(given(engine).when((state) => editVersion(state, { name, version: 'v9', changes: {} }))).toMatchObject(
      refused('version-not-found'),
    );
  });
});

describe('deprecating and restoring a version', () => {
  it('deprecates it with the reason', () =>
    expect(given(engine).when((state) => deprecateVersion(state, { name, version: 'v1', message: 'use v2' }))).toEqual(
      happened({ type: 'VersionDeprecated', data: { version: 'v1', message: 'use v2' } }),
    ));

  it('deprecates without a reason too', () =>
    expect(given(engine).when((state) => deprecateVersion(state, { name, version: 'v1', message: '' }))).toEqual(
      happened({ type: 'VersionDeprecated', data: { version: 'v1', message: '' } }),
    ));

  it('does nothing the second time', () =>
    expect(
      given(engine, { type: 'VersionDeprecated', data: { version: 'v1', message: '' } }).when((state) =>
        deprecateVersion(state, { name, version: 'v1', message: '' }),
      ),
    ).toEqual(happened()));

  it('may hide a built-in version', () =>
    expect(
      given(builtIn()).when((state) =>
        deprecateVersion(state, { name: 'vLLM', version: '0.1.0', message: 'too old for us' }),
      ),
    ).toEqual(happened({ type: 'VersionDeprecated', data: { version: '0.1.0', message: 'too old for us' } })));

  it('restores it', () =>
    expect(
      given(engine, { type: 'VersionDeprecated', data: { version: 'v1', message: 'x' } }).when((state) =>
        restoreVersion(state, { name, version: 'v1' }),
      ),
    ).toEqual(happened({ type: 'VersionRestored', data: { version: 'v1' } })));

  it('does nothing to a version that is not deprecated', () =>
    expect(given(engine).when((state) => restoreVersion(state, { name, version: 'v1' }))).toEqual(happened()));

  it('does not know a version that is not there', () => {
    expect(given(engine).when((state) => deprecateVersion(state, { name, version: 'v9', message: '' }))).toMatchObject(
      refused('version-not-found'),
    );
    expect(given(engine).when((state) => restoreVersion(state, { name, version: 'v9' }))).toMatchObject(
      refused('version-not-found'),
    );
  });
});

describe('removing a version', () => {
  it('removes it', () =>
    expect(given(two).when((state) => removeVersion(state, { name, version: 'v2' }))).toEqual(
      happened({ type: 'VersionRemoved', data: { version: 'v2' } }),
    ));

  it('refuses the last one', () =>
    expect(given(engine).when((state) => removeVersion(state, { name, version: 'v1' }))).toMatchObject(
      refused('last-version'),
    ));

  it('refuses the default one', () =>
    expect(
      given(two, { type: 'DefaultVersionSet', data: { version: 'v2' } }).when((state) =>
        removeVersion(state, { name, version: 'v2' }),
      ),
    ).toMatchObject(refused('default-version-in-use')));

  it('refuses a built-in one', () =>
    expect(given(builtIn()).when((state) => removeVersion(state, { name: 'vLLM', version: '0.1.0' }))).toMatchObject(
      refused('cannot-change-built-in'),
    ));

  it('does not know a version that is not there', () =>
    expect(given(two).when((state) => removeVersion(state, { name, version: 'v9' }))).toMatchObject(
      refused('version-not-found'),
    ));
});

describe('choosing the default version', () => {
  it('chooses one', () =>
    expect(given(two).when((state) => setDefaultVersion(state, { name, version: 'v2' }))).toEqual(
      happened({ type: 'DefaultVersionSet', data: { version: 'v2' } }),
    ));

  it('chooses none', () =>
    expect(
      given(registered(definition(name, { default_version: 'v1' }))).when((state) =>
        setDefaultVersion(state, { name, version: null }),
      ),
    ).toEqual(happened({ type: 'DefaultVersionSet', data: { version: null } })));

  it('does nothing when it is chosen already', () =>
    expect(
      given(registered(definition(name, { default_version: 'v1' }))).when((state) =>
        setDefaultVersion(state, { name, version: 'v1' }),
      ),
    ).toEqual(happened()));

  it('does not know a version that is not there', () =>
    expect(given(engine).when((state) => setDefaultVersion(state, { name, version: '1.1' }))).toMatchObject(
      refused('version-not-found'),
    ));

  it('does not choose one that is hidden from new deployments', () => {
    const hidden = version('v2', { deprecated: 'use v1' });
    const withHidden = definition(name, { versions: [version('v1'), hidden] });
    expect(
      given(registered(withHidden)).when((state) => setDefaultVersion(state, { name, version: 'v2' })),
    ).toMatchObject(refused('version-deprecated'));
    const already = registered({ ...withHidden, default_version: 'v2' });
    expect(given(already).when((state) => setDefaultVersion(state, { name, version: 'v2' }))).toEqual(happened());
  });

  it('may be set on a built-in backend', () =>
    expect(given(builtIn()).when((state) => setDefaultVersion(state, { name: 'vLLM', version: '0.1.0' }))).toEqual(
      happened({ type: 'DefaultVersionSet', data: { version: '0.1.0' } }),
    ));
});

describe('deleting a backend', () => {
  it.each([
    ['custom', engine, name],
    ['community', community, 'MinerU'],
  ])('deletes a %s one', (_source, event, backend) =>
    expect(given(event).when((state) => deleteBackend(state, { name: backend }))).toEqual(
      happened({ type: 'BackendDeleted', data: {} }),
    ),
  );

  it('refuses built-in ones', () => {
    expect(given(builtIn(vllm())).when((state) => deleteBackend(state, { name: 'vllm' }))).toMatchObject(
      refused('cannot-delete-built-in'),
    );
    expect(given(pseudo).when((state) => deleteBackend(state, { name: 'Custom' }))).toMatchObject(
      refused('cannot-delete-built-in'),
    );
  });

  it('does not know a backend that is deleted', () =>
    expect(given(engine, deleted).when((state) => deleteBackend(state, { name }))).toMatchObject(
      refused('backend-not-found'),
    ));
});
