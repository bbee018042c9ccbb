import type { BackendVersion, RunnableDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { versionOptions, type VersionWish } from './version-options.js';

const version = (name: string, ...frameworks: string[]): BackendVersion => ({
  name,
  images: frameworks.map((framework) => ({ framework, image_name: `engine:${name}-${framework}` })),
});

const backend = (versions: readonly BackendVersion[], more: Partial<RunnableDefinition> = {}): RunnableDefinition => ({
  backend_name: 'demo-custom',
  versions: [...versions],
  ...more,
});

const resolve = (wish: VersionWish, definition: RunnableDefinition) => {
  const options = versionOptions(wish, definition);
  if (!options.ok) throw new Error(options.error.detail);
  return options.value.map((option) => `${option.version} ${option.framework} ${option.image}: ${option.reason}`);
};

const refusal = (wish: VersionWish, definition: RunnableDefinition) => {
  const options = versionOptions(wish, definition);
  if (options.ok) throw new Error('was not refused');
  return options.error;
};

describe('the versions that may run a deployment', () => {
  const two = backend([version('1.3.0rc20', 'cuda'), version('1.3.0', 'cuda', 'cpu'), version('1.2.0', 'rocm')]);

  it('are the named one, with its images for every framework, accelerators first', () => {
    expect(resolve({ version: '1.3.0' }, backend([version('1.3.0', 'cpu', 'cuda')]))).toEqual([
      '1.3.0 cuda engine:1.3.0-cuda: chosen by the user',
      '1.3.0 cpu engine:1.3.0-cpu: chosen by the user',
    ]);
  });

  it('are the default one where none is named', () => {
    expect(resolve({}, { ...two, default_version: '1.2.0' })).toEqual([
      '1.2.0 rocm engine:1.2.0-rocm: default version of demo-custom',
    ]);
  });

  it('are the newest one for each framework where there is no default', () => {
    expect(resolve({}, two)).toEqual([
      '1.3.0 cuda engine:1.3.0-cuda: newest version of demo-custom for cuda',
      '1.2.0 rocm engine:1.2.0-rocm: newest version of demo-custom for rocm',
      '1.3.0 cpu engine:1.3.0-cpu: newest version of demo-custom for cpu',
    ]);
  });

  it('leave deprecated versions out unless one is named', () => {
    const definition = backend([{ ...version('2.0', 'cpu'), deprecated: 'use 1.0' }, version('1.0', 'cpu')]);
    expect(resolve({}, definition)).toEqual(['1.0 cpu engine:1.0-cpu: newest version of demo-custom for cpu']);
    expect(resolve({ version: '2.0' }, definition)).toEqual(['2.0 cpu engine:2.0-cpu: chosen by the user']);
  });

  it('pass over a default version that is deprecated, and say so', () => {
    const versions = [{ ...version('2.0', 'cpu'), deprecated: 'use 1.0' }, version('1.0', 'cpu')];
    expect(resolve({}, backend(versions, { default_version: '2.0' }))).toEqual([
      '1.0 cpu engine:1.0-cpu: newest version of demo-custom for cpu, since its default version 2.0 is deprecated',
    ]);
  });

  it('are narrowed to a framework that was asked for', () => {
    expect(resolve({ framework: 'cpu' }, two)).toEqual([
      '1.3.0 cpu engine:1.3.0-cpu: newest version of demo-custom for cpu',
    ]);
  });

  it('keep their name and take the image and framework that override them', () => {
    expect(resolve({ version: '1.2.0', imageName: 'mine:1', framework: 'cuda' }, two)).toEqual([
      '1.2.0 cuda mine:1: chosen by the user',
    ]);
    expect(resolve({ version: '1.2.0', imageName: 'mine:1' }, two)).toEqual(['1.2.0 rocm mine:1: chosen by the user']);
  });

  it('are not needed where the image is given', () => {
    expect(resolve({ imageName: 'mine:1' }, backend([]))).toEqual(['null cpu mine:1: image given by the deployment']);
  });
});

describe('the backend Custom', () => {
  const custom = backend([], { backend_name: 'Custom' });

  it('runs the image of the deployment, on cpu unless it says otherwise', () => {
    const wish = { imageName: 'mine:1', runCommand: 'serve --port {{port}}' };
    expect(resolve(wish, custom)).toEqual(['null cpu mine:1: image given by the deployment']);
    expect(resolve({ ...wish, framework: 'cuda' }, custom)).toEqual([
      'null cuda mine:1: image given by the deployment',
    ]);
  });

  it('needs image and command', () => {
    expect(refusal({ imageName: 'mine:1' }, custom)).toMatchObject({
      code: 'invalid-input',
      detail: 'A deployment on Custom needs runCommand.',
      errors: [{ code: 'required', path: ['runCommand'] }],
    });
  });
});

describe('what is refused', () => {
  const one = backend([version('1.3.0', 'cuda')]);

  it('a version that is not there, with those that are', () => {
    expect(refusal({ version: '1.3' }, one)).toMatchObject({
      code: 'version-not-found',
      detail: 'demo-custom: There is no version "1.3".',
      hint: 'There is: 1.3.0.',
    });
  });

  it('a framework that no version offers, with those that are', () => {
    expect(refusal({ framework: 'rocm' }, one)).toMatchObject({
      code: 'framework-not-offered',
      detail: 'No version of demo-custom offers rocm.',
      hint: 'It offers cuda.',
    });
  });

  it('a framework that the named version lacks', () => {
    expect(refusal({ framework: 'rocm', version: '1.3.0' }, one).detail).toBe(
      'Version 1.3.0 of demo-custom has no image for rocm.',
    );
  });

  it('a backend whose versions are all deprecated', () => {
    expect(
      refusal({}, backend([{ ...version('1.0', 'cpu'), deprecated: '' }], { default_version: '1.0' })),
    ).toMatchObject({
      code: 'version-deprecated',
      detail: 'Every version of demo-custom is deprecated.',
    });
  });

  it('a backend without a version', () => {
    expect(refusal({}, backend([]))).toMatchObject({
      code: 'version-not-found',
      detail: 'demo-custom has no version to run.',
    });
  });
});
