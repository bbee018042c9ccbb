import type { BackendSource, Result } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { backendNameFromForm, checkBackendName, checkDelete, checkRename } from '../names/backend-name.js';
import { parseImageReference } from '../names/image-reference.js';
import { checkAddedVersionName, versionNameFromForm } from '../names/version-name.js';
import { answerOf, rightAnswers } from './outcome.contract.js';
import { vectors, type Vector } from './vectors.contract.js';

interface NamingVector extends Vector {
  readonly name: string;
  readonly typed: string;
  readonly source: BackendSource;
  readonly existing: readonly string[];
  readonly via: 'form' | 'api';
  readonly old: string;
  readonly new: string;
  readonly image: string;
}

type Check = (vector: NamingVector) => Result<unknown, { readonly code: string }>;

const checks: { readonly [kind: string]: Check } = {
  backend_name: ({ name, source, existing }) => checkBackendName(name, source, existing),
  form_backend_name: ({ typed }) => backendNameFromForm(typed),
  version_name: ({ typed, source, via }) =>
    via === 'form' ? versionNameFromForm(typed, source) : checkAddedVersionName(typed, source),
  rename: (vector) => checkRename(vector.old, vector.new),
  delete: ({ source }) => checkDelete(source),
  image_ref: ({ image }) => parseImageReference(image),
};

describe.each(Object.entries(checks))('naming: %s', (kind, check) => {
  it.each(vectors<NamingVector>('naming', kind))('%s', (_, vector) => {
    expect(rightAnswers(vector)).toContainEqual(answerOf(check(vector)));
  });
});
