import { err, ok, type Result } from '@enginehouse/contracts';
import type { SpecFailure } from '../errors/spec-error.js';

/** A container image as it was written; `name` includes the registry. */
export interface ImageReference {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Why a text is no image reference. */
export type ImageFailure = SpecFailure<'required' | 'invalid_image_reference'>;

const MAX_PATH = 255;
const MAX_TEXT = 1024;
const HOST =
  /^(?:\[[A-Fa-f0-9:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]+)?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const BARE_ID = /^[a-f0-9]{64}$/;

/** Reads `[registry/]name[:tag][@digest]` by the container reference grammar. */
export function parseImageReference(text: string): Result<ImageReference, ImageFailure> {
  if (text === '')
    return err({ code: 'required', detail: 'An image is needed.', hint: 'For example ghcr.io/org/image:tag.' });
  const [named = '', digest, ...more] = text.split('@', 3);
  const { name, tag } = splitTag(named);
  const isValid =
    text.length <= MAX_TEXT &&
    more.length === 0 &&
    (digest === undefined || DIGEST.test(digest)) &&
    (tag === undefined || TAG.test(tag)) &&
    isName(name) &&
    !BARE_ID.test(text);
  return isValid ? ok(referenceOf(name, tag, digest)) : err(notAnImage(text));
}

/** The tag follows the last colon, unless that colon belongs to the registry's port. */
function splitTag(text: string): { name: string; tag?: string } {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || text.includes('/', colon)) return { name: text };
  return { name: text.slice(0, colon), tag: text.slice(colon + 1) };
}

function isName(name: string): boolean {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasRegistry = slash >= 0 && isRegistry(first);
  const path = hasRegistry ? name.slice(slash + 1) : name;
  return path.length <= MAX_PATH && path.split('/').every((component) => COMPONENT.test(component));
}

/** A first component is a registry when it cannot be an organisation: it has a dot, a port or a capital, or is localhost. */
const isRegistry = (first: string): boolean => (/[.:A-Z[]/.test(first) || first === 'localhost') && HOST.test(first);

const referenceOf = (name: string, tag: string | undefined, digest: string | undefined): ImageReference => ({
  name,
  ...(tag === undefined ? {} : { tag }),
  ...(digest === undefined ? {} : { digest }),
});

const notAnImage = (text: string): ImageFailure => ({
  code: 'invalid_image_reference',
  detail: `${JSON.stringify(text.slice(0, 200))} is not an image reference.`,
  hint: 'Write registry/name:tag in lower case, without a scheme, blanks or placeholders.',
});
