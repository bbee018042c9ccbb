import type { Dir, Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ModelWeights } from '@enginehouse/contracts';
import type { ModelPaths } from '../../ports.js';

const weightExtensions: ReadonlySet<string> = new Set(['.safetensors', '.bin', '.pt', '.pth', '.gguf', '.onnx']);

/** How far is looked. */
export interface Reach {
  readonly mostEntries: number;
  /** Aborted when there is no more time. */
  readonly signal: AbortSignal;
}

/** There is more than is looked at. */
export class TooManyFiles extends Error {}

/**
 * Adds up the weights below a folder: files with the endings that weights have, or all files where none has one. Links
 * are followed where they stay below the model roots, and every file counts once.
 */
export class WeightFiles {
  private readonly seen = new Set<string>();
  private readonly waiting: string[] = [];
  private entries = 0;
  private weights: ModelWeights = { weightsBytes: 0, files: 0 };
  private all: ModelWeights = { weightsBytes: 0, files: 0 };

  constructor(
    private readonly paths: ModelPaths,
    private readonly reach: Reach,
  ) {}

  /** `realPath` has no links in it. Rejects where there is too much to look at, or no time left. */
  async below(realPath: string): Promise<ModelWeights> {
    await this.take(realPath, realPath);
    for (let folder = this.waiting.pop(); folder !== undefined; folder = this.waiting.pop()) {
      await this.look(await opendir(folder), folder);
    }
    return this.weights.files > 0 ? this.weights : this.all;
  }

  private async look(directory: Dir, folder: string): Promise<void> {
    for await (const entry of directory) {
      this.reach.signal.throwIfAborted();
      this.entries += 1;
      if (this.entries > this.reach.mostEntries) {
        throw new TooManyFiles(`more than ${this.reach.mostEntries} files and folders`);
      }
      await this.enter(entry, join(folder, entry.name));
    }
  }

  private async enter(entry: Dirent, path: string): Promise<void> {
    if (!entry.isSymbolicLink()) {
      return this.take(path, path);
    }
    const real = await this.paths.resolve(path);
    return real.ok ? this.take(real.value, path) : undefined;
  }

  /** `name` is what the file is called where it was found: what a link leads to may be called otherwise. */
  private async take(real: string, name: string): Promise<void> {
    if (this.seen.has(real)) {
      return;
    }
    this.seen.add(real);
    const facts = await stat(real);
    if (facts.isDirectory()) {
      this.waiting.push(real);
    } else if (facts.isFile()) {
      this.all = plus(this.all, facts.size);
      this.weights = weightExtensions.has(extname(name).toLowerCase()) ? plus(this.weights, facts.size) : this.weights;
    }
  }
}

const plus = ({ weightsBytes, files }: ModelWeights, size: number): ModelWeights => ({
  weightsBytes: weightsBytes + size,
  files: files + 1,
});
