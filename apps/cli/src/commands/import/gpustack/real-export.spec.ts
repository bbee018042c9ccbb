import { existsSync, readFileSync } from 'node:fs';
import { validateDefinition } from '@enginehouse/backend-spec';
import type { BackendDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { backend } from '../../../testing/views.js';
import { makeImport } from './make-import.js';
import { readExport } from './read-export.js';

/** GPUStack's own backends are not part of this repository; they are read beside it where they are. */
const file = (name: string) => new URL(`../../../../../../../shared/data/${name}`, import.meta.url);
const [list, vectors] = [file('community-backends.yaml'), file('real-backends.json')];
const nothing = { backends: new Map(), offered: new Map() };

interface Vector {
  readonly note: string;
  readonly mode: string;
  readonly yaml: string;
}

function importOf(text: string, targets: Parameters<typeof makeImport>[1] = nothing) {
  const read = readExport({ source: 'real', text });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return makeImport(read.value.backends, targets);
}

const definitionsOf = ({ documents }: ReturnType<typeof importOf>) =>
  documents.map(({ content }) => JSON.parse(content) as BackendDefinition);

describe.skipIf(!existsSync(list))("GPUStack's own list (skipped where ../shared/data is absent)", () => {
  const text = existsSync(list) ? readFileSync(list, 'utf8') : '';

  it('becomes custom backends whole, each with its icon, where nobody offers it', () => {
    const made = importOf(text);
    expect(made.backends.map(({ to, outcome }) => [to, outcome])).toEqual(
      [
        'Kokoro-FastAPI',
        'llama.cpp',
        'MinerU',
        'mis-tei',
        'PaddleX-GenAI-Server',
        'TensorRT-LLM',
        'Text-Embeddings-Inference',
        'TokenSpeed',
      ].map((name) => [`${name}-custom`, 'import']),
    );
    const definitions = definitionsOf(made);
    expect(definitions.flatMap((each) => validateDefinition(each, { source: 'custom' }))).toEqual([]);
    expect(definitions.every(({ icon }) => icon?.startsWith('data:image/png;base64,'))).toBe(true);
    expect(made.backends.flatMap(({ warnings }) => warnings.map(({ code }) => code)).filter(isLoss)).toEqual([]);
  });

  it('changes nothing the second time', () => {
    const views = definitionsOf(importOf(text)).map((definition) =>
      backend({ name: definition.backend_name, definition }),
    );
    const backends = new Map(views.map((view) => [view.name.toLowerCase(), view]));
    expect(definitionsOf(importOf(text, { ...nothing, backends }))).toEqual(views.map(({ definition }) => definition));
  });
});

describe.skipIf(!existsSync(vectors))('real backends (skipped where ../shared/data is absent)', () => {
  const all = existsSync(vectors)
    ? (JSON.parse(readFileSync(vectors, 'utf8')) as { vectors: readonly Vector[] }).vectors
    : [];

  it.each(all.map((vector) => [vector.note, vector] as const))('%s', (_note, { yaml }) => {
    const made = importOf(yaml);
    expect(made.backends.map(({ outcome, problem }) => [outcome, problem])).toEqual([['import', undefined]]);
    expect(definitionsOf(made).flatMap((each) => validateDefinition(each, { source: 'custom' }))).toEqual([]);
  });
});

const isLoss = (code: string): boolean => /left-out|ignored/.test(code);
