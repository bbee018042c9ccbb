import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { confirm, field, leftFor, press } from './browser/controls.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { viewerToken } from './support/access.js';
import { registerTestBackend, testCommand, unique } from './support/backends.js';
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

const panel = ({ page }: ConsolePage, name = 'What would run') => page.getByRole('region', { name });

/** As if another tab came to the front, or this one again. */
const showPage = ({ page }: ConsolePage, state: 'hidden' | 'visible') =>
  page.evaluate(`{
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' });
    document.dispatchEvent(new Event('visibilitychange'));
  }`);

describe('deploying in the console', () => {
  let backend = '';
  beforeAll(async () => {
    const more = `default_env:
  LEVEL: info
  API_TOKEN: of-the-backend
default_backend_param: ["--word-delay 1"]
common_parameters: ["--tick"]
`;
    backend = await registerTestBackend('', more);
  });

  it('goes from an empty form to an engine that runs, and to nothing again', { timeout: 240_000 }, async () => {
    const console = await openAt(`/deployments/new?backend=${backend}`);
    const { page } = console;
    const name = unique('web');
    await panel(console).getByText(`Fits on ${stack().workerName}`).waitFor();
    await field(console, 'Name').fill(name);
    await field(console, 'Memory').fill('64 MiB');
    await page.getByText('Each replica claims 64 MiB of memory.').waitFor();
    await takeScreenshots(console, 'deploy');
    await press(console, 'Deploy');
    await leftFor(console, `/deployments/${name}`);
    await page.getByText('1 of 1 ready').waitFor(patient);
    expect((await deployment(name)).spec).toMatchObject({
      backend,
      parameters: ['--word-delay 1'],
      resources: { memoryMib: 64 },
    });

    await page.getByRole('button', { name: /^Logs: / }).click();
    await page.getByRole('log').getByText('test engine: listening').waitFor();
    const letGo = page.waitForEvent('requestfailed', (request) => request.url().includes('/logs'));
    await showPage(console, 'hidden');
    await letGo;
    const readAgain = page.waitForRequest((request) => request.url().includes('/logs'));
    await showPage(console, 'visible');
    await readAgain;
    await page.getByRole('log').getByText('test engine: listening').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

    await press(console, 'Scale');
    await page.getByRole('spinbutton', { name: 'Replicas' }).fill('2');
    await confirm(console, 'Scale');
    await page.getByText('2 of 2 ready').waitFor(patient);

    await press(console, 'Scale');
    const replicas = page.getByRole('spinbutton', { name: 'Replicas' });
    const scaling = page.getByRole('dialog');
    for (const none of ['', '1.5', '-1']) {
      await replicas.fill(none);
      expect(await scaling.getByRole('button', { name: 'Scale', exact: true }).isDisabled(), none).toBe(true);
      expect(await replicas.getAttribute('aria-invalid')).toBe('true');
    }
    await replicas.fill('0');
    await scaling.getByText('answers no requests until').waitFor();
    await expectAccessible(console);
    await confirm(console, 'Scale to 0');
    await page.getByText('Scaled to 0', { exact: true }).waitFor(patient);
    expect(await page.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(0);
    await press(console, 'Scale');
    await replicas.fill('2');
    await confirm(console, 'Scale');
    await page.getByText('2 of 2 ready').waitFor(patient);

    await press(console, 'Stop');
    await confirm(console, 'Stop');
    await press(console, 'Start');
    await page.getByText('2 of 2 ready').waitFor(patient);

    await press(console, 'Delete');
    await confirm(console, 'Cancel');
    expect((await deployment(name)).name).toBe(name);
    await press(console, 'Delete');
    await confirm(console, 'Delete');
    await leftFor(console, '/deployments');
    await expect.poll(() => page.getByRole('link', { name, exact: true }).count(), patient).toBe(0);
  });

  it('shows what would run before anything does: arguments, where variables come from, no secret', async () => {
    const console = await openAt(`/deployments/new?backend=${backend}`);
    const { page } = console;
    await panel(console).getByText('--word-delay').waitFor();
    await press(console, 'Override LEVEL');
    await field(console, 'Value of LEVEL').fill('debug');
    await press(console, 'Add a variable');
    await field(console, 'Name of variable 2').fill('HF_TOKEN');
    await field(console, 'Value of HF_TOKEN').fill('hf_secret');
    const row = panel(console).getByRole('row').filter({ hasText: 'LEVEL' });
    await row.getByText('debug').waitFor();
    await row.getByText('Yours').waitFor();
    await row.getByText('replaces: Backend default').waitFor();
    await panel(console).getByRole('row').filter({ hasText: 'HF_TOKEN' }).getByText('********').waitFor();
    await field(console, 'Name').fill('shown');
    await press(console, 'As curl');
    const curl = await page.getByRole('region', { name: 'As curl' }).innerText();
    expect(curl).toContain('/v1/deployments');
    expect(curl).toContain('"HF_TOKEN": "<HF_TOKEN>"');
    expect(await page.locator('body').innerText()).not.toContain('hf_secret');
  });

  it('says before submitting that nothing fits, and with which numbers', async () => {
    const console = await openAt(`/deployments/new?backend=${backend}`);
    await field(console, 'Memory').fill('900 TiB');
    await panel(console).getByText('Fits nowhere now').waitFor();
    await panel(console)
      .getByText(/local: .*memory/)
      .waitFor();
    await field(console, 'Memory').fill('much');
    await expect.poll(() => field(console, 'Memory').getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps what was typed when another backend is chosen', async () => {
    const console = await openAt(`/deployments/new?backend=${backend}`);
    const { page } = console;
    await press(console, 'Add a parameter');
    await page.getByRole('combobox', { name: 'Parameter 2' }).fill('--mine');
    await page.getByRole('combobox', { name: 'Backend' }).fill('SGLang');
    await page.getByRole('option', { name: /SGLang/ }).click();
    await expect.poll(() => page.getByRole('combobox', { name: 'Parameter 1' }).inputValue()).toBe('--mine');
    expect(await page.getByRole('combobox', { name: 'Parameter 2' }).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('backend')).toBe('SGLang');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await confirm(console, 'Stay');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByRole('combobox', { name: 'Backend' }).inputValue()).toBe('SGLang');
  });

  it('puts what the server refuses at the field that it is about', async () => {
    const name = await deploy({ backend, replicas: 0 });
    const console = await openAt(`/deployments/new?backend=${backend}`);
    const { page } = console;
    console.allow(/409 \(Conflict\)/, /422 \(Unprocessable/);
    await press(console, 'Deploy');
    await expect.poll(() => field(console, 'Name').getAttribute('aria-invalid')).toBe('true');
    await field(console, 'Name').fill(name);
    await panel(console).getByText(`There is a deployment ${name} already.`).waitFor();
    expect(await panel(console).getByText('Fits on').count()).toBe(0);
    await expectAccessible(console);
    await press(console, 'Deploy');
    // Beside the button, wherever on the long page that is, and with the focus.
    const refusal = page.locator('form').getByRole('alert').filter({ hasText: 'name-taken' });
    await refusal.waitFor();
    expect(await page.evaluate(`document.activeElement.querySelector('[role="alert"]') !== null`)).toBe(true);
    const box = await refusal.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
    await expectAccessible(console);
    await page.getByRole('combobox', { name: 'Model source' }).click();
    await page.getByRole('option', { name: 'Hugging Face' }).click();
    await field(console, 'Repository').fill('a/b');
    await field(console, 'Name').fill(unique('hub'));
    await panel(console).getByText('Workers cannot fetch weights from huggingface yet.').waitFor();
    expect(await panel(console).getByText('Fits on').count()).toBe(0);
    await press(console, 'Deploy');
    await expect.poll(() => field(console, 'Repository').getAttribute('aria-invalid')).toBe('true');
    await remove(name);
  });

  it(
    'runs any image with any command as Custom, and says why an image cannot be pulled',
    { timeout: 120_000 },
    async () => {
      const console = await openAt('/deployments/new?backend=Custom');
      const { page } = console;
      const name = unique('pull');
      await field(console, 'Name').fill(name);
      await field(console, 'Image').fill('127.0.0.1:1/nothing/here:1');
      await field(console, 'Run command').fill(testCommand());
      await panel(console).getByText(`Fits on ${stack().workerName}`).waitFor();
      await press(console, 'Deploy');
      await leftFor(console, `/deployments/${name}`);
      await page
        .getByText(/pull.*127\.0\.0\.1:1\/nothing\/here:1|127\.0\.0\.1:1.*(refused|connect)/i)
        .first()
        .waitFor(patient);
      await takeScreenshots(console, 'failed-pull');
      expect((await deployment(name)).readyReplicas).toBe(0);
      await remove(name);
    },
  );

  it(
    'has nothing in the way of who cannot see or use a mouse, and works in Chinese',
    { timeout: 120_000 },
    async () => {
      const console = await openAt(`/deployments/new?backend=${backend}`);
      const { page } = console;
      await panel(console).getByText(`Fits on ${stack().workerName}`).waitFor();
      await page.getByRole('button', { name: 'Advanced' }).click();
      await field(console, 'Health check path').waitFor();
      await page.waitForTimeout(400);
      await expectAccessible(console);
      await page.getByRole('combobox', { name: 'Backend' }).press('ArrowDown');
      await page.getByRole('option').first().waitFor();
      await expectAccessible(console);

      const small = await openAt(`/deployments/new?backend=${backend}`, {
        locale: 'zh-CN',
        viewport: { width: 360, height: 740 },
      });
      await small.page.getByRole('heading', { name: '部署模型' }).waitFor();
      await panel(small, '将要运行的内容').getByText('适合放在').waitFor();
      expect(await small.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
      await takeScreenshots(small, 'deploy-small');
      const name = unique('zhongwen');
      await field(small, '名称').fill(name);
      await press(small, '部署');
      await leftFor(small, `/deployments/${name}`);
      await small.page.getByText('1 / 1 就绪').waitFor(patient);
      await remove(name);
    },
  );

  it('offers nothing to who may only look', async () => {
    const console = await browser.open();
    await console.signIn(await viewerToken());
    await console.goto(`/deployments/new?backend=${backend}`);
    await console.page.getByText('You may look, but not deploy').waitFor();
    expect(await console.page.getByRole('button', { name: 'Deploy' }).count()).toBe(0);
  });
});

const say = async (console: ConsolePage, text: string) => {
  await field(console, 'Message').fill(text);
  await field(console, 'Message').press('Enter');
};
const log = ({ page }: ConsolePage) => page.getByRole('log', { name: 'Conversation' });

describe('the playground', () => {
  it('streams answers, stops them, and tells how fast they were', { timeout: 120_000 }, async () => {
    const backend = await registerTestBackend('--word-delay 60');
    const name = await deploy({ backend, modelName: 'team/talker' });
    await instanceIn(name, 'ready');
    const console = await openAt(`/playground?deployment=${name}`);
    const { page } = console;
    await say(console, 'one two three');
    await log(console).getByText('You said: one two three').waitFor();
    await log(console)
      .getByText(/First token after \d+\.\d\d s/)
      .waitFor();
    await log(console)
      .getByText(/(pieces|tokens)\/s/)
      .waitFor();
    await log(console)
      .getByText(/by \S+-1/)
      .waitFor();

    await say(console, 'word '.repeat(400));
    await log(console)
      .getByText(/You said: word word/)
      .waitFor();
    await press(console, 'Stop');
    await log(console).getByText('Stopped.').waitFor();
    await press(console, 'New conversation');
    await say(console, 'hello');
    await log(console).getByText('You said: hello').waitFor();
    await press(console, 'Answer again');
    await log(console).getByText('You said: hello').waitFor();

    await field(console, 'System prompt').fill('Be brief.');
    await field(console, 'Temperature').fill('9');
    await page.getByText('A number from 0 to 2').waitFor();
    await field(console, 'Temperature').fill('0.5');
    await press(console, 'The request as curl');
    const curl = await page.getByRole('region', { name: 'The request as curl' }).innerText();
    expect(curl).toContain('"temperature": 0.5');
    expect(curl).toContain('Be brief.');
    await expectAccessible(console);
    await takeScreenshots(console, 'playground');
    await remove(name);
  });

  it('tells why a deployment cannot answer, and when to ask again', { timeout: 120_000 }, async () => {
    const backend = await registerTestBackend('--never-ready true');
    const name = await deploy({ backend });
    const console = await openAt(`/playground?deployment=${name}`);
    const { page } = console;
    console.allow(/503 \(Service Unavailable\)/, /404 \(Not Found\)/);
    await say(console, 'hello');
    const refusal = log(console).getByRole('alert');
    await refusal.getByText('Refused with status 503').waitFor();
    await log(console)
      .getByText(/Try again in \d+ second/)
      .waitFor();
    await page.getByRole('combobox', { name: 'Deployment' }).click();
    expect(await page.getByRole('option', { name: new RegExp(`^${name}`) }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    await remove(name);
    await console.goto(`/playground?deployment=${name}`);
    await say(console, 'hello');
    await refusal.getByText('Refused with status 404').waitFor();
  });
});
