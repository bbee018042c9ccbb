import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBackendYaml } from '@enginehouse/backend-spec';
import { catalog as contracts } from '@enginehouse/contracts';
import { testNats, testPostgres, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { startCatalog, type RunningCatalog } from './testing/running-catalog.js';

interface Vector {
  readonly id: string;
  readonly note: string;
  readonly mode: 'create' | 'community';
  readonly yaml?: string;
  readonly expected: { readonly ok?: { readonly backend_name: string }; readonly error?: string };
}

const fixtures = new URL('../../../libs/backend-spec/src/conformance/fixtures/yaml.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(fixtures, 'utf8')) as { vectors: readonly Vector[] };
const texts = vectors.filter((vector) => vector.yaml !== undefined);
/** Import leaves open what saving must refuse: placeholders without a value, commands that cannot be split. */
const accepted = texts.filter(({ expected, yaml = '', mode }) => expected.ok && importBackendYaml(yaml, mode).ok);
const refused = texts.filter(({ expected }) => expected.error !== undefined);

let database: TestDatabase;
let nats: TestNats;
let catalog: RunningCatalog;

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  catalog = await startCatalog({ databaseUrl: database.url, natsUrl: nats.url });
});

afterAll(async () => {
  await catalog.stop();
  await Promise.all([database.close(), nats.close()]);
});

const sourceOf = ({ mode }: Vector) => (mode === 'create' ? ('custom' as const) : ('community' as const));

describe('YAML that conforms', () => {
  it('is almost all that the vectors accept', () => {
    expect(accepted.length).toBeGreaterThan(40);
    expect(texts.filter(({ expected }) => expected.ok).length - accepted.length).toBeLessThan(5);
  });

  it.each(accepted.map((vector) => [vector.id, vector.note, vector] as const))(
    '%s registers, and its export is the same backend: %s',
    async (_id, _note, vector) => {
      const yaml = vector.yaml ?? '';
      const name = vector.expected.ok?.backend_name ?? '';
      const imported = importBackendYaml(yaml, vector.mode);
      const registered = await catalog.ask(contracts.registerBackend, { yaml, source: sourceOf(vector) });
      expect(registered).toMatchObject({ ok: true, value: { changed: true } });
      const exported = await catalog.ask(contracts.exportBackend, { name });
      expect(exported.ok && importBackendYaml(exported.value.yaml, vector.mode)).toEqual(imported);
      const again = await catalog.ask(contracts.applyBackend, { yaml: exported.ok ? exported.value.yaml : '' });
      expect(again).toMatchObject({ ok: true, value: { name, created: false, changed: false } });
      await expect(catalog.ask(contracts.deleteBackend, { name })).resolves.toMatchObject({ ok: true });
    },
  );
});

describe('YAML that does not conform', () => {
  it('changes nothing, and every refusal says where', async () => {
    const before = await catalog.parts.store.head();
    for (const vector of refused) {
      const answer = await catalog.ask(contracts.registerBackend, {
        yaml: vector.yaml ?? '',
        source: sourceOf(vector),
      });
      expect(answer.ok ? vector.id : answer.error.errors?.length).toBeGreaterThan(0);
    }
    expect(await catalog.parts.store.head()).toEqual(before);
  });
});
