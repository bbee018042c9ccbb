import type { BackendSource } from '@enginehouse/contracts';

/**
 * What a YAML document is imported as: `create` a custom backend, an entry of the `community` marketplace (exempt from
 * the name suffix, keeps its icon), or a `built_in` backend (versions with several images).
 */
export type YamlImportMode = 'create' | 'community' | 'built_in';

export const sourceOfMode = (mode: YamlImportMode): BackendSource => (mode === 'create' ? 'custom' : mode);
