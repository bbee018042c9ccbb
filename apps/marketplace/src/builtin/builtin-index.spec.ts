import { readFileSync } from 'node:fs';
import { frameworks, type BackendVersion, type OfferedEntry } from '@enginehouse/contracts';
import {
  builtInBackends,
  definitionWarnings,
  parseImageReference,
  planContainer,
  planWarnings,
  renderPlan,
  type KnownImage,
} from '@enginehouse/backend-spec';
import { readIndex } from '@enginehouse/market-index';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../adapters/icons/read-picture.js';
import { MarkdownItRenderer } from '../adapters/markdown/markdown-it-renderer.js';
import { ownVersion } from '../own-version.js';

const bytes = readFileSync(new URL('index.yaml', import.meta.url));
const read = readIndex([{ path: 'index.yaml', bytes }], { enginehouseVersion: ownVersion() });
const entries: readonly OfferedEntry[] = read.ok ? read.value.entries : [];
const named = entries.map((entry) => [entry.name, entry] as const);

/** What the images run by themselves, as their build files say; commands must not say it again. */
const entrypoints: Readonly<Record<string, readonly string[]>> = {
  'ghcr.io/ggml-org/llama.cpp': ['/app/llama-server'],
  'ghcr.io/ggml-org/whisper.cpp': ['bash', '-c'],
  'ghcr.io/huggingface/text-embeddings-inference': ['text-embeddings-router'],
  'ghcr.io/huggingface/text-generation-inference': ['/tgi-entrypoint.sh'],
  'michaelf34/infinity': ['infinity_emb'],
  'openmmlab/lmdeploy': ['/opt/nvidia/nvidia_entrypoint.sh'],
  'nvcr.io/nvidia/tensorrt-llm/release': ['/opt/nvidia/nvidia_entrypoint.sh'],
};

function knownImage(image: string): KnownImage {
  const reference = parseImageReference(image);
  const name = reference.ok ? reference.value.name : '';
  return { digest: `sha256:${'0'.repeat(64)}`, entrypoint: entrypoints[name] ?? null, command: null };
}

/** The codes of what a preview would warn of. */
function warningsOf({ definition }: OfferedEntry, { name }: BackendVersion): readonly string[] {
  const plan = planContainer({ definition, version: name });
  if (!plan.ok) return plan.error.map(({ detail }) => detail);
  const context = { model_path: '/m', model_name: 'm', port: 8000, worker_ip: '10.0.0.1', gpu_count: 1, gpu_ids: [0] };
  const rendered = renderPlan(plan.value, { ...context, network: 'own' });
  if (!rendered.ok) return [rendered.error.detail];
  return planWarnings(plan.value, rendered.value, knownImage(plan.value.image)).map(({ code }) => code);
}

describe('the source that comes with Enginehouse', () => {
  it('is read whole, without a warning', () => {
    expect(read).toMatchObject({ ok: true, value: { rejected: [], warnings: [] } });
    expect(entries.length).toBeGreaterThanOrEqual(8);
  });

  it('holds nothing that is built in', () => {
    const builtIn = builtInBackends.map((name) => name.toLowerCase());
    expect(entries.filter(({ name }) => builtIn.includes(name.toLowerCase()))).toEqual([]);
  });

  it('offers something for workers of many kinds', () => {
    const offered = entries.flatMap(({ definition }) => definition.versions.flatMap(({ images }) => images));
    expect(new Set(offered.map(({ framework }) => framework))).toEqual(
      new Set(['cuda', 'rocm', 'musa', 'cann', 'dtk', 'corex', 'maca', 'cpu']),
    );
    expect(offered.every(({ framework }) => (frameworks as readonly string[]).includes(framework))).toBe(true);
  });

  it.each(named)('%s is started as it should be, in every version', (_, entry) => {
    expect(definitionWarnings(entry.definition)).toEqual([]);
    const warnings = entry.definition.versions.map((version) => [version.name, warningsOf(entry, version)]);
    expect(warnings).toEqual(entry.definition.versions.map(({ name }) => [name, []]));
  });

  it.each(named)('%s listens where it is told to, and is asked there', (_, { definition }) => {
    const commands = definition.versions.map(({ run_command: own }) => own ?? definition.default_run_command ?? '');
    for (const command of commands) expect(command).toMatch(/\{\{worker_ip\}\}.*\{\{port\}\}/);
  });

  it.each(named)('%s says what it is, by whom, where from and what changed', (_, { definition, about }) => {
    expect(definition.description?.length).toBeGreaterThan(40);
    expect(definition.health_check_path).toMatch(/^\//);
    expect(about.maintainer).toBe('Enginehouse');
    expect(about.links.length).toBeGreaterThan(0);
    expect(about.links.filter(({ url }) => !url.startsWith('https://'))).toEqual([]);
    expect(about.changelog.length).toBeGreaterThan(0);
    expect(new MarkdownItRenderer().render(about.readme ?? definition.description ?? '')).toContain('<p>');
  });

  it.each(named)('%s has a small drawing as its icon', (_, { definition }) => {
    expect(readPicture(definition.icon ?? '')).toMatchObject({ ok: true, value: { isDrawing: true } });
    expect(definition.icon?.length).toBeLessThan(1000);
  });
});
