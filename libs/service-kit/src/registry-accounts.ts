import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Who pulls from a registry. */
export interface RegistryAccount {
  readonly username: string;
  readonly password: string;
}

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
});
const dockerConfig = z.object({
  auths: z.record(z.string(), entry).default({}),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).default({}),
});

/** What a file of accounts holds. */
export interface RegistryAccounts {
  /** By registry, or registry and the beginning of a path: `docker.io`, `registry.example:5000/team`. */
  readonly accounts: ReadonlyMap<string, RegistryAccount>;
  /** What stands in the file and is of no use to us, in words without secrets. */
  readonly unusable: readonly string[];
}

/** Reads a file as `docker login` writes it; null where it is no such file. Credential helpers are not run. */
export function parseRegistryAccounts(text: string): RegistryAccounts | null {
  const read = dockerConfig.safeParse(jsonOf(text));
  if (!read.success) return null;
  const { auths, credsStore, credHelpers } = read.data;
  const found = Object.entries(auths).map(([key, value]) => [registryKey(key), accountOf(value)] as const);
  const without = found.flatMap(([key, account]) => (account === null ? [`${key} has no user name and password`] : []));
  const helped = [...(credsStore === undefined ? [] : ['credsStore']), ...Object.keys(credHelpers)];
  return {
    accounts: new Map(found.flatMap(([key, account]) => (account === null ? [] : [[key, account]]))),
    unusable: [...without, ...helped.map((each) => `${each} names a credential helper, and none is run`)],
  };
}

/** The account for the registry of an image: the entry that names most of its path; null where there is none. */
export function accountFor({ accounts }: RegistryAccounts, image: string): RegistryAccount | null {
  const [registry, ...path] = placeOf(image);
  for (let length = path.length; length >= 0; length -= 1) {
    const account = accounts.get([registry, ...path.slice(0, length)].join('/'));
    if (account !== undefined) return account;
  }
  return null;
}

/** The accounts of a file, read anew for every question, so that a renewed password counts at once. */
export class RegistryAccountFile {
  private last: RegistryAccounts = { accounts: new Map(), unusable: [] };
  private told = '';

  /** `onProblem` is told, once, of what cannot be read or used; what was read before counts on. */
  constructor(
    private readonly file: string,
    private readonly onProblem: (text: string) => void,
  ) {}

  async accountFor(image: string): Promise<RegistryAccount | null> {
    await this.refresh();
    return accountFor(this.last, image);
  }

  private async refresh(): Promise<void> {
    const text = await readFile(this.file, 'utf8').catch(() => null);
    const read = text === null ? null : parseRegistryAccounts(text);
    if (read !== null) this.last = read;
    this.tell(read === null ? [`${this.file} cannot be read as a file that docker login writes`] : read.unusable);
  }

  private tell(problems: readonly string[]): void {
    const text = problems.join('; ');
    if (text !== '' && text !== this.told) this.onProblem(text);
    this.told = text;
  }
}

/** Environment of services that ask registries. The file must be there at the start; later it may change. */
export const registryEnv = {
  REGISTRY_AUTH_FILE: z
    .string()
    .refine(isAccountFile, 'not a readable file as docker login writes it')
    .optional()
    .describe('File with the accounts of registries'),
};

function isAccountFile(file: string): boolean {
  try {
    return parseRegistryAccounts(readFileSync(file, 'utf8')) !== null;
  } catch {
    return false;
  }
}

const hub = new Set(['index.docker.io', 'registry-1.docker.io']);

/** `https://index.docker.io/v1/` and the like, as a plain registry and path. */
function registryKey(written: string): string {
  const plain = written.replace(/^https?:\/\//, '').replace(/\/(v[12]\/?)?$/, '');
  const [registry = '', ...path] = plain.split('/');
  const name = registry.toLowerCase();
  return [hub.has(name) ? 'docker.io' : name, ...path].join('/');
}

function accountOf({ auth, username, password }: z.output<typeof entry>): RegistryAccount | null {
  if (username && password) return { username, password };
  const text = Buffer.from(auth ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) return null;
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, '') };
}

/** Registry and path of an image, as Docker completes them. */
function placeOf(image: string): readonly [string, ...string[]] {
  const [first = '', ...rest] = image
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .split('/');
  const isRegistry = rest.length > 0 && (/[.:A-Z[]/.test(first) || first === 'localhost');
  if (!isRegistry) return ['docker.io', ...(rest.length === 0 ? ['library', first] : [first, ...rest])];
  const name = first.toLowerCase();
  return [hub.has(name) ? 'docker.io' : name, ...rest];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
