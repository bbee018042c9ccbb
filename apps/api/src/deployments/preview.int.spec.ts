import {
  err,
  ok,
  previewInput,
  problemOf,
  scheduling,
  type Preview,
  type PreviewInput,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import type { RunningApi } from '../testing/running-api.js';
import { useApi } from '../testing/use-api.js';

const seen: Preview = {
  backend: 'vLLM',
  revision: 3,
  version: '1',
  versionReason: 'chosen by the user',
  framework: 'cuda',
  image: 'img:1',
  imageOrigin: 'version',
  entrypoint: null,
  entrypointOrigin: 'image',
  argv: [],
  commandOrigin: 'image',
  shellCommand: '',
  environment: [],
  mounts: [],
  port: { container: 40_000, address: '127.0.0.1', provisional: true },
  devices: [],
  labels: {},
  securityProfile: 'baseline',
  network: 'own',
  memoryMib: null,
  cpus: null,
  shmMib: 64,
  healthCheckPath: '/health',
  claim: { gpus: 0, gpuMemoryMib: null, memoryMib: 1024, cpus: 0 },
  placement: {
    worker: null,
    reason: 'no worker has joined yet',
    explanation: {
      outcome: 'waiting',
      text: 'no worker has joined yet',
      strategy: 'spread',
      considered: 0,
      rejected: [],
      candidates: [],
    },
  },
  imageFacts: null,
  imageNote: '',
  warnings: [],
  notes: [],
};

const yaml = `backend_name: mine-custom
default_env:
  HF_TOKEN: backend-canary
version_configs:
  v1:
    image_name: img:1
    custom_framework: cpu
    run_command: run --port {{port}} {{API_KEY}}
    env:
      API_KEY: version canary
`;

describe('previews over HTTP', () => {
  let api: RunningApi;
  const { serving } = useApi((running) => {
    api = running;
  });

  const serve = (answer: Result<Preview, Problem> = ok(seen)) => {
    const asked: PreviewInput[] = [];
    serving.push(
      api.services.serve(scheduling.preview, async (input) => {
        asked.push(previewInput.parse(input));
        return answer;
      }),
    );
    return asked;
  };
  const post = async (json: unknown, token?: string) => {
    const response = await api.fetch('POST', '/v1/preview', { json, ...(token ? { token } : {}) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('are for viewers too, who only may not have any registry asked', async () => {
    const asked = serve();
    const made = await api.fetch('POST', '/v1/tokens', { json: { name: 'eye', role: 'viewer' } });
    const { token } = (await made.json()) as { token: string };
    expect(await post({ deployment: { backend: 'vLLM' } }, token)).toEqual({ status: 200, body: seen });
    expect((await post({ deployment: { backend: 'vLLM' } }, 'no-such-token')).status).toBe(401);

    const foreign = [{ deployment: { backend: 'Custom', imageName: '10.0.0.1/x' } }, { deployment: {}, yaml }];
    for (const body of foreign) {
      expect((await post(body, token)).body['imageNote']).toContain('takes an operator');
      expect((await post(body)).body['imageNote']).toBe(seen.imageNote);
    }
    expect(asked.map(({ offline }) => offline)).toEqual([false, true, false, true, false]);
  });

  it('carry no plain secret over the bus, but as many words', async () => {
    const asked = serve();
    const env = { HF_TOKEN: 'canary', API_KEY: 'two canaries', EMPTY_TOKEN: '', LEVEL: 'info' };
    await post({ deployment: { backend: 'vLLM', env } });
    await post({ deployment: {}, yaml });
    expect(JSON.stringify(asked)).not.toContain('canar');
    expect(asked[0]?.deployment.env).toEqual({
      HF_TOKEN: '********',
      API_KEY: '******** ********',
      EMPTY_TOKEN: '',
      LEVEL: 'info',
    });
    expect(asked[1]?.definition).toMatchObject({
      backend_name: 'mine-custom',
      default_env: { HF_TOKEN: '********' },
      versions: [{ name: 'v1', env: { API_KEY: '******** ********' } }],
    });
  });

  it('take the mask that an answer of this API showed', async () => {
    const asked = serve();
    expect((await post({ deployment: { backend: 'vLLM', env: { HF_TOKEN: '********' } } })).status).toBe(200);
    expect(asked[0]?.deployment.env).toEqual({ HF_TOKEN: '********' });
  });

  it.each([
    [
      'a value that looks sealed',
      { deployment: { backend: 'x', env: { A: 'sealed:v1:AA' } } },
      'invalid-input',
      ['deployment', 'env', 'A'],
    ],
    ['an unknown field', { deployment: { backend: 'x', modle: 1 } }, 'invalid-input', ['deployment', 'modle']],
    [
      'two definitions',
      { deployment: {}, yaml, definition: { backend_name: 'a-custom', versions: [] } },
      'invalid-input',
      ['yaml'],
    ],
    [
      'YAML with a mistake',
      { deployment: {}, yaml: yaml.replace('{{port}}', '{{prot}}') },
      'invalid-yaml',
      ['yaml', 'version_configs', 'v1', 'run_command'],
    ],
  ])('are refused for %s', async (_what, body, code, path) => {
    const asked = serve();
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code, errors: [{ path, detail: expect.any(String) as string }] });
    expect(asked).toEqual([]);
  });

  it('name the fields of YAML as they stand there', async () => {
    const path = ['definition', 'versions', 0, 'images', 0, 'image_name'];
    serve(err(problemOf('invalid-definition', 'x', { errors: [{ code: 'required', path, detail: 'x' }] })));
    const { body } = await post({ deployment: {}, yaml });
    expect(body['errors']).toMatchObject([{ path: ['yaml', 'version_configs', 'v1', 'image_name'] }]);
  });
});
