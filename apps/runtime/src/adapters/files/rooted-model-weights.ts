import { err, ok, problemOf, type ModelWeights, type Problem, type Result } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import type { ModelPaths, WeightsReader } from '../../ports.js';
import { WeightFiles } from './weight-files.js';

type Answer = Result<ModelWeights, Problem>;

const defaults = { mostEntries: 10_000, deadlineMs: 2000, mostAtOnce: 2 };

/** Reads how large models are, only where they could be mounted, and within limits: it is somebody's question, not work. */
export class RootedModelWeights implements WeightsReader {
  /** Until the file system has answered, also where nobody waits for it any more. */
  private readonly going = new Map<string, Promise<ModelWeights | Problem>>();
  private readonly limits: typeof defaults;

  constructor(
    private readonly paths: ModelPaths,
    limits: Partial<typeof defaults> = {},
  ) {
    this.limits = { ...defaults, ...limits };
  }

  async read(hostPath: string): Promise<Answer> {
    // A file system that hangs must not take every thread that this process has for files.
    if (!this.going.has(hostPath) && this.going.size >= this.limits.mostAtOnce) {
      return err(unknownSize(hostPath, 'other models are being looked at'));
    }
    try {
      const found = await withDeadline({ afterMs: this.limits.deadlineMs }, (signal) => this.share(hostPath, signal));
      return 'code' in found ? err(found) : ok(found);
    } catch (error) {
      return err(unknownSize(hostPath, error instanceof Error ? error.message : String(error)));
    }
  }

  /** Several who ask for the same model wait for one answer. */
  private share(hostPath: string, signal: AbortSignal): Promise<ModelWeights | Problem> {
    const known = this.going.get(hostPath);
    if (known) {
      return known;
    }
    const looking = this.look(hostPath, signal).finally(() => this.going.delete(hostPath));
    this.going.set(hostPath, looking);
    return looking;
  }

  private async look(hostPath: string, signal: AbortSignal): Promise<ModelWeights | Problem> {
    const real = await this.paths.resolve(hostPath);
    if (!real.ok) {
      const { code, detail } = real.error;
      return problemOf('invalid-input', detail, { errors: [{ code, path: ['path'], detail }] });
    }
    return new WeightFiles(this.paths, { mostEntries: this.limits.mostEntries, signal }).below(real.value);
  }
}

const unknownSize = (hostPath: string, why: string): Problem =>
  problemOf('unavailable', `The size of ${hostPath} is not known: ${why}`);
