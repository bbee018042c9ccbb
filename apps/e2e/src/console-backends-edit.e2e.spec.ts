import { describe, expect, it } from 'vitest';
import type { BackendView } from '@enginehouse/contracts';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { api } from './support/api.js';
import { unique } from './support/backends.js';

const browser = useBrowser();

async function openAt(path: string, options: PageOptions = {}): Promise<ConsolePage> {
  // Colours that are still on their way from light to dark have any contrast.
  const console = await browser.open({ reducedMotion: 'reduce', ...options });
  await console.signIn();
  await console.goto(path);
  await console.page.getByRole('heading', { level: 1 }).waitFor();
  return console;
}

const yamlOf = (name: string) => `# as a person writes it
backend_name: ${name}
description: "Kept: as it is"
default_version: '1.10'
default_run_command: serve {{model_path}} --port {{port}} {{EXTRA}}
default_env:
  EXTRA: 'True'
  HTTP_PROXY: ""
parameter_format: equal
version_configs:
  '1.10':
    image_name: registry.example.org/engine:1.10
    custom_framework: cpu
    env:
      EXTRA: "--fast --level 3"
  '1.9':
    image_name: registry.example.org/engine:1.9
    custom_framework: cuda
    entrypoint: /bin/engine
`;

const read = async (name: string) => (await api<BackendView>('GET', `/v1/backends/${name}`)).body;
const exported = async (name: string) =>
  (await api<string>('GET', `/v1/backends/${name}`, { headers: { accept: 'application/yaml' } })).body;

async function given(): Promise<BackendView> {
  const name = `${unique('edit')}-custom`;
  const made = await api('POST', '/v1/backends', { yaml: yamlOf(name) });
  expect(made.status).toBe(201);
  return read(name);
}

const tab = ({ page }: ConsolePage, name: string) => page.getByRole('tab', { name });
const field = ({ page }: ConsolePage, name: string) => page.getByRole('textbox', { name, exact: true });
const editor = ({ page }: ConsolePage) => page.getByRole('textbox', { name: 'YAML of the backend' });
const save = ({ page }: ConsolePage) => page.getByRole('button', { name: 'Save' }).click();

