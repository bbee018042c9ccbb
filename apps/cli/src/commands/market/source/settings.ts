import { resolve } from 'node:path';
import type { LocationChange, SourceLocation, UpdatePolicy, UpdateWindow } from '@enginehouse/contracts';
import { Option, type Command } from 'commander';
import type { Io } from '../../../io.js';
import { durationSeconds } from '../../../parse-options.js';
import { UsageError } from '../../../usage-error.js';
import { updateWindowOf } from '../update-window.js';

/** The options that say where a source is. `--url` is the address of the API, on every command. */
export interface LocationOptions {
  readonly http?: string;
  readonly file?: string;
  readonly git?: string;
  readonly ref?: string;
  readonly path?: string;
  readonly oci?: string;
}

export interface PolicyOptions {
  readonly policy?: UpdatePolicy['mode'];
  readonly window?: UpdateWindow;
}

export interface SettingOptions extends LocationOptions, PolicyOptions {
  readonly internal?: boolean;
  readonly strict?: boolean;
  readonly every?: number;
}

export const located = (command: Command): Command =>
  command
    .option('--http <address>', 'an index at this address; https')
    .option('--file <path>', 'a file or a folder on the host of the marketplace service')
    .option('--git <address>', 'a git repository')
    .option('--ref <ref>', 'of the repository: branch, tag or commit (default: HEAD)')
    .option('--path <path>', 'of the repository: the file or folder in it (default: all of it)')
    .option('--oci <reference>', 'an artifact in a registry: registry/repository:tag');

export const policed = (command: Command): Command =>
  command
    .addOption(
      new Option('--policy <mode>', 'what happens by itself when upstream changes').choices(['notify', 'add-versions']),
    )
    .option(
      '--window <when>',
      'only then are versions added: "sat,sun 22:00-04:00 Europe/Berlin", "mon-fri 01:00-05:00"',
      updateWindowOf,
    );

export const scheduled = (command: Command): Command =>
  command.option('--every <duration>', 'how often it is synced: 30m, 6h, or never', every);

const every = (text: string): number => (text.trim() === 'never' ? 0 : durationSeconds(text));

/** Where a new source is, from the options; undefined where none of them says so. */
export function locationFrom(io: Io, options: LocationOptions): SourceLocation | undefined {
  const place = placeFrom(io, options);
  if (place === undefined && (options.ref !== undefined || options.path !== undefined)) throw ofRepository();
  return place?.kind === 'git' ? { ref: 'HEAD', path: '', ...place } : place;
}

/** What changes of where a source is; undefined where nothing does. */
export function locationChangeFrom(
  io: Io,
  { tag, ...options }: LocationOptions & { readonly tag?: string },
): LocationChange | undefined {
  const { ref, path } = options;
  const change = {
    ...(placeFrom(io, options) ?? { ...(ref !== undefined && { ref }), ...(path !== undefined && { path }) }),
  };
  const tagged = { ...change, ...(tag !== undefined && { tag }) };
  return Object.keys(tagged).length > 0 ? tagged : undefined;
}

type Place =
  | Exclude<SourceLocation, { kind: 'git' }>
  | { readonly kind: 'git'; readonly url: string; readonly ref?: string; readonly path?: string };

/** The place that an option names, with what else is said of it. */
function placeFrom(io: Io, options: LocationOptions): Place | undefined {
  const { http, file, git, ref, path, oci } = options;
  const inGit = { ...(ref !== undefined && { ref }), ...(path !== undefined && { path }) };
  const places: Place[] = [
    ...(http === undefined ? [] : [{ kind: 'http', url: http } as const]),
    ...(file === undefined ? [] : [{ kind: 'file', path: resolve(io.cwd, file) } as const]),
    ...(git === undefined ? [] : [{ kind: 'git', url: git, ...inGit } as const]),
    ...(oci === undefined ? [] : [{ kind: 'oci', reference: oci } as const]),
  ];
  const [place, ...others] = places;
  if (others.length > 0) throw new UsageError('A source is in one place.', whereHint);
  if (place && place.kind !== 'git' && Object.keys(inGit).length > 0) throw ofRepository();
  return place;
}

const ofRepository = (): UsageError =>
  new UsageError('--ref and --path are of a git repository.', 'Say which with --git.');

export const whereHint = 'Say one of --http, --file, --git and --oci (--url is the address of the API).';

/** The policy of the options beside what held before. */
export function policyFrom({ policy, window }: PolicyOptions, before?: UpdatePolicy): UpdatePolicy | undefined {
  if (policy === undefined && window === undefined) return undefined;
  const mode = policy ?? before?.mode ?? 'notify';
  if (mode === 'notify' && window !== undefined) {
    throw new UsageError('There is nothing to do in a window with the policy notify.', 'Say --policy add-versions.');
  }
  const when = window ?? (mode === 'notify' ? undefined : before?.window);
  return { mode, ...(when && { window: when }) };
}
