import { problemOf, ProblemError } from '@enginehouse/contracts';
import { UsageError } from '../usage-error.js';

/** What a configuration file may hold. */
export interface StoredConfig {
  readonly url?: string;
  readonly token?: string;
  readonly gatewayUrl?: string;
}

export interface ConfigFile {
  readonly path: string;
  readonly config: StoredConfig;
  /** The launcher's folder, whose stack does not run now. */
  readonly isStopped?: boolean;
}

export interface Connection {
  readonly url: string;
  readonly token: string | undefined;
  readonly gatewayUrl: string | undefined;
  /** Where the address and the token come from, for `enginehouse config`. */
  readonly urlFrom: string;
  readonly tokenFrom: string;
}

interface Given {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}

/**
 * Decides where to connect and with what: flags, then the environment, then the files in their order. A token from a
 * file only goes to that file's address, so that `--url` never shows it to a stranger.
 */
export function connectionOf(flags: Given, env: Given, files: readonly ConfigFile[]): Connection {
  const source = [
    { from: '--url', url: flags.url },
    { from: 'ENGINEHOUSE_URL', url: env.url },
    ...files.map(({ path, config, isStopped }) => ({ from: path, url: config.url, isStopped })),
  ].find((each) => each.url !== undefined || ('isStopped' in each && each.isStopped));
  if (source?.url === undefined) throw source ? notRunning(source.from) : noAddress();
  const url = cleanUrl(source.url, source.from);
  const known = files.filter(({ config }) => config.url !== undefined && trimmed(config.url) === url);
  const token = [
    { from: '--token', token: flags.token },
    { from: 'ENGINEHOUSE_TOKEN', token: env.token },
    ...known.map(({ path, config }) => ({ from: path, token: config.token })),
  ].find((each) => each.token !== undefined);
  return {
    url,
    token: token?.token,
    gatewayUrl: known.find(({ config }) => config.gatewayUrl)?.config.gatewayUrl,
    urlFrom: source.from,
    tokenFrom: token?.from ?? 'nowhere',
  };
}

const trimmed = (url: string): string => url.replace(/\/+$/, '');

function cleanUrl(text: string, from: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return trimmed(text);
  throw new UsageError(`${from}: ${JSON.stringify(text)} is not an http or https address.`);
}

const notRunning = (folder: string) =>
  new ProblemError(
    problemOf('unavailable', 'Enginehouse is not running here; start it with "npm start" or "npm run demo".', {
      hint: `Its data is in ${folder}. For one that runs elsewhere give --url or set ENGINEHOUSE_URL.`,
    }),
  );

const noAddress = () =>
  new UsageError(
    'No address is known to connect to.',
    'Give --url, set ENGINEHOUSE_URL, run `enginehouse login`, or start in the folder where Enginehouse was started.',
  );
