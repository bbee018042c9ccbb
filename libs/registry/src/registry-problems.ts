import { problemOf, type Problem } from '@enginehouse/contracts';
import type { ImageAddress } from './image-address.js';

/** A text that names no image anywhere. */
export const noImageReference = (image: string): Problem =>
  problemOf('image-not-found', `${JSON.stringify(image.slice(0, 200))} is not an image reference.`, {
    hint: 'Write registry/name:tag in lower case, without a scheme.',
  });

/** The registry answered, and has no such thing. */
export const imageNotFound = (image: string, { url }: ImageAddress): Problem =>
  problemOf('image-not-found', `${url} has no image ${image}.`, {
    hint: 'Check the name and the tag; a private image may also be hidden from whoever has no account.',
  });

/** The registry answered, and lets this account do nothing. */
export const registryDenied = (image: string, { url, registry }: ImageAddress, hasAccount: boolean): Problem =>
  problemOf('registry-denied', `${url} refuses access to ${image}.`, {
    hint: hasAccount
      ? `The account for ${registry} in REGISTRY_AUTH_FILE is not accepted there, or may not read this image.`
      : `There is no account for ${registry}; put one into the file that REGISTRY_AUTH_FILE names.`,
  });

/** The registry, or what it refers to, gave no answer that is of use. */
export const registryUnavailable = (
  detail: string,
  more: { hint?: string; retryAfterSeconds?: number } = {},
): Problem => problemOf('registry-unavailable', detail, more);

/** The registry sent other bytes than those that were asked for. */
export const notWhatItSays = (url: string, what: string, actual: string): Problem =>
  registryUnavailable(`${url} sent something else as ${what}: its digest is ${actual}.`, {
    hint: 'Something between here and the registry changes what it sends, or the registry is damaged.',
  });

/** Says for a registry what stood in the way of a request. */
export function fromRequest(problem: Problem): Problem {
  if (problem.code === 'address-not-allowed') return problem;
  const hint =
    problem.extra?.['reason'] === 'tls'
      ? "Name the file with the registry's CA in NODE_EXTRA_CA_CERTS of the service that asks."
      : undefined;
  return registryUnavailable(problem.detail, { ...(hint !== undefined && { hint }), retryAfterSeconds: 5 });
}

/** What a status other than 200 means. */
export function fromStatus(
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  at: { readonly image: string; readonly address: ImageAddress; readonly hasAccount: boolean },
): Problem {
  const { status, headers } = answer;
  if (status === 401 || status === 403) return registryDenied(at.image, at.address, at.hasAccount);
  if (status === 404) return imageNotFound(at.image, at.address);
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(seconds) && seconds >= 0 ? seconds : 30;
  if (status === 429)
    return registryUnavailable(`${at.address.url} asks to be left alone for now.`, { retryAfterSeconds });
  return registryUnavailable(`${at.address.url} answered ${status}.`, { retryAfterSeconds });
}
