import { isIPv4 } from 'node:net';

/** Where an image is kept: what a reference means once everything it leaves out is filled in. */
export interface ImageAddress {
  /** The registry as people write it: `docker.io`, `ghcr.io`, `localhost:5000`. */
  readonly registry: string;
  /** Where its API answers. */
  readonly url: string;
  readonly repository: string;
  /** What to ask for: the digest where there is one, else the tag; `latest` where there is neither. */
  readonly reference: string;
  readonly digest: string | null;
}

const grammar =
  /^(?<name>[^@]+?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?$/;
const host = /^(?:\[[a-fA-F0-9:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::[0-9]{1,5})?$/;
const repositoryGrammar = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const longest = 1024;

/** Reads an image reference as Docker does; null where it is none. */
export function imageAddress(text: string): ImageAddress | null {
  if (text.length > longest) return null;
  const { name, tag = 'latest', digest = null } = grammar.exec(text)?.groups ?? {};
  if (name === undefined) return null;
  const { registry, repository } = splitName(name);
  if (!host.test(registry) || !repositoryGrammar.test(repository)) return null;
  return { registry, url: urlOf(registry), repository, reference: digest ?? tag, digest };
}

/** The first part is a registry where it cannot be an organisation: it has a dot, a port or a capital, or is localhost. */
function splitName(name: string): { readonly registry: string; readonly repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isRegistry = /[.:A-Z[]/.test(first) || first === 'localhost';
  if (slash < 0) return { registry: 'docker.io', repository: `library/${name}` };
  if (!isRegistry) return { registry: 'docker.io', repository: name };
  const repository = name.slice(slash + 1);
  const isHub = first === 'docker.io' || first === 'index.docker.io';
  if (!isHub) return { registry: first, repository };
  return { registry: 'docker.io', repository: repository.includes('/') ? repository : `library/${repository}` };
}

/** Docker Hub's API has a host of its own. Only a registry on this very host is spoken to without TLS. */
function urlOf(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io';
  return `${isLoopback(registry) ? 'http' : 'https'}://${registry}`;
}

function isLoopback(registry: string): boolean {
  const name = registry.replace(/:[0-9]+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'));
}
