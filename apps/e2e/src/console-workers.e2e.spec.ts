import type { WorkerView } from '@enginehouse/contracts';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { confirm, field, leftFor, press } from './browser/controls.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser } from './browser/use-browser.js';
import { viewerToken } from './support/access.js';
import { api } from './support/api.js';
import { registerTestBackend } from './support/backends.js';
import { deploy, instanceIn, remove, removeAll } from './support/deployments.js';
import { secondWorker } from './support/second-worker.js';
import { stack } from './support/stack.js';

const browser = useBrowser();
const patient = { timeout: 60_000 };

async function openAt(path: string): Promise<ConsolePage> {
  const console = await browser.open();
  await console.signIn();
  await console.goto(path);
  await console.page.locator('h1').waitFor();
  return console;
}

const ownWorker = async () => (await api<WorkerView>('GET', `/v1/workers/${stack().workerName}`)).body;

describe('a worker in the console', () => {
  // It is empty in the end only where nothing of other tests was left on it.
  beforeAll(removeAll, 120_000);
  afterEach(async () => {
    await api('POST', `/v1/workers/${stack().workerName}/uncordon`);
  });

  it('has a page, is drained with a plan and followed live, and is opened again', { timeout: 180_000 }, async () => {
    const worker = stack().workerName;
    // First the page: a container that starts changes this host's network, and what is being loaded is dropped.
    const console = await openAt('/workers');
    const { page } = console;
    const name = await deploy({ backend: await registerTestBackend() });
    await instanceIn(name, 'ready');
    await page.getByRole('link', { name: worker, exact: true }).click();
    await leftFor(console, `/workers/${worker}`);
    const runs = page.getByRole('region', { name: 'Runs on it' });
    await runs.getByRole('link', { name: `${name}-1`, exact: true }).waitFor();
    const about = page.getByRole('region', { name: 'About this worker' });
    await about
      .getByText(/\d+ seconds? ago|now/)
      .first()
      .waitFor(patient);
    await expectAccessible(console);
    await takeScreenshots(console, 'worker');

    await press(console, 'Drain');
    const plan = page.getByRole('dialog').getByRole('region', { name: 'What would happen' });
    await plan
      .getByRole('listitem')
      .filter({ hasText: `${name}-1` })
      .getByText('Stays')
      .waitFor();
    await page.getByRole('checkbox', { name: /Stop what finds no place/ }).check();
    await plan.getByText(new RegExp(`Nobody serves for a time: .*${name}`)).waitFor();
    await page.getByRole('checkbox', { name: /Stop what finds no place/ }).uncheck();
    await plan.getByText('Stays').first().waitFor();
    await field(console, 'Deadline in minutes (optional)').fill('soon');
    await page.getByText('A whole number from 1 to 10080').waitFor();
    await field(console, 'Deadline in minutes (optional)').fill('');
    await field(console, 'Reason').fill('a new driver');
    await expectAccessible(console);
    await takeScreenshots(console, 'worker-drain');
    await confirm(console, 'Drain');
    const drain = page.getByRole('region', { name: 'Drain is stuck' });
    await drain.getByText(`${name}-1: `).waitFor(patient);
    await drain.getByText('a new driver').waitFor();
    await takeScreenshots(console, 'worker-drained');
    expect((await ownWorker()).drain).toMatchObject({ state: 'stuck', force: false });

    await remove(name);
    await page.getByText('Nothing runs here any more.').waitFor(patient);
    await page.getByRole('main').getByRole('link', { name: 'Events' }).click();
    await page.getByText('is empty: nothing runs there any more').first().waitFor(patient);
    await page.goBack();
    await press(console, 'Uncordon');
    await expect.poll(async () => (await ownWorker()).drain, patient).toBeNull();
  });

  it('is added with a command that says where other hosts reach this one', async () => {
    const console = await openAt('/workers');
    const { page } = console;
    await press(console, 'Add worker');
    await press(console, 'Create the command');
    await page.getByText('and on no other host').waitFor();
    await expectAccessible(console);
    const address = field(console, 'Address of this installation');
    const command = page.getByRole('region', { name: 'Add a worker' });
    await address.fill('https://eh.example.org/');
    await command.getByText('--api https://eh.example.org --name gpu-1').waitFor();
    await expect.poll(() => page.getByText('and on no other host').count()).toBe(0);
    await address.fill('eh.example.org');
    await expect.poll(() => address.getAttribute('aria-invalid')).toBe('true');
    expect(await command.count()).toBe(0);
  });

  it('says what was done with it until another page is opened', async () => {
    const worker = stack().workerName;
    const console = await openAt(`/workers/${worker}`);
    const { page } = console;
    await press(console, 'Cordon');
    const said = page.getByText(`${worker} takes nothing new`, { exact: true });
    await said.waitFor();
    // A person reads it; what leads on at once is part of what was done.
    await page.waitForTimeout(500);
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    // Sooner than it would go by itself.
    await expect.poll(() => said.count(), { timeout: 3000 }).toBe(0);
  });

  it('is removed only by who types its name, having read what ends', { timeout: 120_000 }, async () => {
    const worker = stack().workerName;
    const name = await deploy({ backend: await registerTestBackend() });
    await instanceIn(name, 'ready');
    const console = await openAt(`/workers/${worker}`);
    await press(console, 'Remove');
    const dialog = console.page.getByRole('dialog');
    await dialog.getByText(`One instance runs on it and is stopped at once: ${name}-1`).waitFor();
    await dialog.getByText(`No other worker can take this one now; it waits until one can: ${name}-1`).waitFor();
    await dialog.getByRole('alert').filter({ hasText: name }).waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'worker-remove');
    const removal = dialog.getByRole('button', { name: 'Remove', exact: true });
    expect(await removal.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(worker);
    expect(await removal.isDisabled()).toBe(false);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await remove(name);
  });

  it('is shown to who may only look, on a small screen and in Chinese, without what they may not do', async () => {
    const console = await browser.open({ locale: 'zh-CN', viewport: { width: 360, height: 740 } });
    await console.signIn(await viewerToken());
    await console.goto(`/workers/${stack().workerName}`);
    await console.page.getByRole('region', { name: '节点信息' }).waitFor();
    expect(await console.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await console.page.getByRole('button', { name: '排空' }).count()).toBe(0);
    await expectAccessible(console);
    await takeScreenshots(console, 'worker-small');
  });
});

describe('a worker that vanishes', () => {
  it('is seen to, on its page, on the list and on the overview, while one watches', { timeout: 180_000 }, async () => {
    const worker = await secondWorker();
    try {
      const console = await openAt(`/workers/${worker.name}`);
      const overview = await openAt('/');
      worker.vanish();
      await console.page.getByText('Unreachable').first().waitFor(patient);
      await overview.page.getByRole('link', { name: `Worker ${worker.name}` }).waitFor(patient);
      await expectAccessible(overview);
      await takeScreenshots(overview, 'worker-lost');
    } finally {
      await worker.leave();
    }
  });
});
