import { beforeAll, describe, expect, it } from 'vitest';
import type { BackendViews } from '../ports.js';
import { madeBySet } from './story.contract.js';

/** What every `BackendViews` must tell about the sets of documents that made backends, after `story`. */
export function madeByContract(what: string, open: () => Promise<BackendViews>): void {
  describe(`backends by the set that made them: ${what}`, () => {
    let views: BackendViews;
    beforeAll(async () => {
      views = await open();
    });

    it('are those of this set that are still there, in the order of names, with their revisions', async () => {
      const made = await views.madeBy(madeBySet);
      expect(made.map(({ name }) => name)).toEqual(['set-A-custom', 'set-b-custom', 'set-d-custom']);
      for (const { name, revision, source } of made) {
        await expect(views.get(name)).resolves.toMatchObject({ revision, source, applySet: madeBySet });
      }
    });

    it('keep it through changes, and lose it when they are made anew without one', async () => {
      await expect(views.get('set-b-custom')).resolves.toMatchObject({ definition: { description: 'changed' } });
      await expect(views.get('set-c-custom')).resolves.not.toHaveProperty('applySet');
    });

    it('have it again after a roll back to when they were made', async () => {
      await expect(views.get('set-d-custom')).resolves.toMatchObject({ applySet: madeBySet });
    });

    it('show it in lists too', async () => {
      const listed = await views.list({ limit: 100, search: 'set-a' });
      expect(listed.map(({ applySet }) => applySet)).toEqual([madeBySet]);
    });

    it('are among the names of all', async () => {
      const names = await views.names();
      expect(names).toEqual((await views.list({ limit: 1000 })).map(({ name }) => name));
      expect(names).toContain('set-A-custom');
    });

    it('stand for one state until something changes', async () => {
      const state = await views.state();
      await views.list({ limit: 100 });
      expect(await views.state()).toBe(state);
    });

    it('are none of a set that made nothing', async () => {
      expect(await views.madeBy('nobody')).toEqual([]);
    });
  });
}

/** What the cards of every `BackendViews` must say of versions, after `story`. */
export function cardsContract(what: string, open: () => Promise<BackendViews>): void {
  describe(`cards of lists: ${what}`, () => {
    let views: BackendViews;
    beforeAll(async () => {
      views = await open();
    });
    const cardOf = async (search: string) => (await views.list({ limit: 100, search }))[0];

    it('tell the versions on offer for each framework, latest first, in the order of the frameworks', async () => {
      await expect(cardOf('set-f-custom')).resolves.toMatchObject({
        frameworks: ['cpu', 'rocm'],
        frameworkVersions: [
          { framework: 'cpu', versions: ['2.0', 'v1'] },
          { framework: 'rocm', versions: ['1.10', '1.9'] },
        ],
        versions: ['v1', '1.9', '1.10', '2.0', '0.1'],
      });
    });

    it('leave out what was deprecated since', async () => {
      await expect(cardOf('engine1-custom')).resolves.toMatchObject({
        frameworkVersions: [{ framework: 'cpu', versions: ['1.10'] }],
      });
    });

    it('name the same frameworks in both ways', async () => {
      for (const { frameworks, frameworkVersions } of await views.list({ limit: 1000 })) {
        expect(frameworkVersions?.map(({ framework }) => framework)).toEqual(frameworks);
      }
    });
  });
}
