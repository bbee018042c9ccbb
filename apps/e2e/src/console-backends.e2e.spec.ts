import { readFile } from 'node:fs/promises';
import { latestFirst } from '@enginehouse/backend-spec';
import type { BackendView, HistoryEntry } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { takeScreenshots } from './browser/screenshots.js';
import { card, given } from './browser/shown-backend.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { api } from './support/api.js';
import { unique } from './support/backends.js';
import { deploy, remove } from './support/deployments.js';

const browser = useBrowser();

async function openAt(path: string, options: PageOptions = {}): Promise<ConsolePage> {
  const console = await browser.open(options);
  await console.signIn();
  await console.goto(path);
  // By its element: a panel over the page hides its role.
  await console.page.locator('h1').first().waitFor();
  return console;
}

const read = async (name: string) => (await api<BackendView>('GET', `/v1/backends/${name}`)).body;
const history = async (name: string) =>
  (await api<{ items: HistoryEntry[] }>('GET', `/v1/backends/${name}/history`)).body.items;
const panel = ({ page }: ConsolePage) => page.getByRole('dialog').first();
const choose = async ({ page }: ConsolePage, menu: string | RegExp, item: string) => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};
const offeredFor = async ({ page }: ConsolePage, name: string) => {
  await page.getByRole('button', { name: `More actions: ${name}` }).click();
  return page.getByRole('menuitem').allInnerTexts();
};
const confirm = async ({ page }: ConsolePage, name: string) =>
  page.getByRole('dialog').last().getByRole('button', { name, exact: true }).click();
const pathname = (console: ConsolePage) => new URL(console.page.url()).pathname;
const patiently = { timeout: 15_000 };

