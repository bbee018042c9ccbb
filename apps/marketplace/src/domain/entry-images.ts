import type { BackendDefinition, EntryImage, RecordedDigest } from '@enginehouse/contracts';

type ImageKey = Pick<RecordedDigest, 'version' | 'framework' | 'image'>;

/** What a registry said that a tag means now. */
export interface CurrentDigest {
  readonly digest: string | null;
  readonly detail?: string | undefined;
}

/**
 * The images of an entry: those whose digests were recorded, and those that it has beside them now. `current` is what
 * the registries say, where they were asked.
 */
export function entryImages(
  definition: BackendDefinition,
  recorded: readonly RecordedDigest[],
  current?: ReadonlyMap<string, CurrentDigest>,
): readonly EntryImage[] {
  const known = new Set(recorded.map(keyOf));
  const others = imagesOf(definition).filter((image) => !known.has(keyOf(image)));
  return [
    ...recorded.map((each) => imageOf(each, each.digest, current, whyNone(each))),
    ...others.map((each) =>
      imageOf(each, null, current, 'its digest is recorded when the entry is enabled or updated'),
    ),
  ];
}

/** Every image of a definition, with the version and the framework it is for. */
export const imagesOf = ({ versions }: BackendDefinition): readonly ImageKey[] =>
  versions.flatMap(({ name, images }) =>
    images.map(({ framework, image_name: image }) => ({ version: name, framework, image })),
  );

const whyNone = ({ detail }: RecordedDigest): string => detail ?? 'no registry told its digest when it was recorded';

const keyOf = ({ version, framework, image }: ImageKey): string => JSON.stringify([version, framework, image]);

function imageOf(
  { version, framework, image }: ImageKey,
  recorded: string | null,
  answers: ReadonlyMap<string, CurrentDigest> | undefined,
  whyUnrecorded: string,
): EntryImage {
  const answer = answers?.get(image);
  const current = answer?.digest ?? null;
  return { version, framework, image, recorded, current, ...verdict(recorded, answers && answer, whyUnrecorded) };
}

function verdict(
  recorded: string | null,
  answer: CurrentDigest | undefined,
  whyUnrecorded: string,
): Pick<EntryImage, 'status' | 'detail'> {
  if (!answer)
    return { status: 'unknown', detail: recorded === null ? whyUnrecorded : 'the registries were not asked' };
  if (answer.digest === null)
    return { status: 'unknown', detail: answer.detail ?? 'no registry said what it means now' };
  if (recorded === null) return { status: 'unknown', detail: whyUnrecorded };
  return recorded === answer.digest
    ? { status: 'unchanged', detail: 'the tag means what it meant when it was recorded' }
    : { status: 'moved', detail: 'the tag means another image now than when it was recorded' };
}
