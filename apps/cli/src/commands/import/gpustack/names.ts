import { customSuffix } from '@enginehouse/backend-spec';

/** Everything that may not stand in a name; GPUStack takes any text for one. */
const odd = /[^A-Za-z0-9._-]+/g;

/** The name of a custom backend here, for its name there. */
export function customNameFor(name: string): string {
  const plain = name
    .trim()
    .replaceAll(odd, '-')
    .replace(/^[._-]+/, '');
  return withSuffix(plain === '' || plain === customSuffix.slice(1) ? 'backend' : plain);
}

/** The name of a version here: as it was, but for characters that no name may hold; `own` ones get the suffix. */
export function versionNameFor(name: string, own: boolean): string {
  const plain = name.trim().replaceAll(odd, '-');
  return own ? withSuffix(plain) : plain;
}

const withSuffix = (name: string): string =>
  name.endsWith(customSuffix) ? name : `${name.replace(/[-_.]?custom$/i, '')}${customSuffix}`;

/** A name that tells whose it is, where an organisation has its own of something. */
export function organisationName(name: string, organisation: string): string {
  const suffix = name.endsWith(customSuffix) ? customSuffix : '';
  return `${name.slice(0, name.length - suffix.length)}-org${organisation}${suffix}`;
}
