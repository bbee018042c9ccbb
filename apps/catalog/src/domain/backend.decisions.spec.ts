import type { BackendEvent } from '@enginehouse/contracts';
import { describe, it } from 'vitest';
import { builtIn, definition, given, registered, version, vllm } from '../testing/given.js';
import {
  addVersion,
  changeVersion,
  deleteBackend,
  deprecateVersion,
  describeBackend,
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
    given(registered(definition(name, { description: 'an engine' })))
      .when((state) =>
        describeBackend(state, { name, changes: { description: 'an engine', default_run_command: 'serve {{port}}' } }),
      )
      .then({ type: 'BackendDescribed', data: { changes: { default_run_command: 'serve {{port}}' } } }));

  it('does nothing when nothing differs', () =>
    given(engine)
      .when((state) => describeBackend(state, { name, changes: { description: null } }))
      .thenNothing());

  it('clears a field with null', () =>
    given(registered(definition(name, { description: 'an engine' })))
      .when((state) => describeBackend(state, { name, changes: { description: null } }))
      .then({ type: 'BackendDescribed', data: { changes: { description: null } } }));

  it('refuses a command with an unknown placeholder, naming the field', () =>
    given(engine)
      .when((state) => describeBackend(state, { name, changes: { default_run_command: 'serve {{prot}}' } }))
      .thenRefused('invalid-definition', {
        errors: [{ code: 'unknown_placeholder', path: ['default_run_command'] }],
      }));

  it('refuses to take away a variable that a version needs', () =>
    given(
      registered(
        definition(name, {
          default_env: { LEVEL: 'info' },
          versions: [version('v1', { run_command: 'serve --log {{LEVEL}}' })],
        }),
      ),
    )
      .when((state) => describeBackend(state, { name, changes: { default_env: null } }))
      .thenRefused('invalid-definition', { errors: [{ path: ['versions', 0, 'run_command'] }] }));

  it('lets the fields of a built-in backend be edited', () =>
    given(builtIn())
      .when((state) => describeBackend(state, { name: 'vLLM', changes: { default_env: { HF_HUB_OFFLINE: '1' } } }))
      .then({ type: 'BackendDescribed', data: { changes: { default_env: { HF_HUB_OFFLINE: '1' } } } }));

  it('does not know a backend that was never registered, nor one that is deleted', () => {
    given()
      .when((state) => describeBackend(state, { name, changes: {} }))
      .thenRefused('backend-not-found');
    given(engine, deleted)
      .when((state) => describeBackend(state, { name, changes: {} }))
      .thenRefused('backend-not-found');
  });
});

describe('adding a version', () => {
  it('adds it', () =>
    given(engine)
      .when((state) => addVersion(state, { name, version: version('1.10') }))
      .then({ type: 'VersionAdded', data: { version: version('1.10') } }));

  it('refuses a name that is there already', () =>
    given(engine)
      .when((state) => addVersion(state, { name, version: version('v1') }))
      .thenRefused('version-exists'));

  it.each([
    ['a built-in backend', builtIn(), 'vLLM'],
    ['a community backend', community, 'MinerU'],
  ])('wants the suffix on %s', (_what, event, backend) => {
    given(event)
      .when((state) => addVersion(state, { name: backend, version: version('0.16.0') }))
      .thenRefused('invalid-definition', { errors: [{ code: 'version_suffix_required', path: ['version', 'name'] }] });
    given(event)
      .when((state) => addVersion(state, { name: backend, version: version('0.16.0-custom') }))
      .then({ type: 'VersionAdded', data: { version: version('0.16.0-custom') } });
  });

  it('takes upstream names from the marketplace', () =>
    given(community)
      .when((state) => addVersion(state, { name: 'MinerU', version: version('3.1'), upstream: true }))
      .then({ type: 'VersionAdded', data: { version: version('3.1') } }));

  it('refuses any on Custom', () =>
    given(pseudo)
      .when((state) => addVersion(state, { name: 'Custom', version: version('v1-custom') }))
      .thenRefused('cannot-change-built-in'));

  it('refuses one that claims to be built in', () =>
    given(builtIn())
      .when((state) => addVersion(state, { name: 'vLLM', version: version('x-custom', { built_in: true }) }))
      .thenRefused('cannot-change-built-in'));

  it('refuses an image that is none', () =>
    given(engine)
      .when((state) =>
        addVersion(state, { name, version: version('v2', { images: [{ framework: 'cpu', image_name: 'No Image' }] }) }),
      )
      .thenRefused('invalid-definition', {
        errors: [{ code: 'invalid_image_reference', path: ['versions', 1, 'images', 0, 'image_name'] }],
      }));

  it('refuses a second image, which only built-in versions have', () =>
    given(engine)
      .when((state) =>
        addVersion(state, {
          name,
          version: version('v2', {
            images: [
              { framework: 'cpu', image_name: 'e:1' },
              { framework: 'cuda', image_name: 'e:2' },
            ],
          }),
        }),
      )
      .thenRefused('invalid-definition', { errors: [{ code: 'too_many_images' }] }));
});

