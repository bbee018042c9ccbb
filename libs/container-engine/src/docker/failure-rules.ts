import type { EngineFailureCode } from '../engine-failure.js';

/** The calls whose failures differ; `other` has only the general ones. */
export type EngineAction = 'pull' | 'create' | 'start' | 'other';

/** How to recognise one failure by the engine's words. */
export interface FailureRule {
  readonly code: EngineFailureCode;
  readonly pattern: RegExp;
  /** Only when the engine was asked for one of these. */
  readonly during?: readonly EngineAction[];
  readonly status?: number;
  readonly detail: (subject: string, words: string) => string;
  /** What the words say beside the code. */
  readonly facts?: (match: readonly (string | undefined)[]) => Record<string, unknown>;
}

const portIn = (match: readonly (string | undefined)[]) => (match[1] === undefined ? {} : { port: Number(match[1]) });

const anywhere: readonly FailureRule[] = [
  {
    code: 'disk-full',
    pattern: /no space left on device|disk quota exceeded|not enough (?:disk )?space/i,
    detail: (subject) => `The disk of the engine is full (${subject}): remove unused images or add space.`,
  },
  {
    code: 'engine-unreachable',
    pattern: /containerd[^ ]*\.sock.*(?:connect|refused|no such file)|connection error: desc = "transport/i,
    detail: (subject) => `The Docker engine answers, but its containerd does not (${subject}).`,
  },
  {
    code: 'container-gone',
    pattern: /no such container|is (?:dead|marked for removal)/i,
    detail: (subject) => `The container ${subject} does not exist any more.`,
  },
];

const images: readonly FailureRule[] = [
  {
    code: 'invalid-image',
    pattern: /invalid reference format|invalid (?:repository|tag) name|invalid checksum digest/i,
    detail: (subject) => `"${subject}" is not an image reference.`,
  },
  {
    code: 'image-not-found',
    pattern: /no such image/i,
    detail: (subject) => `The image "${subject}" is not on this host.`,
  },
  {
    code: 'invalid-image',
    during: ['pull'],
    pattern:
      /no matching manifest for|does not (?:match|provide) the (?:specified|requested) platform|unsupported media type|unsupported manifest|schema version 1/i,
    detail: (subject, words) => `The image "${subject}" exists, but not in a form this host can run: ${words}`,
  },
  {
    code: 'registry-limited',
    during: ['pull'],
    pattern: /toomanyrequests|too many requests|rate limit|\b429\b/i,
    detail: (subject) => `The registry refuses more pulls for now ("${subject}"): wait, or pull with an account.`,
  },
  {
    code: 'image-not-found',
    during: ['pull'],
    pattern: /pull access denied|repository does not exist or may require/i,
    detail: (subject) =>
      `The registry shows no image "${subject}": it does not exist, or it is private and the credentials do not allow it.`,
  },
  {
    code: 'registry-unauthorized',
    during: ['pull'],
    pattern:
      /unauthorized|authentication required|no basic auth credentials|incorrect username or password|insufficient_scope|authorization failed|\b40[13] (?:unauthorized|forbidden)|\bdenied\b|failed to authorize.*40[13]/i,
    detail: (subject) => `The registry wants other credentials for "${subject}".`,
  },
  {
    code: 'image-not-found',
    during: ['pull'],
    pattern:
      /manifest unknown|manifest for .* not found|name unknown|repository name not known|failed to resolve reference .*not found|\b404 not found|: not found$/i,
    detail: (subject) => `The registry has no image "${subject}": check its name and tag.`,
  },
  {
    code: 'registry-unreachable',
    during: ['pull'],
    pattern:
      /dial tcp|no such host|server misbehaving|connection refused|connection reset|name resolution|i\/o timeout|handshake|x509:|http response to https client|client\.timeout|deadline exceeded|request canceled|network is unreachable|no route to host|\bEOF\b|\b50[0234]\b|unexpected http status|failed to do request|proxyconnect/i,
    detail: unreachableRegistry,
  },
];

const requests: readonly FailureRule[] = [
  {
    code: 'name-taken',
    during: ['create'],
    status: 409,
    pattern: /already in use by container "?([0-9a-f]{12,64})?/i,
    detail: (subject) => `Another container has the name "${subject}".`,
    facts: (match) => (match[1] === undefined ? {} : { containerId: match[1] }),
  },
  {
    code: 'no-gpu-runtime',
    pattern:
      /could not select device driver|unknown runtime specified|unknown or invalid runtime|discover gpu vendor|unresolvable cdi devices|libnvidia-ml\.so|nvidia-container-(?:cli|runtime).*(?:not found|driver not loaded|load library failed)/i,
    detail: (subject) =>
      `The engine cannot hand GPUs to ${subject}: install the NVIDIA Container Toolkit on this worker and restart Docker.`,
  },
  {
    code: 'device-unavailable',
    pattern:
      /unknown device|adding custom device|nvidia-container-cli: (?:device|initialization|detection) error|no cuda-capable device/i,
    detail: (subject, words) => `A device of ${subject} is not available on this host: ${words}`,
  },
  {
    code: 'program-not-found',
    during: ['create', 'start'],
    pattern:
      /executable file not found|exec: ".*": (?:stat .*: )?(?:no such file or directory|permission denied|is a directory|not a directory)/i,
    detail: (subject, words) => `The image of ${subject} has no program it could run: ${programIn(words)}.`,
  },
  {
    code: 'invalid-image',
    during: ['create', 'start'],
    pattern: /exec format error|no command specified/i,
    detail: (subject, words) => `The image of ${subject} cannot run on this host: ${words}`,
  },
  {
    code: 'port-taken',
    during: ['start'],
    pattern:
      /(?:bind for|failed to bind host port(?: for)?|listen tcp[46]?) [^ ]*?:(\d+)(?:[:/ ][^ ]*)? ?.*(?:already allocated|already in use|address in use)/i,
    detail: (subject, words) => `A host port of ${subject} is taken: ${words}`,
    facts: portIn,
  },
  {
    code: 'port-taken',
    during: ['start'],
    pattern: /port is already allocated|address already in use/i,
    detail: (subject, words) => `A host port of ${subject} is taken: ${words}`,
  },
  {
    code: 'invalid-spec',
    during: ['create', 'start'],
    pattern:
      /cannot assign requested address|invalid mount config|bind source path does not exist|memory limit|range of cpus|invalid container name|unable to find (?:user|group)|invalid (?:port|signal|ip|environment)|duplicate mount point/i,
    detail: (subject, words) => `The engine refuses ${subject}: ${words}`,
  },
  {
    code: 'invalid-spec',
    during: ['create'],
    status: 400,
    pattern: /./,
    detail: (subject, words) => `The engine refuses ${subject}: ${words}`,
  },
];

/** In order: the first rule that applies decides. The words are those of Docker 20.10 to 29, with both image stores. */
export const failureRules: readonly FailureRule[] = [...anywhere, ...images, ...requests];

/** An image without a registry in its name may be one that somebody built on another host. */
function unreachableRegistry(subject: string, words: string): string {
  return hasRegistry(subject)
    ? `The registry of "${subject}" cannot be reached: ${words}`
    : `This host has no image "${subject}", and Docker Hub, where a name without a registry is looked up, cannot be reached: ${words}`;
}

/** As Docker reads names: the first part is a host where it could be no folder of Docker Hub's. */
function hasRegistry(image: string): boolean {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
}

function programIn(words: string): string {
  const [, program, why] = /exec: "(.*?)": (.*?)(?:: unknown)?$/.exec(words) ?? [];
  return program === undefined ? words : `"${program}": ${why ?? 'not found'}`;
}
