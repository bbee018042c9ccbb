import type { EntryView } from '@enginehouse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { hold, pressAtOnce, problemAnswer } from './browser/requests.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser } from './browser/use-browser.js';
import { api } from './support/api.js';
import { testCommand, unique } from './support/backends.js';
import { deploy, remove } from './support/deployments.js';
import { IndexServer } from './support/index-server.js';
import { entryOf, forget, indexOf, market, sourceOf, syncOf } from './support/market.js';

const browser = useBrowser();
const refusal = /the server responded with a status of 4(09|12)/;
const source = unique('shown');
const emptied = unique('emptied');
const engine = unique('Shown');
const other = unique('Beside');
const env = { LEVEL: 'info' };
const bad = '- backend_name: Broken one\n  version_configs: {}\n';
let server: IndexServer;
let deployment = '';

const publish = (more: object = {}) =>
  server.put(
    '/index.yaml',
    indexOf([{ name: engine, versions: ['1.9', '1.10'], env, ...more }, { name: other }]) + bad,
  );

beforeAll(async () => {
  server = await IndexServer.start();
  publish();
});
afterAll(async () => {
  if (deployment !== '') await remove(deployment);
  await forget(source, emptied);
  await server.stop();
});

async function openAt(path: string, options: Parameters<typeof browser.open>[0] = {}): Promise<ConsolePage> {
  const console = await browser.open(options);
  await console.signIn();
  await console.goto(path);
  return console;
}

const button = ({ page }: ConsolePage, name: string | RegExp) => page.getByRole('button', { name });
const entryAddress = `/marketplace/${source}/${engine}`;
/** A conflict of an update, by the path of its field. */
const conflictOf = ({ page }: ConsolePage, path: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('group', { name: `What becomes of ${path}` }) });
const planAddress = /\/update\/plan$/;
const unavailable = /the server responded with a status of 503/;
const away = problemAnswer(503, {
  title: 'A service does not answer',
  code: 'unavailable',
  detail: 'The service marketplace does not answer.',
  hint: 'Try again in a moment.',
});
const takesOf = (body: string): readonly string[] =>
  (JSON.parse(body) as { decisions: readonly { take: string }[] }).decisions.map(({ take }) => take);

/** Changes a version of the enabled backend, so that it is the user's own from then on. */
async function editVersion(version: string): Promise<void> {
  const path = `/v1/backends/${engine}/versions/${version}`;
  expect((await api('PATCH', path, { json: { run_command: testCommand('--edited') } })).status).toBe(200);
}

const cardOf = ({ page }: ConsolePage, name: string) => page.getByRole('listitem').filter({ hasText: name });

