import type { SourceLocation } from './source.js';

/** Where a source is, in one line; of a repository also the ref and the path, where they are not the default. */
export function locationText(location: SourceLocation): string {
  switch (location.kind) {
    case 'http':
      return location.url;
    case 'file':
      return location.path;
    case 'git':
      return `${location.url}${location.ref === 'HEAD' ? '' : `@${location.ref}`}${location.path && `:${location.path}`}`;
    case 'oci':
      return location.reference;
    case 'builtin':
      return 'comes with Enginehouse';
  }
}
