import type { BackendDefinition, BackendVersion, MergeDecision } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { mergeDefinitions } from './merge-definitions.js';
import { withdrawnMark } from './withdrawn-mark.js';

const mark = withdrawnMark('community', '2026-11-23');
const version = (name: string, more: Partial<BackendVersion> = {}): BackendVersion => ({
  name,
  images: [{ framework: 'cuda', image_name: `engine:${name}` }],
  ...more,
});

const image = (framework: string, image_name = 'i') => [{ framework, image_name }];

const base: BackendDefinition = {
  backend_name: 'Tabby',
  description: 'old',
  default_version: 'v1',
  default_env: { A: '1', B: '2' },
  default_backend_param: ['--a'],
  versions: [version('v1'), version('v2', { env: { X: '1' } })],
};

interface Wish {
  readonly upstream?: Partial<BackendDefinition>;
  readonly yours?: Partial<BackendDefinition>;
  readonly inUse?: Readonly<Record<string, readonly string[]>>;
  readonly decisions?: readonly MergeDecision[];
  readonly letGo?: readonly BackendVersion[];
}

const merged = ({ upstream = {}, yours = {}, inUse = {}, decisions = [], letGo = [] }: Wish, from = base) =>
  mergeDefinitions({
    base: from,
    upstream: { ...from, ...upstream },
    yours: { ...from, ...yours },
    inUse: (name) => inUse[name] ?? [],
    decisions,
    letGo,
    mark,
  });

const kinds = (wish: Wish) => merged(wish).fields.map(({ path, kind }) => `${path.join('/')} ${kind}`);

/** The paths of the fields where upstream has all of these, and which of them are new. */
const shown = (order: readonly string[]) => {
  const from = { ...base, default_env: {}, versions: [version('v1')] };
  const more = { versions: [version('v1'), ...order.map((name) => version(name))] };
  const env = Object.fromEntries(order.map((name) => [name, '1']));
  const { fields, addedVersions } = merged({ upstream: { ...more, default_env: env } }, from);
  return [...fields.map(({ path }) => path.join('/')), ...addedVersions];
};

describe('merging the fields of a backend', () => {
  it('takes what only one side changed, and says whose it is', () => {
    const wish = { upstream: { description: 'new', icon: 'i' }, yours: { health_check_path: '/up' } };
    expect(merged(wish).merged).toEqual({ ...base, description: 'new', icon: 'i', health_check_path: '/up' });
    expect(kinds(wish)).toEqual(['description upstream', 'icon upstream', 'health_check_path yours']);
  });

  it('clears what one side cleared', () => {
    const wish = { upstream: { description: undefined }, yours: { default_version: undefined } };
    expect(merged(wish).merged).not.toHaveProperty('description');
    expect(merged(wish).merged).not.toHaveProperty('default_version');
  });

  it('has nothing to decide where both changed alike', () => {
    const wish = { upstream: { description: 'new' }, yours: { description: 'new' } };
    expect(merged(wish)).toMatchObject({ merged: { description: 'new' }, conflicts: [] });
    expect(kinds(wish)).toEqual(['description same']);
  });

  it('leaves it undecided where both changed differently, until somebody decides', () => {
    const wish = { upstream: { description: 'theirs' }, yours: { description: 'mine' } };
    const field = { path: ['description'], kind: 'conflict', base: 'old', upstream: 'theirs', yours: 'mine' };
    expect(merged(wish)).toMatchObject({ merged: null, conflicts: [field] });
    expect(merged(wish).fields).toEqual([field]);
    for (const [take, result] of [
      ['upstream', 'theirs'],
      ['yours', 'mine'],
    ] as const) {
      const decided = merged({ ...wish, decisions: [{ path: ['description'], take }] });
      expect(decided).toMatchObject({ merged: { description: result }, conflicts: [] });
      expect(decided.fields).toEqual([{ ...field, result, note: `decided: ${take}` }]);
    }
  });

  it('sees a field that one side cleared and the other changed as a conflict, and can decide for nothing', () => {
    const wish = { upstream: { description: 'new' }, yours: { description: undefined } };
    expect(kinds(wish)).toEqual(['description conflict']);
    const decided = merged({ ...wish, decisions: [{ path: ['description'], take: 'yours' }] });
    expect(decided.merged).not.toHaveProperty('description');
  });

  it('merges environments variable by variable and lists as a whole', () => {
    const wish = {
      upstream: { default_env: { A: '9', B: '2', C: '3' }, default_backend_param: ['--a', '--b'] },
      yours: { default_env: { A: '1', D: '4' }, default_backend_param: ['--c'] },
    };
    expect(kinds(wish)).toEqual([
      'default_env/A upstream',
      'default_env/B yours',
      'default_env/C upstream',
      'default_env/D yours',
      'default_backend_param conflict',
    ]);
    const decided = merged({ ...wish, decisions: [{ path: ['default_backend_param'], take: 'upstream' }] });
    expect(decided.merged).toMatchObject({
      default_env: { A: '9', C: '3', D: '4' },
      default_backend_param: ['--a', '--b'],
    });
  });

  it('keeps the name that the backend has here', () => {
    expect(merged({ upstream: { backend_name: 'TABBY' } }).merged?.backend_name).toBe('Tabby');
  });

  it('names decisions about what is no conflict', () => {
    const decisions: MergeDecision[] = [{ path: ['description'], take: 'yours' }];
    expect(merged({ upstream: { description: 'new' }, decisions }).needless).toEqual(decisions);
  });
});