/** As from the clipboard: what the editor itself takes apart. */
async function paste(console: ConsolePage, text: string): Promise<void> {
  await editor(console).click();
  await console.page.keyboard.press('ControlOrMeta+a');
  await console.page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    const pasted = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('.cm-content').dispatchEvent(pasted);
  }`);
}

const textIn = async (console: ConsolePage) => (await editor(console).locator('.cm-line').allTextContents()).join('\n');
async function expectLeftFor(console: ConsolePage, path: string): Promise<void> {
  await expect.poll(() => new URL(console.page.url()).pathname, { timeout: 20_000 }).toBe(path);
}

describe('adding a backend in the console', () => {
  it('is offered beside the marketplace, and stores what the form says with its suffix', async () => {
    const console = await openAt('/backends');
    const { page } = console;
    await page.getByRole('button', { name: 'Add backend' }).click();
    await page.getByRole('menuitem', { name: /^Community/ }).waitFor();
    await page.getByRole('menuitem', { name: /^Custom/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Add a custom backend' }).waitFor();
    const stem = unique('form');
    await expect.poll(() => page.locator(':focus').inputValue()).toBe('');
    expect(await page.locator('[aria-invalid=true]').count()).toBe(0);
    await page.keyboard.type(stem);
    await page.getByLabel('Version *').fill('1.10');
    await page.getByLabel('Image *').fill('registry.example.org/engine:1.10');
    await page.getByLabel('Framework *').fill('cpu');
    await page.getByLabel('Default run command').fill('serve {{model_path}} --port {{port}}');
    await page.getByLabel('Description').fill('made by hand');
    await page.getByRole('button', { name: 'Add a variable' }).first().click();
    const environment = page.getByRole('group', { name: 'Default environment' });
    await environment.getByLabel('Name').fill('MODE');
    await environment.getByLabel('Value').fill('True');
    const preview = page.locator('section', { has: page.getByRole('heading', { name: 'Preview' }) });
    await preview.getByText('MODE=True').waitFor();
    await preview.getByText('registry.example.org/engine:1.10').waitFor();
    await takeScreenshots(console, 'backend-new-form');
    await page.getByLabel('Reason (kept in the history)').fill('for the test');
    await save(console);
    await expectLeftFor(console, '/backends');
    const { definition, source } = await read(`${stem}-custom`);
    expect([source, definition]).toEqual([
      'custom',
      {
        backend_name: `${stem}-custom`,
        description: 'made by hand',
        default_run_command: 'serve {{model_path}} --port {{port}}',
        default_env: { MODE: 'True' },
        versions: [{ name: '1.10', images: [{ framework: 'cpu', image_name: 'registry.example.org/engine:1.10' }] }],
      },
    ]);
    const history = await api<{ items: { reason?: string }[] }>('GET', `/v1/backends/${stem}-custom/history`);
    expect(history.body.items[0]?.reason).toBe('for the test');
  });

  it('goes to the first field at fault, and says there what to do', async () => {
    const console = await openAt('/backends/new');
    const { page } = console;
    await page.getByLabel('Default run command').fill('serve {{modl_path}} --port {{port}}');
    await page.getByText('Did you mean {{model_path}}?').waitFor();
    await save(console);
    await page.locator('[aria-invalid="true"]:focus').waitFor();
    expect(await page.getByLabel('Name *').getAttribute('aria-invalid')).toBe('true');
    await page.getByText('A backend needs a name.').waitFor();
    await expectAccessible(console);
  });

  it('takes YAML that is typed, with every error at its line, and shows it as a form', async () => {
    const name = `${unique('typed')}-custom`;
    const console = await openAt('/backends/new?view=yaml');
    const { page } = console;
    await paste(console, yamlOf(name).replace('custom_framework: cpu', 'custom_framwork: cpu'));
    await page.getByRole('button', { name: 'Line 13, column 5' }).click();
    await expect.poll(() => page.locator('.cm-activeLine').innerText()).toContain('custom_framwork');
    await page.locator('.cm-lint-marker-error').first().waitFor();
    await tab(console, 'Form').click();
    await page.getByText('The YAML cannot be shown as a form yet', { exact: false }).waitFor();
    expect(await textIn(console)).toContain('custom_framwork');
    await expectAccessible(console);
    await takeScreenshots(console, 'backend-new-yaml-error');
    await paste(console, yamlOf(name));
    await page.getByText('No errors').waitFor();
    await tab(console, 'Form').click();
    expect(await field(console, 'Description').inputValue()).toBe('Kept: as it is');
    await tab(console, 'YAML').click();
    expect(await textIn(console)).toBe(yamlOf(name));
    await save(console);
    await expectLeftFor(console, '/backends');
    const again = `${unique('again')}-custom`;
    await api('POST', '/v1/backends', { yaml: yamlOf(again) });
    expect(await exported(name)).toBe((await exported(again)).replaceAll(again, name));
  });

  it('takes a file, and completes what is typed', async () => {
    const name = `${unique('file')}-custom`;
    const console = await openAt('/backends/new?view=yaml');
    const { page } = console;
    await editor(console).waitFor();
    await page.locator('input[type=file]').setInputFiles({
      name: 'engine.yaml',
      mimeType: 'application/yaml',
      buffer: Buffer.from(yamlOf(name)),
    });
    await page.getByText('Took engine.yaml', { exact: false }).waitFor();
    expect(await textIn(console)).toBe(yamlOf(name));
    await editor(console).press('ControlOrMeta+End');
    await page.keyboard.type('    run_c');
    await page.getByRole('option', { name: 'run_command' }).click();
    await page.keyboard.type('start {{mod');
    await page.getByRole('option', { name: 'model_path' }).waitFor();
    await page.getByRole('option', { name: 'model_path' }).click();
    await expect.poll(() => textIn(console)).toContain('    run_command: start {{model_path}}');
    await save(console);
    await expectLeftFor(console, '/backends');
    expect((await read(name)).definition.versions[1]?.run_command).toBe('start {{model_path}}');
  });
});

/** Drops a file as from a folder, onto what a selector finds. */
const dropFile = ({ page }: ConsolePage, onto: string, name: string, text: string) =>
  page.evaluate(`{
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'application/yaml' }));
    const target = document.querySelector(${JSON.stringify(onto)});
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }`);

describe('a file dropped on the editor', () => {
  it('is taken in place of the text, also where it falls beside it', async () => {
    const console = await openAt('/backends/new?view=yaml');
    const { page } = console;
    await editor(console).waitFor();
    const [first, second] = [`${unique('drop')}-custom`, `${unique('drop')}-custom`];
    await dropFile(console, '.cm-content', 'first.yaml', yamlOf(first));
    await page.getByText('Took first.yaml', { exact: false }).waitFor();
    await expect.poll(() => textIn(console)).toBe(yamlOf(first));
    await dropFile(console, 'input[type=file]', 'second.yaml', yamlOf(second));
    await page.getByText('Took second.yaml', { exact: false }).waitFor();
    await expect.poll(() => textIn(console)).toBe(yamlOf(second));
    await save(console);
    await expectLeftFor(console, '/backends');
    expect((await read(second)).name).toBe(second);
  });
});

describe('editing a backend in the console', () => {
  it('asks before the whole page goes away with something that is not saved', async () => {
    const { name } = await given();
    const console = await openAt(`/backends/${name}/edit`);
    const { page } = console;
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void (asked.length === 1 ? dialog.dismiss() : dialog.accept());
    });
    await field(console, 'Description').fill('not saved');
    await page.evaluate('setTimeout(() => location.reload())');
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await field(console, 'Description').inputValue()).toBe('not saved');
    await field(console, 'Description').fill('Kept: as it is');
    await page.reload();
    await expect.poll(() => field(console, 'Description').inputValue(), { timeout: 20_000 }).toBe('Kept: as it is');
    expect(asked).toEqual(['beforeunload']);
  });

  it('renames a version that nothing uses, with its place and as the default', async () => {
    const before = await given();
    const console = await openAt(`/backends/${before.name}/edit`);
    const { page } = console;
    await page.getByRole('button', { name: '1.10', exact: false }).first().click();
    await page.getByRole('button', { name: 'Rename 1.10' }).click();
    await page.getByLabel('Version *').fill('1.10-gold');
    await tab(console, 'YAML').click();
    await expect.poll(() => textIn(console)).toContain('1.10-gold:');
    await tab(console, 'Form').click();
    await save(console);
    await expectLeftFor(console, `/backends/${before.name}`);
    const { definition } = await read(before.name);
    expect([definition.default_version, definition.versions.map(({ name }) => name)]).toEqual([
      '1.10-gold',
      ['1.10-gold', '1.9'],
    ]);
    expect(definition.versions[0]).toEqual({ ...before.definition.versions[0], name: '1.10-gold' });
  });

  it('fits a small screen, as form and as YAML', async () => {
    const { name } = await given();
    const console = await openAt(`/backends/${name}/edit`, { viewport: { width: 360, height: 740 } });
    const { page } = console;
    await page.getByRole('button', { name: '1.10', exact: false }).first().click();
    await page.getByLabel('Version *').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await takeScreenshots(console, 'backend-edit-small');
    await tab(console, 'YAML').click();
    await editor(console).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await expectAccessible(console);
    await takeScreenshots(console, 'backend-edit-yaml-small');
  });

  it('changes exactly what was changed, whichever way it is looked at', async () => {
    const before = await given();
    const was = await exported(before.name);
    const console = await openAt(`/backends/${before.name}/edit`);
    const { page } = console;
    await tab(console, 'YAML').click();
    await editor(console).waitFor();
    expect(await textIn(console)).toBe(was);
    await page.goBack();
    await page.getByRole('button', { name: '1.9', exact: false }).first().click();
    const panel = page.getByRole('region').filter({ hasText: 'By this name deployments choose it' });
    await panel.getByText('from default_env').first().waitFor();
    await panel.getByRole('button', { name: 'Override EXTRA in this version' }).click();
    await panel.getByLabel('Value').fill('--slow');
    await panel.getByText('overrides "True"').waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'backend-edit-form');
    await save(console);
    await expectLeftFor(console, `/backends/${before.name}`);
    const versions = before.definition.versions.map((version) =>
      version.name === '1.9' ? { ...version, env: { EXTRA: '--slow' } } : version,
    );
    expect((await read(before.name)).definition).toEqual({ ...before.definition, versions });
  });

  it('can be edited again at once, from what was just saved', async () => {
    const { name } = await given();
    const console = await openAt(`/backends/${name}/edit`);
    const { page } = console;
    await field(console, 'Description').fill('first');
    // On a slow line the page has the old answer for a while.
    await page.route(`**/v1/backends/${name}`, async (route) => {
      if (route.request().method() === 'GET') await page.waitForTimeout(700);
      await route.continue();
    });
    await save(console);
    await expectLeftFor(console, `/backends/${name}`);
    await page.getByRole('dialog').getByRole('link', { name: 'Edit', exact: true }).click();
    await expect.poll(() => field(console, 'Description').inputValue(), { timeout: 20_000 }).toBe('first');
    await page.unrouteAll({ behavior: 'wait' });
    await field(console, 'Description').fill('second');
    await save(console);
    await expectLeftFor(console, `/backends/${name}`);
    expect((await read(name)).definition.description).toBe('second');
  });

  it('brings both changes together when somebody else saves meanwhile', async () => {
    const before = await given();
    const console = await openAt(`/backends/${before.name}/edit`);
    const { page } = console;
    await field(console, 'Description').fill('mine');
    await page.getByLabel('Health check path').fill('/health');
    const theirs = { description: 'theirs', default_entrypoint: '/bin/theirs' };
    expect((await api('PATCH', `/v1/backends/${before.name}`, { json: theirs })).status).toBe(200);
    await page.getByText('has changed this backend meanwhile', { exact: false }).waitFor();
    console.allow(/status of 412/);
    await save(console);
    const dialog = page.getByRole('dialog', { name: 'This backend was changed meanwhile' });
    await dialog.getByText('1 field that both changed').waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'backend-merge');
    await dialog.getByRole('radio', { name: /^Yours/ }).check();
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await page.getByText(`Revision ${(await read(before.name)).revision}. What runs`).waitFor();
    expect(await field(console, 'Description').inputValue()).toBe('mine');
    expect(await page.getByLabel('Default entrypoint').inputValue()).toBe('/bin/theirs');
    await save(console);
    await expectLeftFor(console, `/backends/${before.name}`);
    expect((await read(before.name)).definition).toEqual({
      ...before.definition,
      description: 'mine',
      default_entrypoint: '/bin/theirs',
      health_check_path: '/health',
    });
  });

  it('asks before something that is not saved is left', async () => {
    const { name } = await given();
    const console = await openAt(`/backends/${name}/edit`);
    const { page } = console;
    await field(console, 'Description').fill('not saved');
    await page.getByRole('link', { name: 'Workers' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Stay' }).click();
    expect(await field(console, 'Description').inputValue()).toBe('not saved');
    await page.getByRole('link', { name: 'Workers' }).click();
    await dialog.getByRole('button', { name: 'Leave' }).click();
    await expectLeftFor(console, '/workers');
  });

  it('adds a version to a built-in backend, whose own versions can only be read', async () => {
    const console = await openAt('/backends/SGLang/edit?version=new');
    const { page } = console;
    const version = unique('v');
    await page.getByLabel('Version *').fill(version);
    await page.getByLabel('Image *').fill('registry.example.org/sglang:1');
    await page.getByLabel('Framework *').fill('cuda');
    await page.getByText('Built-in', { exact: true }).first().click();
    await page.getByText('Comes with Enginehouse, so it can only be read.', { exact: false }).waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'backend-built-in');
    const before = await read('SGLang');
    await save(console);
    await expectLeftFor(console, '/backends/SGLang');
    const { definition } = await read('SGLang');
    expect(definition.versions.slice(0, -1)).toEqual(before.definition.versions);
    // Its entrypoint and command are the backend's.
    expect(Object.keys(definition.versions.at(-1) ?? {}).toSorted()).toEqual(['images', 'name']);
    expect((await api('DELETE', `/v1/backends/SGLang/versions/${version}-custom`)).status).toBe(200);
  });

  it('speaks Chinese', async () => {
    const { name } = await given();
    const console = await openAt(`/backends/${name}/edit`, { locale: 'zh-CN' });
    const { page } = console;
    await page.getByRole('heading', { level: 1, name: `编辑 ${name}` }).waitFor();
    await page.getByRole('textbox', { name: '描述', exact: true }).fill('中文描述');
    await page.getByRole('button', { name: '保存' }).click();
    await expectLeftFor(console, `/backends/${name}`);
    expect((await read(name)).definition.description).toBe('中文描述');
  });

  it('is not offered to who may only look', async () => {
    const { name } = await given();
    const made = await api<{ token: string }>('POST', '/v1/tokens', {
      json: { name: unique('viewer'), role: 'viewer' },
    });
    const console = await browser.open();
    await console.signIn(made.body.token);
    await console.goto(`/backends/${name}/edit`);
    await console.page.getByText('You may look, but not change backends').waitFor();
    await console.goto('/backends');
    await console.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await console.page.getByRole('button', { name: 'Add backend' }).count()).toBe(0);
  });
});
