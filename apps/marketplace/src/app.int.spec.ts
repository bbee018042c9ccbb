import { connectBus } from '@enginehouse/messaging';
import { createLogger, runService } from '@enginehouse/service-kit';
import { testNats, waitUntil } from '@enginehouse/testing';
import { expect, it } from 'vitest';
import { AppModule } from './app.module.js';

it('says that it is ready, and with the reason when NATS is away', async () => {
  const nats = await testNats();
  const bus = await connectBus({ url: nats.url, service: 'marketplace' });
  const logger = createLogger({ service: 'marketplace', level: 'silent' });
  const module = AppModule.forRoot({ bus, logger });
  const service = await runService({ service: 'marketplace', module, http: { host: '127.0.0.1', port: 0 }, logger });
  const ready = () => fetch(`http://127.0.0.1:${service.port}/readyz`);
  expect((await ready()).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text()).toContain('process_cpu_seconds_total');
  await nats.kill();
  await waitUntil(async () => (await ready()).status === 503, { what: 'not ready' });
  expect(await (await ready()).json()).toMatchObject({
    ready: false,
    checks: { nats: { ok: false, detail: expect.stringContaining('disconnected') as string } },
  });
  await service.stop();
  await bus.close();
  await nats.close();
});
