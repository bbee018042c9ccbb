import type { ImageConfig, LogLine, RegistryAuth } from '../container-engine.js';
import type { EngineFailure } from '../engine-failure.js';

/** What a program of a pretended image does once it is started. */
export interface InMemoryProgram {
  /** Written at the start. */
  readonly output?: readonly Pick<LogLine, 'stream' | 'line'>[];
  /** Ends by itself; runs until it is stopped when left out. */
  readonly exit?: { readonly code: number; readonly oomKilled?: boolean; readonly afterMs?: number };
  /** Takes no notice of the stop signal. */
  readonly ignoresStop?: boolean;
}

/** A pretended image. Its programs are known by the first word of the command line. */
export interface InMemoryImage {
  readonly reference: string;
  readonly programs?: Readonly<Record<string, InMemoryProgram>>;
  readonly config?: Partial<ImageConfig>;
}

/** How pulling a pretended image goes. */
export interface InMemoryPull {
  /** The percentages told on the way. */
  readonly steps?: readonly number[];
  readonly digest?: string;
  /** The account the registry wants. */
  readonly auth?: RegistryAuth;
  /** Comes to an end in this failure instead. */
  readonly failure?: EngineFailure;
  /** Never comes to an end by itself. */
  readonly hangs?: boolean;
}

const noConfig: ImageConfig = {
  id: `sha256:${'0'.repeat(64)}`,
  digests: [],
  entrypoint: null,
  command: [],
  env: {},
  user: '',
  exposedPorts: [],
  sizeBytes: 0,
  architecture: 'amd64',
};

/** The image's own words, defaults filled in. */
export const configOf = (image: InMemoryImage): ImageConfig => ({ ...noConfig, ...image.config });

/** The program a command line starts; undefined where the image lacks it. */
export function programOf(image: InMemoryImage, commandLine: readonly string[]): InMemoryProgram | undefined {
  const word = commandLine[0] ?? '';
  return Object.hasOwn(image.programs ?? {}, word) ? image.programs?.[word] : undefined;
}