describe('sources in the console', () => {
  it('are added by a form that says what is wrong, and synced at once', async () => {
    const console = await openAt('/marketplace/sources');
    await button(console, 'Add source').click();
    const panel = console.page.getByRole('dialog', { name: 'Add a source' });
    await panel.getByLabel('Name').fill('Not A Name');
    await panel.getByLabel('Address', { exact: true }).fill('ftp://example.com');
    await button(console, 'Add and sync').click();
    await panel
      .getByText(/lower-case letters/)
      .last()
      .waitFor();
    await panel.getByText('an address with https:// or http://').waitFor();
    expect(await panel.getByLabel('Name').inputValue()).toBe('Not A Name');
    await expectAccessible(console);
    await panel.getByLabel('Name').fill(source);
    await panel.getByLabel('Address', { exact: true }).fill(`${server.address}/index.yaml`);
    await panel.getByLabel('The address may be in a private network').check();
    await button(console, 'Add and sync').click();
    const card = cardOf(console, source);
    await card.getByText('2 entries · 0 enabled · 1 rejected').waitFor({ timeout: 30_000 });
    await card.getByText('In order').waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'market-sources');
  });

  it('show their syncs with what was rejected, where it stands and why', async () => {
    const console = await openAt(`/marketplace/sources?history=${source}`);
    const panel = console.page.getByRole('dialog', { name: `Syncs of ${source}` });
    await panel.getByText('2 added, 1 rejected').waitFor();
    await panel.getByRole('row').nth(1).getByRole('button').click();
    const rejected = panel.getByRole('listitem').filter({ hasText: 'Broken one' }).first();
    await rejected.getByText('Entry 3').waitFor();
    expect(await rejected.innerText()).toMatch(/line \d+[\s\S]*version/);
    expect(new URL(console.page.url()).searchParams.get('run')).toBeTruthy();
    await expectAccessible(console);
    await takeScreenshots(console, 'market-report');
    await console.page.goBack();
    await panel.getByText('2 added, 1 rejected').waitFor();
  });

  it('are synced on request, and show how far that is', async () => {
    const console = await openAt('/marketplace/sources');
    const gate = server.hold();
    await button(console, `Sync now: ${source}`).click();
    await cardOf(console, source).getByRole('progressbar').waitFor();
    gate.open();
    await cardOf(console, source).getByText('Nothing new').waitFor({ timeout: 30_000 });
    expect((await sourceOf(source)).lastSync).toMatchObject({ trigger: 'manual', state: 'unchanged' });
  });

  it('that offer nothing any more are taken so only where somebody accepts it', async () => {
    const url = server.put('/emptied.yaml', indexOf([{ name: unique('Alone') }]));
    await market('source', 'add', emptied, '--http', url, '--internal', '--every', 'never', '--wait');
    server.put('/emptied.yaml', '[]\n');
    const console = await openAt('/marketplace/sources');
    const accept = button(console, `Accept that it is empty: ${emptied}`);
    expect(await accept.count()).toBe(0);
    await button(console, `Sync now: ${emptied}`).click();
    await cardOf(console, emptied).getByText('It offers nothing any more, and offered 1 entry before.').waitFor();
    expect((await sourceOf(emptied)).snapshot?.entries).toBe(1);
    await accept.click();
    await expect.poll(async () => (await sourceOf(emptied)).snapshot?.entries).toBe(0);
    await accept.waitFor({ state: 'detached' });
  });

  it('are paused and changed by their menu', async () => {
    const console = await openAt('/marketplace/sources');
    const menu = button(console, `More actions: ${source}`);
    await menu.click();
    await console.page.getByRole('menuitem', { name: 'Pause' }).click();
    await cardOf(console, source).getByText('Paused').first().waitFor();
    expect((await sourceOf(source)).paused).toBe(true);
    await menu.click();
    await console.page.getByRole('menuitem', { name: 'Resume' }).click();
    await expect.poll(async () => (await sourceOf(source)).paused).toBe(false);
    await console.goto(`/marketplace/sources?change=${source}`);
    const panel = console.page.getByRole('dialog', { name: `Change ${source}` });
    await panel.getByLabel('Add new versions by itself').check();
    await panel.getByLabel('Only in a time window').check();
    await expectAccessible(console);
    // Somebody else is quicker; the input stays, and goes on top of theirs.
    console.allow(refusal);
    await api('PATCH', `/v1/marketplace/sources/${source}`, { json: { everySeconds: 900 } });
    await button(console, 'Save').click();
    await panel.getByText('Somebody has changed this source').waitFor();
    await button(console, 'Save').click();
    await expect.poll(async () => (await sourceOf(source)).policy.mode).toBe('add-versions');
    expect(await sourceOf(source)).toMatchObject({ everySeconds: 900, policy: { window: { days: ['sat', 'sun'] } } });
    await api('PATCH', `/v1/marketplace/sources/${source}`, { json: { policy: { mode: 'notify' } } });
  });
});

describe('entries in the console', () => {
  it('are searched and filtered, and the address says how', async () => {
    const console = await openAt('/marketplace');
    await cardOf(console, engine).waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'market');
    await console.page.getByRole('searchbox').fill(engine);
    await expect.poll(() => console.page.getByRole('listitem').filter({ hasText: 'Kokoro' }).count()).toBe(0);
    await expect.poll(() => console.page.url()).toContain(engine);
    await console.goto('/marketplace?source=enginehouse&deprecated=true');
    await console.page.getByText('Text-Generation-Inference').waitFor();
    await console.page.getByText('1 entry').waitFor();
    await console.goto('/marketplace?search=nothing-is-called-that');
    await console.page.getByText('Nothing matches').waitFor();
  });

  it('are enabled after a question, and live everywhere', async () => {
    const watching = await openAt(`/marketplace?source=${source}`);
    await cardOf(watching, engine).waitFor();
    const console = await openAt(entryAddress);
    await button(console, 'Enable').click();
    const dialog = console.page.getByRole('dialog', { name: `Enable ${engine}?` });
    await dialog.getByText('with 2 versions').waitFor();
    await dialog.getByRole('button', { name: 'Enable' }).click();
    await button(console, 'Disable').waitFor();
    expect((await entryOf(source, engine)).enabled).toBe(true);
    await cardOf(watching, engine).getByText('Enabled').waitFor();
    await expectAccessible(console);
    for (const tab of ['Versions', 'Changelog', 'Provenance', 'Updates']) {
      await console.page.getByRole('tab', { name: tab }).click();
      await expectAccessible(console);
    }
    expect(console.page.url()).toContain('tab=policy');
    await console.page.goBack();
    await console.page.getByRole('heading', { name: 'Offered now' }).waitFor();
  });

  it('are described without anything of their authors that could run', async () => {
    const console = await openAt('/marketplace/enginehouse/vLLM-Omni');
    await console.page.getByRole('heading', { name: 'Description' }).waitFor();
    await expectAccessible(console);
    const links = await console.page.locator('main a[target=_blank]').all();
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(await link.getAttribute('rel')).toContain('noopener');
  });

  it('are not disabled while a deployment uses them, which is named before and after', async () => {
    deployment = await deploy({ backend: engine, version: '1.9' });
    const console = await openAt(entryAddress);
    console.allow(refusal);
    await button(console, 'Disable').click();
    const dialog = console.page.getByRole('dialog', { name: `Disable ${engine}?` });
    await dialog.getByRole('link', { name: deployment }).waitFor();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await dialog.getByRole('alert').filter({ hasText: deployment }).waitFor();
    await expectAccessible(console);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await entryOf(source, engine)).enabled).toBe(true);
  });

  it('get a rule of their own for updates', async () => {
    const console = await openAt(`${entryAddress}?tab=policy`);
    await console.page.getByLabel('A rule of its own').check();
    await console.page.getByLabel('Add new versions by itself').check();
    await button(console, 'Save').click();
    await expect.poll(async () => (await entryOf(source, engine)).policy).toEqual({ mode: 'add-versions' });
    await console.page.getByLabel('As its source').check();
    await button(console, 'Save').click();
    await expect.poll(async () => (await entryOf(source, engine)).policy).toBeNull();
  });
});

