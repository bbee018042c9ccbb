import type { BackendDefinition, RecordedDigest, RequestHeader } from '@enginehouse/contracts';
import { withDeadline } from '@enginehouse/service-kit';
import { imagesOf } from '../domain/entry-images.js';
import type { Catalog } from '../ports.js';
import { atMost } from './at-most.js';

/** So many registries' answers are waited for at once. */
const atOnce = 16;

interface Answer {
  readonly digest: string | null;
  readonly detail?: string;
}

/** Asks what the tags of images mean now. What no registry says in time is recorded without a digest, and why. */
export class ImageDigests {
  constructor(
    private readonly catalog: Catalog,
    private readonly patienceMs: number,
  ) {}

  /** The images of a definition; one that no registry tells of now keeps what is `known` of it. */
  async of(
    definition: BackendDefinition,
    header: RequestHeader,
    known: readonly RecordedDigest[] = [],
  ): Promise<RecordedDigest[]> {
    const wanted = imagesOf(definition);
    const answers = await this.ask([...new Set(wanted.map(({ image }) => image))], header);
    return wanted.map((each) => {
      const answer = answers.get(each.image) ?? { digest: null };
      const before = known.find((one) => one.image === each.image && one.digest !== null);
      return answer.digest === null && before ? { ...each, digest: before.digest } : { ...each, ...answer };
    });
  }

  /** What tags mean now, by image. */
  async ask(images: readonly string[], header: RequestHeader): Promise<ReadonlyMap<string, Answer>> {
    const until = Date.now() + this.patienceMs;
    const answers = new Map<string, Answer>();
    await atMost(atOnce, images, async (image) => {
      answers.set(image, await this.askOne(image, header, until - Date.now()));
    });
    return answers;
  }

  private async askOne(image: string, header: RequestHeader, afterMs: number): Promise<Answer> {
    const late = `no registry said within ${this.patienceMs / 1000} s what the tag means`;
    if (afterMs <= 0) return { digest: null, detail: late };
    try {
      const { digest, detail } = await withDeadline({ afterMs }, () => this.catalog.digestOf(image, header));
      return digest === null ? { digest, detail } : { digest };
    } catch {
      return { digest: null, detail: late };
    }
  }
}