describe('merging versions', () => {
  const v3 = version('v3');
  const own = version('mine-custom');

  it('adds new ones of upstream where upstream has them, beside the ones of the user', () => {
    const wish = {
      upstream: { versions: [version('v0'), ...base.versions, v3] },
      yours: { versions: [...base.versions, own] },
    };
    expect(merged(wish).merged?.versions.map(({ name }) => name)).toEqual(['v0', 'v1', 'v2', 'mine-custom', 'v3']);
    expect(merged(wish).addedVersions).toEqual(['v0', 'v3']);
    expect(kinds(wish)).toEqual(['versions/v0 upstream', 'versions/v3 upstream', 'versions/mine-custom yours']);
  });

  it('merges a version that both changed field by field', () => {
    const wish = {
      upstream: { versions: [version('v1', { run_command: 'serve --new' }), version('v2', { env: { X: '2' } })] },
      yours: { versions: [version('v1', { entrypoint: 'tini' }), version('v2', { env: { X: '1', Y: '1' } })] },
    };
    expect(merged(wish).merged?.versions).toEqual([
      version('v1', { run_command: 'serve --new', entrypoint: 'tini' }),
      version('v2', { env: { X: '2', Y: '1' } }),
    ]);
  });

  it('names a conflict inside a version by its path', () => {
    const wish = {
      upstream: { versions: [version('v1', { images: image('cuda', 'theirs') }), version('v2', { env: { X: '2' } })] },
      yours: { versions: [version('v1', { images: image('cuda', 'mine') }), version('v2', { env: { X: '3' } })] },
    };
    expect(kinds(wish)).toEqual(['versions/v1/images/cuda conflict', 'versions/v2/env/X conflict']);
  });

  it('asks which one to take where both added a version of one name', () => {
    const wish = {
      upstream: { versions: [...base.versions, version('v3', { env: { X: '1' } })] },
      yours: { versions: [...base.versions, v3] },
    };
    expect(kinds(wish)).toEqual(['versions/v3 conflict']);
    expect(kinds({ ...wish, upstream: wish.yours })).toEqual(['versions/v3 same']);
  });

  it('makes frameworks that both changed differently one choice, so that a version keeps exactly one image', () => {
    const wish = {
      upstream: { versions: [version('v1', { images: image('rocm') }), version('v2', { env: { X: '1' } })] },
      yours: { versions: [version('v1', { images: image('cpu') }), version('v2', { env: { X: '1' } })] },
    };
    expect(kinds(wish)).toEqual(['versions/v1/images conflict']);
    const decided = merged({ ...wish, decisions: [{ path: ['versions', 'v1', 'images'], take: 'upstream' }] });
    expect(decided.merged?.versions[0]?.images).toEqual(image('rocm'));
  });

  it('leaves a version deleted that the user deleted and upstream did not change', () => {
    const wish = { yours: { versions: [version('v1')] } };
    expect(merged(wish).merged?.versions.map(({ name }) => name)).toEqual(['v1']);
    expect(kinds(wish)).toEqual(['versions/v2 yours']);
  });

  it('asks about a version that the user deleted and upstream changed', () => {
    const changed = version('v2', { env: { X: '2' } });
    const wish = { upstream: { versions: [version('v1'), changed] }, yours: { versions: [version('v1')] } };
    expect(kinds(wish)).toEqual(['versions/v2 conflict']);
    const path = ['versions', 'v2'];
    const taken = merged({ ...wish, decisions: [{ path, take: 'upstream' }] });
    expect(taken).toMatchObject({ merged: { versions: [version('v1'), changed] }, addedVersions: ['v2'] });
    const left = merged({ ...wish, decisions: [{ path, take: 'yours' }] });
    expect(left.merged?.versions).toEqual([version('v1')]);
  });

  it('are shown from the earliest to the latest, in whatever order the sides have them', () => {
    const names = ['v1.10', 'mine', 'v1.9', 'v2'];
    const wanted = ['v1.9', 'v1.10', 'v2', 'mine'];
    expect(shown(names)).toEqual([
      ...names.toSorted().map((name) => `default_env/${name}`),
      ...wanted.map((name) => `versions/${name}`),
      ...wanted,
    ]);
    expect(shown(names.toReversed())).toEqual(shown(names));
  });

  it('has the order of who moved versions, and yours where both did', () => {
    const [one, two] = base.versions;
    const turned = [two, one].flatMap((each) => each ?? []);
    expect(merged({ upstream: { versions: turned } }).merged?.versions).toEqual(turned);
    const wish = { upstream: { versions: [...base.versions, v3] }, yours: { versions: turned } };
    expect(merged(wish).merged?.versions.map(({ name }) => name)).toEqual(['v2', 'v3', 'v1']);
    expect(kinds(wish)).toEqual(['versions/v3 upstream', 'versions yours']);
  });
});