/** The decisions of an update on a small screen, in Chinese, by the keyboard; nothing is applied. */
async function decidesSmall(address: string): Promise<void> {
  const console = await openAt(address, { locale: 'zh-CN', viewport: { width: 360, height: 740 } });
  const { page } = console;
  await button(console, '全部采用上游').focus();
  await page.keyboard.press('Enter');
  await page.getByText('所有冲突均已决定', { exact: true }).waitFor();
  await page.getByRole('group', { name: '结果' }).getByText(`withdrawn by ${source}`).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await expectAccessible(console);
  await takeScreenshots(console, 'market-update-small');
}

describe('an update in the console', () => {
  it('is decided conflict by conflict, survives what happens meanwhile, and is applied', async () => {
    await editVersion('1.9');
    const mine = { description: 'mine', default_env: { LEVEL: 'info', MINE: 'yes' } };
    await api('PATCH', `/v1/backends/${engine}`, { json: mine });
    const theirs = {
      versions: ['1.10', '1.11'],
      description: 'theirs',
      env: { LEVEL: 'debug' },
      defaultVersion: '1.11',
    };
    publish(theirs);
    await syncOf(source);
    const console = await openAt(`/backends?search=${engine}`);
    console.allow(refusal);
    await console.page.getByText('Update available').waitFor();
    await expectAccessible(console);
    await button(console, `More actions: ${engine}`).click();
    await console.page.getByRole('menuitem', { name: 'Review update' }).click();
    await console.page.getByText('2 conflicts to decide').waitFor();
    await console.page.getByText('1 new version: 1.11').waitFor();
    await console.page.getByRole('link', { name: deployment }).first().waitFor();
    expect(await button(console, 'Apply the update').isDisabled()).toBe(true);
    await expectAccessible(console);
    await takeScreenshots(console, 'market-update');
    const ofVersion = conflictOf(console, 'versions/1.9');
    const outcome = ofVersion.getByRole('group', { name: 'Result' });
    // The marketplace does not answer, not even the second time: nothing is guessed in its place, and it can be asked again.
    console.allow(unavailable);
    await console.page.route(planAddress, (route) => route.fulfill(away), { times: 2 });
    await ofVersion.getByRole('button', { name: 'Take upstream' }).click();
    const fault = console.page.getByRole('alert').filter({ hasText: 'does not answer' });
    await fault.getByText('Try again in a moment.').waitFor();
    expect(await fault.innerText()).toContain('unavailable');
    expect(await outcome.innerText()).toContain('not known');
    expect(await button(console, 'Apply the update').isDisabled()).toBe(true);
    await expectAccessible(console);
    await fault.getByRole('button', { name: 'Try again' }).click();
    // What is let go stays while a deployment uses it: the result is neither of the two sides.
    await outcome.getByText(`withdrawn by ${source}`).waitFor();
    expect(await outcome.innerText()).toContain('--edited');
    await ofVersion.getByText('stays: a deployment uses it').waitFor();
    await console.page.getByText('Kept', { exact: true }).waitFor();
    await takeScreenshots(console, 'market-update-planned');
    await decidesSmall(`${entryAddress}/update`);
    // The last answer stays, and says that it is about to be another one, until that is there.
    const release = await hold(console, planAddress);
    await ofVersion.getByRole('button', { name: 'Keep yours' }).click();
    await outcome.getByText('working it out').waitFor();
    expect(await outcome.innerText()).toContain(`withdrawn by ${source}`);
    expect(await button(console, 'Apply the update').isDisabled()).toBe(true);
    release();
    await outcome.getByText('working it out').waitFor({ state: 'detached' });
    expect(await outcome.innerText()).not.toContain(`withdrawn by ${source}`);
    // One question for decisions that are made in one go.
    const asked: string[] = [];
    console.page.on('request', (request) => {
      if (planAddress.test(request.url())) asked.push(request.postData() ?? '');
    });
    await pressAtOnce(console, ['Take upstream everywhere', 'Keep yours everywhere']);
    await console.page.getByText('All conflicts are decided').waitFor();
    await conflictOf(console, 'description').getByRole('group', { name: 'Result' }).getByText('mine').waitFor();
    expect(asked.map((body) => takesOf(body))).toEqual([['yours', 'yours']]);
    // Upstream goes on, elsewhere: the view follows, and the decision still fits.
    publish({ ...theirs, env: { LEVEL: 'trace' } });
    await syncOf(source);
    await console.page.getByText('2 decisions of yours still fit').waitFor({ timeout: 20_000 });
    // It changes what was decided on: that is asked again.
    publish({ ...theirs, description: 'theirs anew' });
    await syncOf(source);
    await console.page.getByText('One has to be decided again').waitFor({ timeout: 20_000 });
    await conflictOf(console, 'description').getByRole('button', { name: 'Keep yours' }).click();
    await button(console, 'Apply the update').click();
    await expect.poll(() => new URL(console.page.url()).pathname).toBe(entryAddress);
    const { body } = await api<{ definition: EntryView['definition'] }>('GET', `/v1/backends/${engine}`);
    expect(body.definition).toMatchObject({
      description: 'mine',
      default_env: { LEVEL: 'debug', MINE: 'yes' },
      default_version: '1.11',
    });
    expect(body.definition.versions.map(({ name }) => name)).toContain('1.9');
  });
});

