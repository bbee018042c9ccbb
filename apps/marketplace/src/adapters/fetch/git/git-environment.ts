import type { GitLocation } from './git-location.js';

/** What git is told beside its arguments: nothing of this host's or any user's settings, and the way out. */
export interface GitSurroundings {
  /** A folder of its own, which is its home too. */
  readonly home: string;
  /** `http://user:password@host:port` of the fenced proxy. */
  readonly proxyUrl: string;
  readonly scheme: GitLocation['scheme'];
  /** A file with the certificates to trust. */
  readonly caFile: string;
  /** The program that git calls to connect for git:// addresses. */
  readonly connectProgram: string;
  /** Where programs are looked for. */
  readonly path: string;
}

const mebibyte = 1024 * 1024;

/** Settings by the environment: arguments are seen by every user of a host, and the proxy's password is none of theirs. */
export function gitEnvironment(surroundings: GitSurroundings): Readonly<Record<string, string>> {
  const { home, proxyUrl, path } = surroundings;
  const settings = Object.entries(settingsOf(surroundings));
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: path,
    HOME: home,
    TMPDIR: home,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_CONFIG_COUNT: String(settings.length),
    ...(Object.fromEntries(numbered) as Record<string, string>),
    FENCED_PROXY: proxyUrl,
  };
}

function settingsOf({ proxyUrl, scheme, caFile, connectProgram }: GitSurroundings): Record<string, string> {
  return {
    'protocol.allow': 'never',
    [`protocol.${scheme}.allow`]: 'always',
    // A redirect from http may lead to https; the other way round there is no way.
    ...(scheme === 'http' && { 'protocol.https.allow': 'always' }),
    'http.proxy': proxyUrl,
    'http.proxyAuthMethod': 'basic',
    'http.sslVerify': 'true',
    'http.sslCAInfo': caFile,
    'core.gitProxy': connectProgram,
    'core.hooksPath': '/dev/null',
    'core.askPass': '',
    'core.fsmonitor': 'false',
    'credential.helper': '',
    'submodule.recurse': 'false',
    'fetch.recurseSubmodules': 'false',
    'transfer.bundleURI': 'false',
    'gc.auto': '0',
    'maintenance.auto': 'false',
    // What is large is streamed, and a pack stays one: what unpacks to much is never held at once.
    'core.bigFileThreshold': String(mebibyte),
    'fetch.unpackLimit': '1',
    'pack.threads': '1',
  };
}
