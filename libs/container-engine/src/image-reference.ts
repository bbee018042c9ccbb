/** An image's address, taken apart. Without tag and digest the tag is `latest`. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const host = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]{1,5})?`;
const component = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const grammar = new RegExp(
  String.raw`^((?:${host}\/)?${component}(?:\/${component})*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}))?$`,
);
const longestReference = 600;
const longestRepository = 255;

/** Reads an image reference by the grammar of container registries; null where it is none. */
export function parseImageReference(text: string): ImageReference | null {
  if (text.length > longestReference) return null;
  const [, repository, tag, digest] = grammar.exec(text) ?? [];
  if (repository === undefined || repository.length > longestRepository) return null;
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}
