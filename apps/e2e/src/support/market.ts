import type { EntrySummary, EntryView, SourceView, SyncReport, SyncRun } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { api } from './api.js';
import { testCommand } from './backends.js';
import { cli, type CliRun } from './cli.js';
import { stack } from './stack.js';

/** A backend of an index. */
export interface Offered {
  readonly name: string;
  readonly versions?: readonly string[];
  readonly description?: string;
  readonly defaultVersion?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly image?: string;
}

/** An index as GPUStack's list has it, whose engine is the test engine. */
export const indexOf = (backends: readonly Offered[]): string => backends.map(entryText).join('');

/** The same as the only backend of a file. */
export const backendFile = (backend: Offered): string =>
  entryText(backend)
    .split('\n')
    .map((line) => line.slice(2))
    .join('\n');

function entryText({ name, versions = ['1.0'], description = `What ${name} is`, env = {}, ...more }: Offered): string {
  return [
    `- backend_name: ${name}`,
    `  description: ${JSON.stringify(description)}`,
    `  default_version: ${JSON.stringify(more.defaultVersion ?? versions[0])}`,
    `  default_env: ${JSON.stringify(env)}`,
    '  health_check_path: /v1/models',
    '  version_configs:',
    ...versions.flatMap((version) => [
      `    ${JSON.stringify(version)}:`,
      `      image_name: ${more.image ?? stack().testImage}`,
      '      custom_framework: cpu',
      `      run_command: ${JSON.stringify(testCommand('--model {{model_name}}'))}`,
    ]),
    '',
  ].join('\n');
}

/** Runs `enginehouse market ...`; what it prints is answered only where it ended well. */
export async function market(...args: readonly string[]): Promise<string> {
  const ran = await marketRun(...args);
  if (ran.code !== 0) throw new Error(`market ${args.join(' ')}: exit ${ran.code}\n${ran.out}${ran.err}`);
  return ran.out;
}

/** The same with whatever came of it. */
export const marketRun = (...args: readonly string[]): Promise<CliRun> => cli(['market', ...args]);

/** Syncs a source now and waits until that is over. */
export async function syncOf(source: string): Promise<SyncReport> {
  const { body } = await api<SyncRun>('POST', `/v1/marketplace/sources/${source}/sync`);
  let report: SyncReport | undefined;
  await waitUntil(
    async () => {
      report = (await api<SyncReport>('GET', `/v1/marketplace/syncs/${body.id}`)).body;
      return !['queued', 'running'].includes(report.state);
    },
    { what: `the sync of ${source}`, timeout: 60_000 },
  );
  if (!report) throw new Error('no sync');
  return report;
}

export const sourceOf = async (name: string): Promise<SourceView> =>
  (await api<SourceView>('GET', `/v1/marketplace/sources/${name}`)).body;

export const entryOf = async (source: string, name: string): Promise<EntryView> =>
  (await api<EntryView>('GET', `/v1/marketplace/entries/${source}/${name}`)).body;

/** The names that a source offers. */
export async function namesOf(source: string): Promise<readonly string[]> {
  const query = new URLSearchParams({ source, limit: '200' }).toString();
  const { body } = await api<{ items: EntrySummary[] }>('GET', `/v1/marketplace/entries?${query}`);
  return body.items.map(({ name }) => name);
}

/** Removes sources with everything that is enabled from them. */
export async function forget(...sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    const { body } = await api<{ items: EntrySummary[] }>('GET', `/v1/marketplace/entries?source=${source}&enabled`);
    for (const { name } of body.items ?? []) {
      await api('POST', `/v1/marketplace/entries/${source}/${encodeURIComponent(name)}/disable`);
    }
    await api('DELETE', `/v1/marketplace/sources/${source}?keepEnabled`);
  }
}
