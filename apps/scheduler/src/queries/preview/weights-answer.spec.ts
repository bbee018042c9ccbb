import { err, ok, problemOf, type ModelWeights, type Problem, type Result } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { definitionOf, gpu, specOf } from '../../testing/builders.js';
import { TestLog } from '../../testing/test-log.js';
import { previewDraft } from './preview-draft.js';
import { askAboutWeights, weightsQuestion } from './weights-answer.js';

const header = { actor: 'user:ada', correlationId: 'c', idempotencyKey: 'k' };
const model = { source: 'local_path', path: '/models/tiny' } as const;
const versionFor = (framework: 'cuda' | 'cpu') =>
  definitionOf({ versions: [{ name: '1.0', images: [{ framework, image_name: 'echo:1.0' }] }] });
const devices = { devices: [gpu(0), gpu(1)], frameworks: ['cuda', 'cpu'] };

function questionOf(
  log: TestLog,
  spec: Parameters<typeof specOf>[0],
  more: { readonly framework?: 'cuda' | 'cpu'; readonly worker?: string } = {},
) {
  const definition = versionFor(more.framework ?? 'cuda');
  const backend = { backend: definition.backend_name, source: 'custom', revision: 7, definition } as const;
  const question = { spec: specOf(spec), backend, worker: more.worker };
  const draft = previewDraft(log.state, question, { installation: 'test', grants: [] });
  if (!draft.ok) throw new Error(draft.error.detail);
  return weightsQuestion(log.state, draft.value);
}

describe('who is asked about weights', () => {
  it('the worker that would run it first, and no more than three', () => {
    const log = new TestLog();
    for (const name of ['w1', 'w2', 'w3', 'w4']) log.worker(name, devices);
    const asked = questionOf(log, { model, resources: { gpus: 2 } });
    expect(asked).toMatchObject({ path: '/models/tiny', gpus: 2 });
    expect(asked?.workers).toEqual(['w1', 'w2', 'w3']);
    expect(questionOf(log, { model }, { worker: 'w4' })?.workers).toEqual(['w4']);
  });

  it('those with no room now too, but nobody who could never take it', () => {
    const log = new TestLog().worker('small', devices).worker('plain', { frameworks: ['cpu'] });
    log.worker('elsewhere', { ...devices, modelRoots: ['/other'] });
    expect(questionOf(log, { model, resources: { gpus: 8, gpuMemoryMib: 999_999 } })?.workers).toEqual(['small']);
  });

  it('nobody where no GPU is claimed, or the model is on no disk of a worker', () => {
    const log = new TestLog().worker('w1', devices);
    expect(questionOf(log, { model }, { framework: 'cpu' })).toBeNull();
    expect(questionOf(log, { model, resources: { gpus: 0 } })).toBeNull();
    expect(questionOf(log, {})).toBeNull();
    expect(questionOf(log, { model: { source: 'huggingface', repo: 'a/b' } })).toBeNull();
  });
});

const weights = (weightsBytes: number, files = 2) => ok({ weightsBytes, files });

describe('the estimate', () => {
  type Answer = Result<ModelWeights, Problem>;
  const never = new Promise<Answer>(() => {});
  const away = err(problemOf('unavailable', 'away'));
  const estimate = (answers: Readonly<Record<string, Answer | Promise<Answer>>>) => {
    const sources = { weights: async (worker: string) => answers[worker] ?? Promise.reject(new Error('closed')) };
    return askAboutWeights(sources, { path: '/m', workers: Object.keys(answers), gpus: 2 }, header);
  };

  it('is reckoned from the first good answer', async () => {
    expect(await estimate({ w1: never, w2: away, w3: weights(10 * 1024 ** 3) })).toEqual({
      worker: 'w3',
      weightsBytes: 10 * 1024 ** 3,
      files: 2,
      factor: 1.2,
      extraMib: 2048,
      totalMib: 14_336,
      gpuMemoryMibEach: 7168,
    });
  });

  it('is left out where nobody knows, nobody is there, or nothing was found', async () => {
    expect(await estimate({ w1: away, w2: Promise.reject(new Error('broken')) })).toBeNull();
    expect(await estimate({ w1: weights(0, 0) })).toBeNull();
    expect(await estimate({})).toBeNull();
    expect(await askAboutWeights({ weights: () => never }, null, header)).toBeNull();
  });

  it('is not waited for', async () => {
    expect(await estimate({ w1: never })).toBeNull();
  });
});
