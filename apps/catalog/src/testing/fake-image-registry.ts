import { createHash } from 'node:crypto';
import { err, ok, problemOf, type ImageFacts, type Problem, type Result } from '@enginehouse/contracts';
import type { ImageRegistry } from '../ports.js';

/** Images as a test says; can be away, like a registry. */
export class FakeImageRegistry implements ImageRegistry {
  private readonly images = new Map<string, ImageFacts>();
  /** Every reference that was asked about, in order. */
  readonly asked: string[] = [];
  away = false;
  /** Never answers. */
  hangs = false;

  /** Lets a tag mean another image; answers its digest. */
  push(image: string, facts: Partial<ImageFacts> = {}): string {
    const digest = `sha256:${createHash('sha256').update(`${image} ${this.images.size}`).digest('hex')}`;
    const made = { ...nothingSaid, image, digest, ...facts };
    this.images.set(image, made);
    this.images.set(`${image}@${digest}`, { ...made, image: `${image}@${digest}` });
    return digest;
  }

  imageFacts(image: string): Promise<Result<ImageFacts, Problem>> {
    this.asked.push(image);
    if (this.hangs) return new Promise(() => {});
    if (this.away) return Promise.resolve(err(problemOf('registry-unavailable', 'the registry does not answer')));
    const facts = this.images.get(image);
    return Promise.resolve(facts ? ok(facts) : err(problemOf('image-not-found', `there is no ${image}`)));
  }

  async currentDigest(image: string): Promise<Result<string, Problem>> {
    const facts = await this.imageFacts(image);
    return facts.ok ? ok(facts.value.digest) : facts;
  }
}

const nothingSaid = {
  platforms: ['linux/amd64'],
  entrypoint: null,
  command: null,
  workingDirectory: null,
  user: null,
  env: {},
  exposedPorts: [],
  labels: {},
  sizeBytes: 0,
  createdAt: null,
} satisfies Omit<ImageFacts, 'image' | 'digest'>;
