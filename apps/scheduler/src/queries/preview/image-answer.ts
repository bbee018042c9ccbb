import type { ImageFacts, PreviewWarning, Problem, RequestHeader, Result } from '@enginehouse/contracts';
import type { PreviewSources } from '../../ports.js';

/** What became of asking the registry. */
export interface ImageAnswer {
  readonly facts: ImageFacts | null;
  readonly note: string;
  readonly warnings: readonly PreviewWarning[];
}

/** What stands for an answer where nobody is to be asked. */
export const notAsked: ImageAnswer = { facts: null, note: 'The registry was not asked (offline).', warnings: [] };

/** Asks about an image. A registry that cannot tell takes nothing from the preview but what only it knows. */
export async function askAboutImage(
  sources: PreviewSources,
  image: string,
  header: RequestHeader,
): Promise<ImageAnswer> {
  return answerOf(image, await sources.image(image, header));
}

function answerOf(image: string, asked: Result<ImageFacts, Problem>): ImageAnswer {
  if (asked.ok) {
    return { facts: asked.value, note: `From the registry: ${asked.value.digest}.`, warnings: [] };
  }
  const { code, detail } = asked.error;
  const note = `Nothing is known about the image: ${detail}`;
  return { facts: null, note, warnings: code === 'image-not-found' ? [notFound(image)] : [] };
}

const notFound = (image: string): PreviewWarning => ({
  code: 'image-not-found',
  detail: `The registry has no image ${image}: only a worker that has it already can start it.`,
  hint: 'Look at the name and the tag, or push the image.',
});
