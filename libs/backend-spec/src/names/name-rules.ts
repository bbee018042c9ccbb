/** What marks a name as the user's own: custom backends, and versions added to built-in and community backends. */
export const customSuffix = '-custom';

/** The built-in backends. `Custom` is the pseudo-backend that runs an image of the deployment's own. */
export const builtInBackends = ['vLLM', 'SGLang', 'MindIE', 'VoxBox', 'Custom'] as const;

/** The pseudo-backend that has no versions: image and command come from the deployment. */
export const pseudoBackend = 'Custom';

/** The built-in backend that a name means in any case, or `undefined`. */
export const builtInBackendNamed = (name: string): string | undefined =>
  builtInBackends.find((builtIn) => builtIn.toLowerCase() === name.toLowerCase());

/** Trims a typed name and adds `-custom` unless it ends with it; blank stays blank. */
export function withSuffix(typed: string): string {
  const name = typed.trim();
  return name === '' || name.endsWith(customSuffix) ? name : `${name}${customSuffix}`;
}

/** The name to propose to somebody who forgot the suffix or wrote it differently. */
export function suggestedName(name: string): string {
  const base = name.slice(0, 100).replace(/[-_.]?custom$/i, '');
  return `${base || 'my'}${customSuffix}`;
}
