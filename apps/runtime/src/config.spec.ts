import { parseConfig } from '@enginehouse/service-kit';
import { describe, expect, it } from 'vitest';
import { runtimeEnv } from './config.js';

const parse = (env: Readonly<Record<string, string>>) => parseConfig(runtimeEnv, { DATA_DIR: '/data', ...env });

describe('the configuration', () => {
  it('needs a directory and a way to the control plane, no more', () => {
    expect(parse({ API_URL: 'https://control.example' })).toMatchObject({
      config: { WORKER_ADDRESS: '127.0.0.1', MODEL_ROOTS: [], BACKOFF_BASE_SECONDS: 10 },
    });
    expect(parse({})).toMatchObject({ problems: [{ name: 'API_URL' }] });
  });

  it('reads labels, model roots and ports', () => {
    const env = { WORKER_LABELS: 'zone=a,rack=r=1', MODEL_ROOTS: '/models:/more', ENGINE_PORTS: '5000-5009' };
    expect(parse({ NATS_URL: 'nats://n', ...env })).toMatchObject({
      config: {
        WORKER_LABELS: { zone: 'a', rack: 'r=1' },
        MODEL_ROOTS: ['/models', '/more'],
        ENGINE_PORTS: { from: 5000, to: 5009 },
      },
    });
  });

  it.each([
    ['WORKER_NAME', 'Upper Case'],
    ['WORKER_LABELS', 'zone'],
    ['MODEL_ROOTS', 'relative/path'],
    ['ENGINE_PORTS', '9-1'],
    ['ENGINE_PORTS', '5009-5000'],
    ['SECURITY_PROFILES', 'root'],
    ['SECRETS_KEY_FILE', '/no/such/file'],
    ['REGISTRY_AUTH_FILE', '/no/such/file'],
    ['REGISTRY_AUTH_FILE', '/etc/hostname'],
    ['BACKOFF_BASE_SECONDS', '0'],
    ['API_URL', 'ftp://control'],
  ])('is refused with %s=%s', (name, value) => {
    const parsed = parse({ NATS_URL: 'nats://n', [name]: value });
    expect('problems' in parsed && parsed.problems[0]?.name.startsWith(name)).toBe(true);
  });
});