describe('the marketplace for somebody else', () => {
  it('is in Chinese for who speaks it, and on a small screen', async () => {
    const console = await openAt('/marketplace', { locale: 'zh-CN', viewport: { width: 360, height: 740 } });
    await console.page.getByRole('heading', { name: '市场', level: 1 }).waitFor();
    await console.page.getByRole('searchbox').fill(engine);
    await cardOf(console, engine).getByRole('link').click();
    await console.page.getByText('已启用').first().waitFor();
    await button(console, '停用').click();
    const dialog = console.page.getByRole('dialog', { name: `停用 ${engine}？` });
    await dialog.getByText('有 1 个部署在使用它').waitFor();
    await dialog.getByRole('button', { name: '取消' }).click();
    await console.goto('/marketplace/sources');
    await cardOf(console, source).getByText('上次同步').waitFor();
    await expectAccessible(console);
    const tooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await console.page.evaluate(tooWide)).toBe(false);
    await takeScreenshots(console, 'market-sources-zh-360');
  });

  it('offers viewers nothing that they may not do', async () => {
    const name = unique('looker');
    const { body } = await api<{ token: string }>('POST', '/v1/tokens', { json: { name, role: 'viewer' } });
    const console = await browser.open();
    await console.signIn(body.token);
    await console.goto('/marketplace/enginehouse/Infinity');
    await console.page.getByRole('heading', { name: 'Infinity', level: 1 }).waitFor();
    expect(await button(console, 'Enable').count()).toBe(0);
    await console.goto('/marketplace/sources');
    await cardOf(console, source).getByRole('button', { name: 'History' }).waitFor();
    expect(await button(console, /Sync now|Add source|More actions/).count()).toBe(0);
    await api('DELETE', `/v1/tokens/${name}`);
  });
});

it('a source is removed only with a word about what is enabled from it', async () => {
  const console = await openAt('/marketplace/sources');
  console.allow(refusal);
  await button(console, `More actions: ${source}`).click();
  await console.page.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = console.page.getByRole('dialog', { name: `Remove source ${source}?` });
  await dialog.getByText('One entry of it is enabled').waitFor();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('alert').filter({ hasText: engine }).waitFor();
  await dialog.getByLabel('Leave the enabled backends in the catalog').check();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => console.page.getByRole('heading', { name: source }).count()).toBe(0);
  expect((await api('GET', `/v1/backends/${engine}`)).status).toBe(200);
  await console.goto(entryAddress);
  await console.page.getByText(`Its source ${source} was removed`).waitFor();
  await expectAccessible(console);
  if (deployment !== '') await remove(deployment);
  deployment = '';
  await api('DELETE', `/v1/backends/${engine}`);
});