describe('a card of the console', () => {
  it('opens what is known of the backend over the list, at an address of its own, and goes back to the list', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    const { page } = console;
    await page.getByRole('heading', { name, level: 2 }).click();
    await panel(console).getByRole('heading', { name: '2.0-cuda', level: 4 }).waitFor();
    expect(pathname(console)).toBe(`/backends/${name}`);
    const text = await panel(console).innerText();
    expect(text).toContain('HF_TOKEN=********');
    expect(text).not.toContain('hf_very_secret');
    const shown = () => panel(console).getByRole('heading', { level: 4 }).allInnerTexts();
    expect(await shown()).toEqual(['2.0-cuda', '1.10', '1.9']);
    await expect.poll(() => panel(console).innerText(), patiently).toContain('user:bootstrap');
    await takeScreenshots(console, 'backend-panel');
    await expectAccessible(console);
    await panel(console).getByRole('combobox', { name: 'Framework' }).click();
    await page.getByRole('option', { name: 'cuda', exact: true }).click();
    expect(await shown()).toEqual(['2.0-cuda']);
    expect(new URL(page.url()).searchParams.get('only')).toBe('cuda');
    await page.reload();
    await expect.poll(shown, patiently).toEqual(['2.0-cuda']);
    await panel(console).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => pathname(console), patiently).toBe('/backends');
    expect(new URL(page.url()).searchParams.get('search')).toBe(name);
    await page.goBack();
    await panel(console).waitFor();
  });

  it('shows the icon as a picture', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    const picture = card(console, name).locator('img');
    const drawn = () => picture.evaluate((image) => ('naturalWidth' in image ? image.naturalWidth : 0));
    await expect.poll(drawn, patiently).toBeGreaterThan(0);
  });

  it('saves the backend as YAML, byte for byte what the API answers', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    const download = console.page.waitForEvent('download');
    await choose(console, `More actions: ${name}`, 'Export YAML, with secret values');
    const file = await download;
    expect(file.suggestedFilename()).toBe(`${name}.yaml`);
    const answer = await api<string>('GET', `/v1/backends/${name}`, { headers: { accept: 'application/yaml' } });
    expect(await readFile(await file.path(), 'utf8')).toBe(answer.body);
  });

  it('previews a version without starting anything', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    await choose(console, `More actions: ${name}`, 'Preview');
    await panel(console).getByText('MODE=fast').waitFor();
    expect(pathname(console)).toBe(`/backends/${name}/preview`);
    await takeScreenshots(console, 'backend-preview');
  });

  it('previews in the editor the version that placement would choose, and names its framework', async () => {
    const { page } = await openAt('/backends/vLLM/edit');
    const preview = page.locator('section', { has: page.getByRole('heading', { name: 'Preview' }) });
    await preview.getByText(/^vllm\/vllm-openai-cpu:v/).waitFor();
    const { definition } = (await api<BackendView>('GET', '/v1/backends/vLLM')).body;
    const [newest] = latestFirst(definition.versions.map(({ name }) => name));
    expect(await preview.getByRole('combobox', { name: 'Version' }).innerText()).toBe(newest);
    expect(await preview.getByRole('combobox', { name: 'Framework' }).innerText()).toBe('cpu');
  });

  it('opens the backend of a card in a tab of its own with Ctrl, and by the space bar over the list', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    const opener = card(console, name).getByRole('link').first();
    const [tab] = await Promise.all([
      console.page.context().waitForEvent('page'),
      opener.click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await expect.poll(() => new URL(tab.url()).pathname, patiently).toBe(`/backends/${name}`);
    await tab.close();
    expect(pathname(console)).toBe('/backends');
    await opener.focus();
    await console.page.keyboard.press(' ');
    await panel(console).getByRole('heading', { name: '2.0-cuda', level: 4 }).waitFor();
  });

  it('says that a filter hides everything, and shows it all again', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}&source=built_in`);
    const clear = console.page.getByRole('button', { name: 'Clear the filters' });
    await clear.click();
    await clear.waitFor({ state: 'detached' });
    // Which cards are drawn depends on how many other tests have left.
    await console.page
      .getByRole('button', { name: /^More actions: / })
      .first()
      .waitFor();
    await expect.poll(() => new URL(console.page.url()).search, patiently).toBe('');
  });

  it('deletes a backend that nobody uses, after asking, and its history stays', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    await choose(console, `More actions: ${name}`, 'Delete');
    await console.page.getByLabel('Reason').fill('not needed any more');
    await confirm(console, 'Delete');
    await expect.poll(async () => (await api('GET', `/v1/backends/${name}`)).status, patiently).toBe(404);
    await console.page.getByText(`Deleted ${name}`).waitFor();
    await expect.poll(() => card(console, name).count(), patiently).toBe(0);
    expect((await history(name)).at(-1)).toMatchObject({ type: 'BackendDeleted', reason: 'not needed any more' });
  });

  it('offers no deletion of what comes with Enginehouse, and no change to who may only look', async () => {
    const viewer = await api<{ token: string }>('POST', '/v1/tokens', {
      json: { name: unique('viewer'), role: 'viewer' },
    });
    const operator = await openAt('/backends?search=vLLM');
    expect(await offeredFor(operator, 'vLLM')).toEqual([
      'Edit',
      'Add version',
      'Preview',
      'Export YAML, with secret values',
      'History',
    ]);
    const console = await browser.open();
    await console.signIn(viewer.body.token);
    await console.goto('/backends?search=vLLM');
    expect(await offeredFor(console, 'vLLM')).toEqual(['Preview', 'Export YAML, with secret values', 'History']);
  });
});

describe('the versions of a backend in the console', () => {
  it('are deprecated with a message, restored, made the default and removed', async () => {
    const name = await given();
    const console = await openAt(`/backends/${name}`);
    const { page } = console;
    await page.getByRole('button', { name: 'Set as default: 1.10' }).click();
    await confirm(console, 'Set as default');
    await expect.poll(async () => (await read(name)).definition.default_version, patiently).toBe('1.10');
    await page.getByRole('button', { name: 'Deprecate: 1.9' }).click();
    await page.getByLabel('Message').fill('use 1.10');
    await page.getByLabel('Reason').fill('too old');
    await confirm(console, 'Deprecate');
    await page.getByRole('button', { name: '1 deprecated version' }).click();
    await page.getByText('use 1.10').waitFor();
    expect((await history(name)).at(-1)).toMatchObject({ type: 'VersionDeprecated', reason: 'too old' });
    await page.getByRole('button', { name: 'Restore: 1.9' }).click();
    await confirm(console, 'Restore');
    await page.getByRole('button', { name: 'Remove: 1.9' }).click();
    await confirm(console, 'Remove');
    const names = async () => (await read(name)).definition.versions.map((version) => version.name);
    await expect.poll(names, patiently).toEqual(['1.10', '2.0-cuda']);
  });

  it('are not removed while a deployment uses them: the refusal names it', async () => {
    const name = await given();
    const deployment = await deploy({ backend: name, version: '1.9', replicas: 0 });
    const console = await openAt(`/backends/${name}`);
    console.allow(/409 \(Conflict\)/);
    await console.page.getByRole('button', { name: 'Remove: 1.9' }).click();
    await confirm(console, 'Remove');
    const alert = console.page.getByRole('alert').filter({ hasText: 'version-in-use' });
    await alert.waitFor();
    expect(await alert.innerText()).toContain(deployment);
    await takeScreenshots(console, 'version-in-use');
    await remove(deployment);
  });

  it('say what somebody else did meanwhile, and go on from there', async () => {
    const name = await given();
    const console = await openAt(`/backends/${name}`);
    console.allow(/412 \(Precondition Failed\)/);
    await console.page.getByRole('button', { name: 'Deprecate: 1.9' }).click();
    await console.page.getByLabel('Message').fill('use 1.10');
    await api('PATCH', `/v1/backends/${name}`, { json: { description: 'changed meanwhile' } });
    await confirm(console, 'Deprecate');
    await console.page.getByText('user:bootstrap: changed description').waitFor();
    expect(await console.page.getByLabel('Message').inputValue()).toBe('use 1.10');
    await confirm(console, 'Deprecate');
    await expect.poll(async () => (await history(name)).at(-1)?.type, patiently).toBe('VersionDeprecated');
  });
});

/** Such a backend with a second revision. */
async function withHistory() {
  const name = await given();
  await api('PATCH', `/v1/backends/${name}`, {
    json: { description: 'first line\nsecond line', health_check_path: '/health' },
    headers: { 'x-change-reason': 'a better path' },
  });
  const [first, second] = await history(name);
  if (!first || !second) throw new Error('the backend has no history');
  return { name, first: first.revision, second: second.revision };
}

describe('the history of a backend in the console', () => {
  it('tells who did what and why, and compares two revisions field by field', async () => {
    const { name, first, second } = await withHistory();
    const console = await openAt(`/backends/${name}/history?from=${first}&to=${second}`);
    const { page } = console;
    await page.getByText(`2 fields differ between revision ${first} and ${second}`).waitFor();
    await page.getByText('health_check_path', { exact: true }).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('a better path');
    await takeScreenshots(console, 'history-changes');
    await expectAccessible(console);
    await page.getByRole('button', { name: `State at revision ${first}` }).click();
    await page.getByRole('region', { name: 'Definition as YAML' }).getByText('Shown in a test').waitFor();
    expect(new URL(page.url()).searchParams.get('revision')).toBe(String(first));
    const yaml = page.getByRole('region', { name: 'Definition as YAML' });
    expect(await yaml.innerText()).toContain("HF_TOKEN: '********'");
    expect(await page.locator('body').innerText()).not.toContain('hf_very_secret');
    await takeScreenshots(console, 'history-state');
    await page.getByRole('button', { name: 'Show secret values' }).click();
    expect(await yaml.innerText()).toContain('HF_TOKEN: hf_very_secret');
    await page.getByRole('slider', { name: 'Revision' }).press('End');
    await page.getByRole('region', { name: 'Definition as YAML' }).getByText('second line').waitFor();
    await expectAccessible(console);
  });

  it('goes back to a revision after showing what would change', async () => {
    const { name, first } = await withHistory();
    const console = await openAt(`/backends/${name}/history`);
    await console.page.getByRole('button', { name: `Roll back to revision ${first}` }).click();
    await console.page.getByRole('dialog').getByText('2 fields would change').waitFor();
    await console.page.getByRole('dialog').getByText('No deployment uses this backend.').waitFor();
    await takeScreenshots(console, 'history-roll-back');
    await console.page.getByLabel('Reason').fill('was better');
    await confirm(console, 'Roll back');
    await expect.poll(async () => (await read(name)).definition.health_check_path, patiently).toBe('/v1/models');
    expect((await history(name)).at(-1)).toMatchObject({ type: 'BackendRolledBack', reason: 'was better' });
  });

  it('brings back what was deleted', async () => {
    const { name, second } = await withHistory();
    await api('DELETE', `/v1/backends/${name}`);
    const console = await openAt(`/backends/${name}/history`);
    console.allow(/404 \(Not Found\)/);
    await console.page.getByText('This backend was deleted.').waitFor();
    await console.page.getByRole('button', { name: `Roll back to revision ${second}` }).click();
    await confirm(console, 'Roll back');
    await expect.poll(async () => (await api('GET', `/v1/backends/${name}`)).status, patiently).toBe(200);
  });

  it('is listed over all backends, filtered by the address', async () => {
    const { name } = await withHistory();
    const console = await openAt(`/audit?backend=${name}`);
    const rows = console.page.getByRole('table').getByRole('row');
    await expect.poll(() => rows.count(), patiently).toBe(3);
    await takeScreenshots(console, 'audit');
    await expectAccessible(console);
    await console.page.getByRole('combobox', { name: 'Type of change' }).click();
    await console.page.getByRole('option', { name: 'BackendDescribed' }).click();
    await expect.poll(() => rows.count(), patiently).toBe(2);
    expect(new URL(console.page.url()).searchParams.get('type')).toBe('BackendDescribed');
  });
});

describe('the list of backends in the console', () => {
  it('shows at once what the API changes', async () => {
    const name = await given();
    const console = await openAt(`/backends?search=${name}`);
    await card(console, name).getByText('Shown in a test').waitFor();
    await api('PATCH', `/v1/backends/${name}`, { json: { description: 'changed by the API' } });
    await card(console, name).getByText('changed by the API').waitFor({ timeout: 10_000 });
    await api('DELETE', `/v1/backends/${name}`);
    await expect.poll(() => card(console, name).count(), patiently).toBe(0);
  });

  it('speaks Chinese', async () => {
    const name = await given();
    const console = await openAt(`/backends/${name}`, { locale: 'zh-CN' });
    await panel(console).getByRole('button', { name: '设为默认: 1.10' }).waitFor();
    await takeScreenshots(console, 'backend-panel-zh');
    await console.goto(`/backends/${name}/history`);
    await console.page.getByRole('heading', { name: `${name} 的历史记录` }).waitFor();
    expect(await console.page.getByRole('tab').allInnerTexts()).toEqual(['比较', '状态']);
    await takeScreenshots(console, 'history-zh');
  });

  it('fits a small screen', async () => {
    const name = await given();
    const small = { viewport: { width: 360, height: 740 } };
    for (const path of [`/backends/${name}`, `/backends/${name}/history`, '/audit']) {
      const console = await openAt(path, small);
      await console.page.waitForTimeout(500);
      const width = await console.page.evaluate('document.documentElement.scrollWidth');
      expect(width, path).toBeLessThanOrEqual(360);
      await takeScreenshots(console, `small${path.replaceAll('/', '-').replace(name, 'backend')}`);
    }
  });
});
