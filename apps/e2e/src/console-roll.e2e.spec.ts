import type { WorkerView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { confirm, field, leftFor, press } from './browser/controls.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { viewerToken } from './support/access.js';
import { api } from './support/api.js';
import { registerTestBackend, testBackendYaml } from './support/backends.js';
import { deploy, deployment, instanceIn, remove } from './support/deployments.js';
import { stack } from './support/stack.js';

const browser = useBrowser();
const patient = { timeout: 60_000 };

async function openAt(path: string, options: PageOptions = {}): Promise<ConsolePage> {
  const console = await browser.open(options);
  // Containers that come and go are changes of this host's network; the browser then asks again.
  console.allow(/ERR_NETWORK_CHANGED/);
  await console.signIn();
  await console.goto(path);
  // By its element: a dialog over the page hides its role.
  await console.page.locator('h1').waitFor();
  return console;
}

const rollDialog = ({ page }: ConsolePage) => page.getByRole('dialog', { name: /^Roll / });
const change = async (backend: string, flags: string) => {
  expect((await api('PUT', `/v1/backends/${backend}`, { yaml: testBackendYaml(backend, flags) })).status).toBe(200);
  return (await api<{ revision: number }>('GET', `/v1/backends/${backend}`)).body.revision;
};

/** A deployment that runs, of a backend that was changed since. */
async function drifted(flags: string, more: Readonly<Record<string, unknown>> = {}) {
  const backend = await registerTestBackend('--word-delay 1');
  const name = await deploy({ backend, ...more });
  await instanceIn(name, 'ready');
  const running = (await deployment(name)).backendRevision;
  return { backend, name, running, current: await change(backend, flags) };
}

/** So much memory that the worker has no room for a second one beside it. */
async function tooBigForTwo() {
  const { body } = await api<WorkerView>('GET', `/v1/workers/${stack().workerName}`);
  return { resources: { memoryMib: Math.floor(body.memoryMib * 0.6) } };
}

/** The plan of a roll in place, on a small screen and in Chinese. */
async function rollFitsSmall(name: string): Promise<void> {
  const small = { locale: 'zh-CN', viewport: { width: 360, height: 740 } };
  const console = await openAt(`/deployments/${name}?roll=true`, small);
  await console.page.getByRole('dialog').getByText('就地更新，会中断', { exact: true }).waitFor(patient);
  expect(await console.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await expectAccessible(console);
  await takeScreenshots(console, 'roll-in-place-small');
}

describe('rolling a deployment in the console', () => {
  it('shows the plan first, then how far it is, and what runs in the end', { timeout: 240_000 }, async () => {
    const { name, running, current } = await drifted('--word-delay 2');
    const console = await openAt(`/deployments?search=${name}`);
    const { page } = console;
    await page.getByText(`Running revision ${running}, current ${current}`).waitFor();
    await page.getByRole('link', { name: `Roll ${name}` }).click();
    await leftFor(console, `/deployments/${name}`);
    await rollDialog(console).getByText('Without a gap', { exact: true }).waitFor(patient);
    await rollDialog(console).getByText('argv', { exact: true }).waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'roll');
    await field(console, 'Reason (kept in the log)').fill('faster words');
    await confirm(console, 'Roll');
    await page.getByText(new RegExp(`^Rolled from revision ${running} to ${current}`)).waitFor(patient);
    expect(await deployment(name)).toMatchObject({
      backendRevision: current,
      roll: { state: 'rolled', why: 'faster words' },
    });
    expect(await page.getByRole('link', { name: `Roll ${name}` }).count()).toBe(0);
    await remove(name);
  });

  it('says plainly that it was undone and why, and undoes it when asked', { timeout: 240_000 }, async () => {
    const { backend, name, running, current } = await drifted('--exit-code 3 --last-words "no such weights"');
    const console = await openAt(`/deployments/${name}?roll=true`);
    const { page } = console;
    await rollDialog(console).getByText('Without a gap', { exact: true }).waitFor(patient);
    await confirm(console, 'Roll');
    await page.getByText(`The roll to revision ${current} was undone; revision ${running} runs`).waitFor(patient);
    await page.getByText('A new instance failed.').waitFor();
    await page.getByText('no such weights').first().waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'roll-undone');

    const next = await change(backend, '--never-ready true');
    await page.getByText(`Running revision ${running}, current ${next}`).waitFor(patient);
    await page.getByRole('link', { name: `Roll ${name}` }).click();
    await rollDialog(console).getByText('Without a gap', { exact: true }).waitFor(patient);
    await confirm(console, 'Roll');
    await page.getByText(`Rolling from revision ${running} to ${next}`).waitFor(patient);
    await takeScreenshots(console, 'roll-under-way');
    await press(console, 'Undo the roll');
    await confirm(console, 'Undo the roll');
    await page.getByText('It was cancelled.').waitFor(patient);
    expect((await deployment(name)).backendRevision).toBe(running);
    await remove(name);
  });

  it('goes in place where there is no room beside, once the gap was stated', { timeout: 240_000 }, async () => {
    const { name, running, current } = await drifted('--word-delay 2', await tooBigForTwo());
    const [instance] = (await deployment(name)).instances;
    const console = await openAt(`/deployments/${name}?roll=true`);
    const dialog = rollDialog(console);
    await dialog.getByText('In place, with a gap', { exact: true }).waitFor(patient);
    await dialog.getByText('There is no room for a new replica beside the old').waitFor();
    await dialog.getByText(new RegExp(`^${instance?.id}: \\d+ seconds at worst\\.`)).waitFor();
    await dialog.getByText('For a while no replica is ready.').waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'roll-in-place');
    await rollFitsSmall(name);

    // Only without a gap, chosen by the keyboard: that is refused, and nothing is changed.
    const how = dialog.getByRole('combobox', { name: 'How' });
    await how.focus();
    await console.page.keyboard.press('Enter');
    await console.page.getByRole('option', { name: 'Only without a gap: new ones first' }).press('Enter');
    const refusal = dialog.getByRole('alert').filter({ hasText: 'roll-blocked' });
    await refusal.getByText('There is no room for the new replica beside those that run').waitFor(patient);
    await refusal.getByText('Make room, or').waitFor();
    expect(await dialog.getByRole('button', { name: 'Roll', exact: true }).isDisabled()).toBe(true);
    await expectAccessible(console);
    await takeScreenshots(console, 'roll-blocked');
    expect(await deployment(name)).toMatchObject({ backendRevision: running, roll: null, readyReplicas: 1 });

    await dialog.getByRole('button', { name: 'In place: old ones first' }).click();
    await dialog.getByText('In place, with a gap', { exact: true }).waitFor(patient);
    await confirm(console, 'Roll');
    await console.page.getByText(new RegExp(`^Rolled from revision ${running} to ${current}`)).waitFor(patient);
    expect(await deployment(name)).toMatchObject({
      backendRevision: current,
      roll: { state: 'rolled', mode: 'in-place' },
      instances: [{ revision: current, state: 'ready' }],
    });
    await remove(name);
  });

  it('says why it is refused, and what was shown is all that is ever done', { timeout: 240_000 }, async () => {
    const { backend, name, running, current } = await drifted('--word-delay 2');
    const console = await openAt(`/deployments/${name}?roll=true`);
    const dialog = rollDialog(console);
    await dialog.getByText('Without a gap', { exact: true }).waitFor(patient);
    // Somebody scales it while the plan is looked at, and the new plan is not here yet.
    await console.page.route(/\/roll\/plan$/, (route) => route.abort());
    console.allow(/ERR_FAILED/, /412 \(Precondition Failed\)/);
    expect((await api('PATCH', `/v1/deployments/${name}`, { json: { replicas: 0 } })).status).toBe(200);
    await expect.poll(() => dialog.getByRole('alert').count(), patient).toBeGreaterThan(0);
    await confirm(console, 'Roll');
    const stale = dialog.getByRole('alert').filter({ hasText: 'stale-revision' });
    await stale.waitFor(patient);
    // It is seen where the button is, however long the plan.
    const [said, pressed] = await Promise.all(
      [stale, dialog.getByRole('button', { name: 'Roll', exact: true })].map((each) => each.boundingBox()),
    );
    expect((said?.y ?? Infinity) + (said?.height ?? 0)).toBeLessThan((pressed?.y ?? 0) + 1);
    await expectAccessible(console);
    await takeScreenshots(console, 'roll-stale');
    expect(await deployment(name)).toMatchObject({ backendRevision: running, roll: null });
    await console.page.unroute(/\/roll\/plan$/);
    await dialog.getByRole('button', { name: 'Try again' }).first().click();
    await dialog.getByText('No instance is replaced', { exact: true }).waitFor(patient);
    await dialog.getByText('Nothing was done; this is the plan as it is now.').waitFor();
    expect(await stale.count()).toBe(0);

    // What no worker could run: no way is left, and nothing is said to change.
    await api('PATCH', `/v1/deployments/${name}`, { json: { replicas: 1 } });
    await instanceIn(name, 'ready');
    const yaml = testBackendYaml(backend, '--word-delay 3').replace('custom_framework: cpu', 'custom_framework: cann');
    expect((await api('PUT', `/v1/backends/${backend}`, { yaml })).status).toBe(200);
    const refusal = dialog.getByRole('alert').filter({ hasText: 'roll-blocked' });
    await refusal.getByText(/^No worker can run the new replica: no worker with framework cann/).waitFor(patient);
    await refusal.getByText(/^What to do: /).waitFor();
    expect(await dialog.getByRole('button', { name: 'Roll', exact: true }).isDisabled()).toBe(true);
    expect(await dialog.getByText('Nothing.', { exact: true }).count()).toBe(0);
    await expectAccessible(console);
    await takeScreenshots(console, 'roll-refused');
    await console.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await deployment(name)).toMatchObject({ backendRevision: running, roll: null, readyReplicas: 1 });
    expect(current).toBeGreaterThan(running);
    await remove(name);
  });

  it('is not offered to who may only look', async () => {
    const { name, running, current } = await drifted('--word-delay 2');
    const console = await browser.open();
    await console.signIn(await viewerToken());
    await console.goto(`/deployments/${name}?roll=true`);
    await console.page.getByText(`Running revision ${running}, current ${current}`).waitFor();
    expect(await console.page.getByRole('link', { name: `Roll ${name}` }).count()).toBe(0);
    expect(await console.page.getByRole('dialog').count()).toBe(0);
    await remove(name);
  });
});
