import { describe, expect, it } from 'vitest';
import { serviceFiles } from './service-files.mjs';

describe('the systemd service of a worker', () => {
  const parts = {
    checkout: '/opt/enginehouse',
    node: '/usr/bin/node',
    environment: { API_URL: 'http://control:9400', WORKER_LABELS: 'rack=a b' },
    token: 'secret',
    tokenFile: '/etc/enginehouse/join-token',
  };
  const files = serviceFiles(parts);
  const file = (end: string) => files.find(({ path }) => path.endsWith(end));

  it('runs the built runtime with this Node', () => {
    const start = 'ExecStart=/usr/bin/node --enable-source-maps /opt/enginehouse/apps/runtime/dist/main.js';
    expect(file('.service')?.content).toContain(start);
    expect(file('.service')?.content).not.toMatch(/\{\w+\}/);
  });

  it('keeps the token out of the environment, in a file that only root reads', () => {
    expect(file('runtime.env')?.content).not.toContain('secret');
    expect(file('join-token')).toMatchObject({ content: 'secret\n', mode: 0o600 });
  });

  it('leaves the token of the first start alone where none is given', () => {
    const paths = serviceFiles({ ...parts, token: undefined }).map(({ path }) => path);
    expect(paths).toEqual(['/etc/systemd/system/enginehouse-runtime.service', '/etc/enginehouse/runtime.env']);
  });

  it('quotes values with spaces', () => {
    expect(file('runtime.env')?.content).toContain('WORKER_LABELS="rack=a b"\n');
  });
});
