import type { SourceLocation } from './source.js';

/** Where a source is, in one line, as people write it. */
export function locationText(location: SourceLocation): string {
  switch (location.kind) {
    case 'http':
      return location.url;
    case 'file':
      return location.path;
    case 'git':
      return `${location.url}#${location.ref}${location.path && `:${location.path}`}`;
    case 'oci':
      return `oci://${location.reference}`;
    case 'builtin':
      return 'built in';
  }
}
