import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { field, leftFor, press } from './browser/controls.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser } from './browser/use-browser.js';
import { api } from './support/api.js';
import { testBackendYaml, unique } from './support/backends.js';
import { deployment, instanceIn, remove } from './support/deployments.js';
import { gpuWorker, type GpuWorker } from './support/gpu-worker.js';

const browser = useBrowser();
const patient = { timeout: 60_000 };

async function openAt(path: string): Promise<ConsolePage> {
  const console = await browser.open();
  // Containers that come and go are changes of this host's network; the browser then asks again.
  console.allow(/ERR_NETWORK_CHANGED/);
  await console.signIn();
  await console.goto(path);
  await console.page.locator('h1').waitFor();
  return console;
}

describe('GPUs in the console', () => {
  let worker: GpuWorker;
  const backend = `${unique('cuda')}-custom`;

  beforeAll(async () => {
    worker = await gpuWorker({ weightsMib: 5 });
    const yaml = testBackendYaml(backend).replace('custom_framework: cpu', 'custom_framework: cuda');
    await api('PUT', `/v1/backends/${backend}`, { yaml });
  }, 120_000);
  afterAll(() => worker.leave());

  it(
    'are claimed with what the weights need, when asked to, and shown with what runs on each',
    { timeout: 240_000 },
    async () => {
      const name = unique('gpus');
      const console = await openAt(`/deployments/new?backend=${backend}`);
      const { page } = console;
      await field(console, 'Name').fill(name);
      await field(console, 'GPUs per replica').fill('2');
      await page.getByText('The size of the weights is not known').waitFor();
      await field(console, 'Path').fill(worker.folder);
      await page
        .getByText(`Weights 5 MiB (1 file, on ${worker.name}) × 1.2 + 2 GiB = 2 GiB: 1 GiB on each of 2 GPUs`)
        .waitFor();
      await expectAccessible(console);
      await takeScreenshots(console, 'deploy-gpus');
      await press(console, 'Use this');
      expect(await field(console, 'Memory on each GPU').inputValue()).toBe('1027 MiB');
      await page.getByRole('button', { name: 'Use this' }).waitFor({ state: 'detached' });
      await press(console, 'Deploy');
      await leftFor(console, `/deployments/${name}`);
      await instanceIn(name, 'ready');
      expect((await deployment(name)).spec.resources).toMatchObject({ gpus: 2, gpuMemoryMib: 1027 });

      await console.goto(`/workers/${worker.name}`);
      for (const index of [0, 1]) {
        const meter = page.getByRole('progressbar', { name: `GPU ${index}: test` });
        await expect.poll(() => meter.getAttribute('aria-valuetext'), patient).toBe('1 GiB of 8 GiB claimed');
      }
      await page
        .getByRole('link', { name: `${name}-1`, exact: true })
        .first()
        .waitFor();
      await expectAccessible(console);
      await takeScreenshots(console, 'worker-gpus');
      await remove(name);
      const first = page.getByRole('progressbar', { name: 'GPU 0: test' });
      await expect.poll(() => first.getAttribute('aria-valuetext'), patient).toBe('8 GiB free');
    },
  );
});
