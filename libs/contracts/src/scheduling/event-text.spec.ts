import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deploymentEvents } from './deployment.js';
import { eventText } from './event-text.js';
import { instanceEvents } from './instance.js';

describe('the text of an event', () => {
  it('says what happened', () => {
    expect(eventText({ type: 'DeploymentScaled', data: { from: 1, to: 3 } })).toBe('scaled from 1 to 3 replicas');
    const failed = { code: 'x', detail: 'out of memory', attempt: 2, restartInSeconds: null };
    expect(eventText({ type: 'StartFailed', data: failed })).toBe('could not start: out of memory; given up');
    const sentence = { ...failed, detail: 'The registry is away.', restartInSeconds: 20 };
    expect(eventText({ type: 'StartFailed', data: sentence })).toBe(
      'could not start: The registry is away; next try in 20 s',
    );
  });

  it('says of workers what they have and how they are', () => {
    const report = JSON.parse(
      readFileSync(new URL('../upcasting/fixtures/WorkerJoined.v1.json', import.meta.url), 'utf8'),
    ) as {
      readonly data: { readonly report: { readonly cpus: number; readonly devices: readonly unknown[] } };
    };
    const withoutGpu = { report: { ...report.data.report, cpus: 2, devices: [] } };
    expect(eventText({ type: 'WorkerJoined', data: withoutGpu })).toBe('joined with 2 processors, no GPU');
    const left = { reason: 'removed by a user', removed: true };
    expect(eventText({ type: 'WorkerLeft', data: left })).toBe('left: removed by a user');
  });

  it('says once where an instance was placed, with the version and its reason', () => {
    const explanation = { text: 'placed on gpu-1: cuda framework', strategy: 'spread', outcome: 'placed' };
    const data = {
      generation: 1,
      worker: 'gpu-1',
      claim: { gpus: [], memoryMib: 1, cpus: 1 },
      backend: 'b',
      revision: 1,
      version: 'v1',
      versionReason: 'chosen by the user',
      planDigest: 'd',
      explanation: { ...explanation, considered: 1, rejected: [], candidates: [] },
      plan: {
        image: 'i',
        entrypoint: null,
        command: null,
        parameters: [],
        env: {},
        devices: [],
        framework: 'cuda',
        model: { name: 'm', hostPath: null, containerPath: null },
        profile: 'baseline',
        shmMib: 64,
        health: { path: '/', startupTimeoutSeconds: 1 },
        restart: { maxRestarts: 1 },
      },
    };
    expect(eventText({ type: 'InstancePlaced', data })).toBe(
      'placed on gpu-1: cuda framework; version v1, chosen by the user',
    );
  });

  it('is the type where the event is unknown or of another version', () => {
    expect(eventText({ type: 'FromTheFuture', data: {} })).toBe('FromTheFuture');
    expect(eventText({ type: 'toString', data: {} })).toBe('toString');
    expect(eventText({ type: 'DeploymentScaled', data: {} })).toBe('DeploymentScaled');
  });

  it('is known for every type that the contracts have', () => {
    for (const type of Object.keys({ ...deploymentEvents, ...instanceEvents })) {
      expect(() => eventText({ type, data: {} })).not.toThrow();
    }
  });
});
