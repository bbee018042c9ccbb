import { catalog, ok, planSummary, type ApplyPlan, type PlannedChange, type Problem } from '@enginehouse/contracts';
import type { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

type Input = z.output<typeof catalog.planApply.input>;

const yaml = (name: string) =>
  `backend_name: ${name}\nversion_configs:\n  v1:\n    image_name: e:1\n    custom_framework: cpu\n`;
const definition = (name: string) => ({
  backend_name: name,
  versions: [{ name: 'v1', images: [{ framework: 'cpu', image_name: 'e:1' }] }],
});

describe('the plan of the API', () => {
  let around: Surroundings;
  let api: RunningApi;
  let asked: Input[] = [];
  let serving: { stop(): void } | undefined;

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around);
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });
  afterEach(() => serving?.stop());

  /** A catalog for which every document is new, and every prune deletes `gone-custom`. */
  const serveCatalog = () => {
    asked = [];
    serving = api.services.serve(catalog.planApply, async (input) => {
      asked.push(input);
      const { applySet, prune, documents } = input;
      const about = { revision: null, changes: [], impact: [] };
      const items: PlannedChange[] = documents.map(({ source, yaml: text, definition: json }, document) => {
        const name = json?.backend_name ?? /backend_name: (\S+)/.exec(text ?? '')?.[1] ?? '';
        return { name, document, source, action: 'create', ...about };
      });
      if (prune) items.push({ name: 'gone-custom', document: null, source: '', action: 'delete', ...about });
      return ok({ head: 10 + asked.length, applySet, prune, items, summary: planSummary(items) });
    });
  };

  const plan = async (json: object) => {
    const response = await api.fetch('POST', '/v1/plan', { json });
    return { status: response.status, body: (await response.json()) as ApplyPlan & Problem };
  };

  it('is made of JSON, and says which set it is for and what is pruned', async () => {
    serveCatalog();
    const documents = [
      { source: 'a.yaml', line: 3, yaml: yaml('a-custom') },
      { source: 'b.json', definition: definition('b-custom') },
    ];
    const { status, body } = await plan({ documents, applySet: 'team', prune: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      head: 11,
      applySet: 'team',
      prune: true,
      items: [
        { name: 'a-custom', document: 0, source: 'a.yaml' },
        { name: 'b-custom', document: 1, source: 'b.json' },
        { name: 'gone-custom', document: null, action: 'delete' },
      ],
      summary: { create: 2, delete: 1 },
    });
    expect(asked[0]).toMatchObject({ documents: [{ line: 3 }, {}], applySet: 'team', prune: false, named: [] });
    expect(asked.at(-1)).toMatchObject({
      documents: [],
      prune: true,
      named: [
        { name: 'a-custom', source: 'a.yaml' },
        { name: 'b-custom', source: 'b.json' },
      ],
    });
  });

  it('is made of several YAML documents, which know their lines', async () => {
    serveCatalog();
    const response = await api.fetch('POST', '/v1/plan?applySet=team&prune', {
      body: `${yaml('a-custom')}---\n${yaml('b-custom')}`,
      headers: { 'content-type': 'application/yaml' },
    });
    expect(await response.json()).toMatchObject({ applySet: 'team', prune: true, summary: { create: 2, delete: 1 } });
    expect(asked[0]?.documents).toMatchObject([
      { source: 'document 1', line: 1, yaml: yaml('a-custom') },
      { source: 'document 2', line: 6, yaml: `---\n${yaml('b-custom')}` },
    ]);
  });

  it('is made in parts where there are many documents, each part knowing the names before it', async () => {
    serveCatalog();
    const documents = Array.from({ length: 45 }, (_, n) => ({ source: `${n}.yaml`, yaml: yaml(`e${n}-custom`) }));
    const { body } = await plan({ documents, named: [{ name: 'before-custom', source: 'x.yaml' }] });
    expect(body.items.map(({ name, document }) => [name, document])).toEqual(
      documents.map((_, n) => [`e${n}-custom`, n]),
    );
    expect(asked.map((each) => [each.documents.length, each.named.length])).toEqual([
      [20, 1],
      [20, 21],
      [5, 41],
      [0, 46],
    ]);
    expect(body.head).toBe(11);
  });

  it('refuses only the one document that cannot be read, and does not prune what it names', async () => {
    serveCatalog();
    const documents = [
      { source: 'a.json', definition: { ...definition('a-custom'), colour: 'blue' } },
      { source: 'b.yaml', yaml: yaml('b-custom') },
    ];
    const { status, body } = await plan({ documents, prune: true });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      {
        name: 'a-custom',
        document: 0,
        action: 'refused',
        problem: { code: 'invalid-input', errors: [{ code: 'unknown-field', path: ['colour'] }] },
      },
      { name: 'b-custom', document: 1, action: 'create' },
      { name: 'gone-custom' },
    ]);
    expect(asked.at(-1)?.named).toContainEqual({ name: 'a-custom', source: 'a.json' });
  });

  it('refuses a document that no message can carry', async () => {
    serveCatalog();
    const large = yaml('large-custom') + '#'.repeat(995_000);
    const { body } = await plan({ documents: [{ yaml: large }] });
    expect(body.items).toMatchObject([
      { name: 'large-custom', action: 'refused', problem: { code: 'input-too-large' } },
    ]);
    expect(body.head).toBe(11);
  });

  it('can be asked for by a viewer, and refuses names of sets that no log can keep', async () => {
    serveCatalog();
    const made = await api.fetch('POST', '/v1/tokens', { json: { name: 'viewer', role: 'viewer' } });
    const { token } = (await made.json()) as { token: string };
    const response = await api.fetch('POST', '/v1/plan', { json: { documents: [] }, token });
    expect(await response.json()).toMatchObject({ applySet: 'default', prune: false, items: [] });
    expect((await plan({ documents: [], applySet: 'a\0b' })).status).toBe(422);
    const locked = await api.fetch('POST', '/v1/plan', { json: { documents: [], lock: true }, token });
    expect([locked.status, (await plan({ documents: [], lock: true })).status]).toEqual([403, 200]);
  });
});