describe('changing a version', () => {
  it('records the whole version', () =>
    given(engine)
      .when((state) => changeVersion(state, { name, version: version('v1', { run_command: 'serve' }) }))
      .then({ type: 'VersionChanged', data: { version: version('v1', { run_command: 'serve' }) } }));

  it('does nothing when nothing differs', () =>
    given(engine)
      .when((state) => changeVersion(state, { name, version: version('v1') }))
      .thenNothing());

  it('keeps it deprecated when the change says nothing about that', () =>
    given(registered(definition(name, { versions: [version('v1', { deprecated: 'use v2' })] })))
      .when((state) => changeVersion(state, { name, version: version('v1', { entrypoint: 'run' }) }))
      .then({
        type: 'VersionChanged',
        data: { version: version('v1', { entrypoint: 'run', deprecated: 'use v2' }) },
      }));

  it('does not know a version that is not there', () =>
    given(engine)
      .when((state) => changeVersion(state, { name, version: version('v9') }))
      .thenRefused('version-not-found'));

  it('refuses to change a built-in one', () =>
    given(builtIn())
      .when((state) => changeVersion(state, { name: 'vLLM', version: version('0.1.0', { run_command: 'x' }) }))
      .thenRefused('cannot-change-built-in'));

  it('refuses to make one built in', () =>
    given(engine)
      .when((state) => changeVersion(state, { name, version: version('v1', { built_in: true }) }))
      .thenRefused('cannot-change-built-in'));
});

describe('deprecating and restoring a version', () => {
  it('deprecates it with the reason', () =>
    given(engine)
      .when((state) => deprecateVersion(state, { name, version: 'v1', message: 'use v2' }))
      .then({ type: 'VersionDeprecated', data: { version: 'v1', message: 'use v2' } }));

  it('deprecates without a reason too', () =>
    given(engine)
      .when((state) => deprecateVersion(state, { name, version: 'v1', message: '' }))
      .then({ type: 'VersionDeprecated', data: { version: 'v1', message: '' } }));

  it('does nothing the second time', () =>
    given(engine, { type: 'VersionDeprecated', data: { version: 'v1', message: '' } })
      .when((state) => deprecateVersion(state, { name, version: 'v1', message: '' }))
      .thenNothing());

  it('may hide a built-in version', () =>
    given(builtIn())
      .when((state) => deprecateVersion(state, { name: 'vLLM', version: '0.1.0', message: 'too old for us' }))
      .then({ type: 'VersionDeprecated', data: { version: '0.1.0', message: 'too old for us' } }));

  it('restores it', () =>
    given(engine, { type: 'VersionDeprecated', data: { version: 'v1', message: 'x' } })
      .when((state) => restoreVersion(state, { name, version: 'v1' }))
      .then({ type: 'VersionRestored', data: { version: 'v1' } }));

  it('does nothing to a version that is not deprecated', () =>
    given(engine)
      .when((state) => restoreVersion(state, { name, version: 'v1' }))
      .thenNothing());

  it('does not know a version that is not there', () => {
    given(engine)
      .when((state) => deprecateVersion(state, { name, version: 'v9', message: '' }))
      .thenRefused('version-not-found');
    given(engine)
      .when((state) => restoreVersion(state, { name, version: 'v9' }))
      .thenRefused('version-not-found');
  });
});

describe('removing a version', () => {
  it('removes it', () =>
    given(two)
      .when((state) => removeVersion(state, { name, version: 'v2' }))
      .then({ type: 'VersionRemoved', data: { version: 'v2' } }));

  it('refuses the last one', () =>
    given(engine)
      .when((state) => removeVersion(state, { name, version: 'v1' }))
      .thenRefused('last-version'));

  it('refuses the default one', () =>
    given(two, { type: 'DefaultVersionSet', data: { version: 'v2' } })
      .when((state) => removeVersion(state, { name, version: 'v2' }))
      .thenRefused('default-version-in-use'));

  it('refuses a built-in one', () =>
    given(builtIn())
      .when((state) => removeVersion(state, { name: 'vLLM', version: '0.1.0' }))
      .thenRefused('cannot-change-built-in'));

  it('does not know a version that is not there', () =>
    given(two)
      .when((state) => removeVersion(state, { name, version: 'v9' }))
      .thenRefused('version-not-found'));
});

describe('choosing the default version', () => {
  it('chooses one', () =>
    given(two)
      .when((state) => setDefaultVersion(state, { name, version: 'v2' }))
      .then({ type: 'DefaultVersionSet', data: { version: 'v2' } }));

  it('chooses none', () =>
    given(registered(definition(name, { default_version: 'v1' })))
      .when((state) => setDefaultVersion(state, { name, version: null }))
      .then({ type: 'DefaultVersionSet', data: { version: null } }));

  it('does nothing when it is chosen already', () =>
    given(registered(definition(name, { default_version: 'v1' })))
      .when((state) => setDefaultVersion(state, { name, version: 'v1' }))
      .thenNothing());

  it('does not know a version that is not there', () =>
    given(engine)
      .when((state) => setDefaultVersion(state, { name, version: '1.1' }))
      .thenRefused('version-not-found'));

  it('may be set on a built-in backend', () =>
    given(builtIn())
      .when((state) => setDefaultVersion(state, { name: 'vLLM', version: '0.1.0' }))
      .then({ type: 'DefaultVersionSet', data: { version: '0.1.0' } }));
});

describe('deleting a backend', () => {
  it.each([
    ['custom', engine, name],
    ['community', community, 'MinerU'],
  ])('deletes a %s one', (_source, event, backend) =>
    given(event)
      .when((state) => deleteBackend(state, { name: backend }))
      .then({ type: 'BackendDeleted', data: {} }),
  );

  it('refuses built-in ones', () => {
    given(builtIn(vllm()))
      .when((state) => deleteBackend(state, { name: 'vllm' }))
      .thenRefused('cannot-delete-built-in');
    given(pseudo)
      .when((state) => deleteBackend(state, { name: 'Custom' }))
      .thenRefused('cannot-delete-built-in');
  });

  it('does not know a backend that is deleted', () =>
    given(engine, deleted)
      .when((state) => deleteBackend(state, { name }))
      .thenRefused('backend-not-found'));
});
