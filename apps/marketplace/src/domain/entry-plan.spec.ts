import { entryPlan, type BackendDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { definitionOf, differingFrom } from './entry-plan.js';

const images = [{ framework: 'cuda', image_name: 'i' }];
const upstream: BackendDefinition = {
  backend_name: 'ENGINE',
  description: 'one',
  icon: 'x'.repeat(1000),
  default_version: '1.0',
  versions: [{ name: '1.0', images }],
};
const taken = { name: 'Engine', upstream, digests: [], restored: true, keptYours: [] };
const provenance = {
  source: 'market',
  location: 'l',
  upstreamRef: null,
  snapshotDigest: 'd',
  contentHash: 'h',
  signedBy: null,
  syncedAt: 's',
};

/** As a process finds it in the log that did not write it. */
function roundTrip(wanted: BackendDefinition): BackendDefinition {
  const plan = { kind: 'enable' as const, ...taken, provenance, differing: differingFrom(upstream, wanted) };
  const read = entryPlan.parse(JSON.parse(JSON.stringify(plan)));
  return read.kind === 'disable' ? read.yours : definitionOf(read);
}

describe('the plan of a change', () => {
  it('says what the backend is to be, with its own name', () => {
    const { description: _cleared, default_version: _too, ...rest } = upstream;
    const wanted = { ...rest, backend_name: 'Engine', health_check_path: '/up', versions: [{ name: '2.0', images }] };
    expect(roundTrip(wanted)).toEqual(wanted);
    expect(roundTrip({ ...upstream, backend_name: 'Engine' })).toEqual({ ...upstream, backend_name: 'Engine' });
  });

  it('says nothing twice', () => {
    expect(differingFrom(upstream, { ...upstream, description: 'two' })).toEqual({ description: 'two' });
    expect(differingFrom(upstream, { ...upstream, description: undefined })).toEqual({ description: null });
  });
});
