import { temporaryDirectory, testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlPlane, startGateway, type ControlPlane, type RunningGateway } from '../testing/running-gateway.js';
import { answerJson, testEngine, type TestEngine } from '../testing/test-engine.js';

const statusOf = async (gateway: RunningGateway) => (await gateway.post({ model: 'm' })).status;
const served = (gateway: RunningGateway) =>
  waitUntil(async () => (await statusOf(gateway)) === 200, { what: 'the model' });

describe('a gateway without NATS', () => {
  let nats: TestNats;
  let control: ControlPlane;
  let engine: TestEngine;
  let gateways: RunningGateway[] = [];
  let directory: string;

  beforeEach(async () => {
    nats = await testNats();
    directory = temporaryDirectory('gateway');
    control = await controlPlane(nats.url);
    engine = await testEngine(answerJson({ ok: true }));
    await control.putRoute({ modelName: 'm' }, engine.url);
  });
  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    gateways = [];
    await control.close();
    await engine.stop();
    await nats.close();
  });

  const start = async () => {
    const gateway = await startGateway(nats.url, { DATA_DIR: directory });
    gateways.push(gateway);
    return gateway;
  };

  it('goes on serving, and catches up when NATS is back', async () => {
    const gateway = await start();
    await served(gateway);
    await nats.kill();
    for (let index = 0; index < 10; index += 1) {
      expect(await statusOf(gateway)).toBe(200);
    }
    await nats.start();
    await waitUntil(() => control.isConnected(), { what: 'the control plane' });
    await control.putRoute({ modelName: 'later' }, engine.url);
    await expect
      .poll(async () => (await gateway.post({ model: 'later' })).status, { timeout: 5000, interval: 50 })
      .toBe(200);
  });

  it('serves after a restart from what it remembers', async () => {
    const first = await start();
    await served(first);
    await first.stop();
    gateways = [];
    await nats.kill();
    const second = await start();
    expect(await statusOf(second)).toBe(200);
    expect((await second.get('/readyz')).status).toBe(200);
    expect(statSync(path.join(directory, 'gateway-state.json')).mode & 0o777).toBe(0o600);
    await nats.start();
  });

  it('starts without what cannot be read', async () => {
    writeFileSync(path.join(directory, 'gateway-state.json'), '{"version": 1, "keys": 3');
    const gateway = await start();
    await served(gateway);
    expect(await statusOf(gateway)).toBe(200);
  });

  it('goes on serving when everything JetStream stored is lost', async () => {
    const gateway = await start();
    await served(gateway);
    await nats.stop();
    nats.wipe();
    await nats.start();
    for (let index = 0; index < 20; index += 1) {
      expect(await statusOf(gateway)).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  it('forgets a route that was deleted while it was not there', async () => {
    await control.putRoute({ modelName: 'other' }, engine.url);
    const first = await start();
    await served(first);
    await first.stop();
    gateways = [];
    await control.routes.delete('other');
    const second = await start();
    await waitUntil(async () => (await second.post({ model: 'other' })).status === 404);
    expect(await statusOf(second)).toBe(200);
  });
});