describe('a version that upstream withdrew', () => {
  const withdrawn = { versions: [version('v1')] };

  it('is removed where nobody changed it and nothing uses it', () => {
    expect(merged({ upstream: withdrawn })).toMatchObject({
      merged: { versions: [version('v1')] },
      withdrawnVersions: [{ version: 'v2', usedBy: [], outcome: 'removed', reason: 'no deployment uses it' }],
    });
  });

  it('stays while deployments use it, marked, and goes when they do not any more', () => {
    const first = merged({ upstream: withdrawn, inUse: { v2: ['chat'] } });
    expect(first).toMatchObject({
      merged: { versions: [version('v1'), version('v2', { env: { X: '1' }, deprecated: mark })] },
      withdrawnVersions: [{ version: 'v2', usedBy: ['chat'], outcome: 'kept', reason: 'a deployment uses it' }],
    });
    expect(mark).toBe('withdrawn by community on 2026-11-23');
    const next = { upstream: withdrawn, yours: first.merged ?? {} };
    const again = merged({ ...next, inUse: { v2: ['chat'] } }, first.nextBase);
    expect(again.merged).toEqual(first.merged);
    expect(merged(next, first.nextBase).merged?.versions).toEqual([version('v1')]);
  });

  it('is shown as it is here, with its mark, also when it may go', () => {
    const first = merged({ upstream: withdrawn, inUse: { v2: ['chat'] } });
    const unused = merged({ upstream: withdrawn, yours: first.merged ?? {} }, first.nextBase);
    const yours = version('v2', { env: { X: '1' }, deprecated: mark });
    expect(unused.fields).toEqual([
      { path: ['versions', 'v2'], kind: 'upstream', base: version('v2', { env: { X: '1' } }), yours },
    ]);
    const edited = { versions: [version('v1'), { ...yours, env: { X: 'mine' } }] };
    expect(merged({ upstream: withdrawn, yours: edited }, first.nextBase).conflicts).toMatchObject([
      { path: ['versions', 'v2'], yours: { env: { X: 'mine' }, deprecated: mark } },
    ]);
  });

  it('stays where it stands, and is no move of anybody', () => {
    const upstream = { versions: [version('v2', { env: { X: '1' } }), version('v3')] };
    const first = merged({ upstream, inUse: { v1: ['chat'] } });
    const order = ['v1', 'v2', 'v3'];
    expect(first.merged?.versions.map(({ name }) => name)).toEqual(order);
    expect(first.nextBase.versions.map(({ name }) => name)).toEqual(order);
    const again = merged({ upstream, yours: first.merged ?? {}, inUse: { v1: ['chat'] } }, first.nextBase);
    expect(again.fields.map(({ path }) => path)).toEqual([['versions', 'v1']]);
  });

  it('loses its mark when upstream brings it back', () => {
    const first = merged({ upstream: withdrawn, inUse: { v2: ['chat'] } });
    const back = [version('v1'), version('v2', { env: { X: '5' } })];
    const second = merged({ upstream: { versions: back }, yours: first.merged ?? {} }, first.nextBase);
    expect(second.merged?.versions).toEqual(back);
    expect(second.fields).toContainEqual({
      path: ['versions', 'v2', 'deprecated'],
      kind: 'upstream',
      yours: mark,
      note: 'upstream has the version again',
    });
  });

  it('is theirs where the user edited it: he decides whether it stays', () => {
    const mine = version('v2', { env: { X: 'mine' } });
    const wish = { upstream: withdrawn, yours: { versions: [version('v1'), mine] } };
    expect(kinds(wish)).toEqual(['versions/v2 conflict']);
    const path = ['versions', 'v2'];
    const kept = merged({ ...wish, decisions: [{ path, take: 'yours' }] });
    expect(kept.merged?.versions).toEqual([version('v1'), mine]);
    expect(merged({ upstream: withdrawn, yours: kept.merged ?? {} }, kept.nextBase).conflicts).toEqual([]);
    const gone = merged({ ...wish, decisions: [{ path, take: 'upstream' }] });
    expect(gone.merged?.versions).toEqual([version('v1')]);
    const used = merged({ ...wish, decisions: [{ path, take: 'upstream' }], inUse: { v2: ['a', 'b'] } });
    expect(used.merged?.versions[1]).toEqual({ ...mine, deprecated: mark });
    expect(used.withdrawnVersions).toMatchObject([{ outcome: 'kept', reason: '2 deployments use it' }]);
  });

  it('that was edited, let go and is in use stays, while its base is what upstream had', () => {
    const mine = version('v2', { env: { X: 'mine' } });
    const decisions = [{ path: ['versions', 'v2'], take: 'upstream' as const }];
    const inUse = { v2: ['chat'] };
    const used = merged({ upstream: withdrawn, yours: { versions: [version('v1'), mine] }, decisions, inUse });
    const marked = { ...mine, deprecated: mark };
    expect(used.nextBase.versions).toEqual(base.versions);
    expect(used.letGo).toEqual([mine]);
    expect(used.fields).toMatchObject([
      { kind: 'conflict', result: marked, note: 'decided: upstream; stays: a deployment uses it' },
    ]);
    const next = { upstream: withdrawn, yours: used.merged ?? {}, letGo: used.letGo };
    const again = merged({ ...next, inUse }, used.nextBase);
    expect(again).toMatchObject({ conflicts: [], letGo: [mine], nextBase: used.nextBase, merged: used.merged });
    expect(again.fields).toMatchObject([{ kind: 'upstream', yours: marked, result: marked }]);
    expect(merged(next, used.nextBase).merged?.versions).toEqual([version('v1')]);
  });

  it('that was let go and edited or restored since is asked about again', () => {
    const mine = version('v2', { env: { X: 'mine' } });
    const later = version('v2', { env: { X: 'later' }, deprecated: mark });
    for (const yours of [later, mine]) {
      const next = { upstream: withdrawn, yours: { versions: [version('v1'), yours] }, letGo: [mine] };
      expect(merged(next)).toMatchObject({ merged: null, conflicts: [{ path: ['versions', 'v2'], yours }] });
    }
  });

  it('stays where the user made it the default, since a default needs its version', () => {
    const wish = { upstream: withdrawn, yours: { default_version: 'v2' } };
    expect(merged(wish)).toMatchObject({
      merged: { default_version: 'v2', versions: [{ name: 'v1' }, { name: 'v2', deprecated: mark }] },
      withdrawnVersions: [
        {
          outcome: 'kept',
          reason: 'it is the default version; choose another default, and update again to remove it',
        },
      ],
    });
  });

  it('stays where it is the last one there is', () => {
    const wish = { upstream: { versions: [version('v2', { env: { X: '1' } })] }, yours: { versions: [version('v1')] } };
    expect(merged({ ...wish, upstream: { ...wish.upstream, default_version: 'v2' } })).toMatchObject({
      merged: { default_version: 'v1', versions: [{ name: 'v1', deprecated: mark }] },
      withdrawnVersions: [
        { outcome: 'kept', reason: 'it is the last version there is; add another one, and update again to remove it' },
      ],
    });
  });

  it('leaves the default of yours where upstream chose one that the user has deleted', () => {
    const wish = { upstream: { default_version: 'v2' }, yours: { versions: [version('v1')] } };
    expect(merged(wish).merged).toMatchObject({ default_version: 'v1', versions: [{ name: 'v1' }] });
    expect(merged(wish).fields).toContainEqual({
      path: ['default_version'],
      kind: 'upstream',
      base: 'v1',
      upstream: 'v2',
      yours: 'v1',
      result: 'v1',
      note: 'the version "v2" is not there',
    });
  });
});
