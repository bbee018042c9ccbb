import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  type BackendVersion,
  type FieldPath,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { Backend } from '../domain/backend.js';
import type { Decision } from '../domain/backend.decisions.js';
import { asLockedBefore, lockableImages, withDigests, type LockableImage } from '../domain/image-locks.js';
import { IMAGE_REGISTRY, type ImageRegistry } from '../ports.js';
import { askRegistries } from './ask-registries.js';
import { BackendRepository } from './backend-repository.js';
import { doneBefore } from './repeated-command.js';

type Versions = readonly BackendVersion[];

/** A command whose images can be locked before it is decided. */
export interface Lockable {
  /** The backend's. */
  readonly name: string;
  /** The versions as they were sent. */
  readonly versions: Versions;
  /** Where an image stands in the request. */
  readonly pathOf: (image: LockableImage) => FieldPath;
  /** The decision on the versions, locked or not. */
  readonly decideOn: (versions: Versions) => (state: Backend) => Decision;
}

/** How long all registries together may take. The API waits longer. */
const patienceMs = 15_000;

/** Finds out what the tags of a command's images mean. */
@Injectable()
export class ImageLocks {
  constructor(
    private readonly backends: BackendRepository,
    @Inject(IMAGE_REGISTRY) private readonly registry: ImageRegistry,
  ) {}

  /** The versions, locked; as they were locked the first time where the command was done before. */
  async locked(command: Lockable, header: RequestHeader): Promise<Result<Versions, Problem>> {
    const before = await this.lockedBefore(command, header);
    return before ? ok(before) : await this.lockedNow(command);
  }

  /** What a repeated command locked the first time: its answer must not depend on what the tag means by now. */
  async lockedBefore({ name, versions }: Lockable, { idempotencyKey }: RequestHeader): Promise<Versions | undefined> {
    const before = doneBefore(await this.backends.load(name), idempotencyKey);
    return before && asLockedBefore(versions, before.events, before.found);
  }

  private async lockedNow({ name, versions, pathOf, decideOn }: Lockable): Promise<Result<Versions, Problem>> {
    const { state } = await this.backends.load(name);
    // What would be refused anyway is no reason to ask a registry, and its own refusal says more.
    const draft = decideOn(versions)(state);
    if (!draft.ok) return draft;
    const images = lockableImages(versions);
    const tags = images.map(({ tag }) => tag);
    const answers = await askRegistries(this.registry, tags, { afterMs: patienceMs, fresh: true });
    const failed = images.flatMap((image) => {
      const answer = answers.get(image.tag);
      return answer === undefined || answer.ok ? [] : [{ path: pathOf(image), problem: answer.error }];
    });
    const digests = [...answers].flatMap(([tag, answer]) => (answer.ok ? [[tag, answer.value] as const] : []));
    const [first] = failed;
    return first === undefined ? ok(withDigests(versions, new Map(digests))) : err(notLocked(first, failed));
  }
}

interface FailedImage {
  readonly path: FieldPath;
  readonly problem: Problem;
}

function notLocked({ problem }: FailedImage, failed: readonly FailedImage[]): Problem {
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
  const errors = failed.map(({ path, problem: { code, detail, hint } }) => ({
    code,
    path: [...path],
    detail,
    ...(hint !== undefined && { hint }),
  }));
  return { ...problem, detail: `An image cannot be locked: ${problem.detail}${more}`, errors };
}
