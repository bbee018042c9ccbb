import { expect, it } from 'vitest';
import { definition, version } from '../testing/given.js';
import { frameworksOf } from './backend-row.js';

const on = (name: string, ...frameworks: readonly string[]) =>
  version(name, { images: frameworks.map((framework) => ({ framework, image_name: `engine:${framework}` })) });

it('names each framework once, in the order of the versions, without those only deprecated versions have', () => {
  const versions = [on('3', 'rocm', 'cpu'), on('2', 'cuda', 'cpu'), { ...on('1', 'cann'), deprecated: '' }];
  expect(frameworksOf(definition('engine-custom', { versions }))).toEqual(['rocm', 'cpu', 'cuda']);
});
