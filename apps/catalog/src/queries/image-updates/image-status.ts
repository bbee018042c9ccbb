import type { BackendDefinition, ImageUpdate, Problem, Result } from '@enginehouse/contracts';
import { digestOf, tagOf } from '../../domain/image-locks.js';

/** An image of a version, and what to ask its registry about. */
export type ImageQuestion = Pick<ImageUpdate, 'version' | 'framework' | 'image' | 'tag' | 'locked'>;

/** Every image of a backend. An image without a tag is asked about as it stands. */
export const imageQuestions = ({ versions }: BackendDefinition): readonly ImageQuestion[] =>
  versions.flatMap(({ name: version, images }) =>
    images.map(({ framework, image_name: image }) => ({
      version,
      framework,
      image,
      tag: tagOf(image) ?? image,
      locked: digestOf(image),
    })),
  );

/** What became of an image, from what its registry answered. */
export function statusOf(question: ImageQuestion, answer: Result<string, Problem>): ImageUpdate {
  const { tag, locked } = question;
  if (!answer.ok) {
    const isGone = answer.error.code === 'image-not-found';
    return { ...question, current: null, status: isGone ? 'gone' : 'unknown', detail: answer.error.detail };
  }
  const current = answer.value;
  if (locked === null) {
    return { ...question, current, status: 'unlocked', detail: `${tag} may mean another image tomorrow.` };
  }
  if (locked === current) return { ...question, current, status: 'unchanged', detail: `${tag} means ${current}.` };
  return { ...question, current, status: 'moved', detail: `${tag} means ${current} now, no longer ${locked}.` };
}
