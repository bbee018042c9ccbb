import type { BackendDefinition, Result } from '@enginehouse/contracts';
import type { SpecError } from '../errors/spec-error.js';
import { parseBackendYaml } from '../yaml/parse-backend-yaml.js';
import type { YamlImportMode } from '../yaml/yaml-import-mode.js';
import { generate, type GeneratedText, type Vector } from './vectors.contract.js';

/** A document to import. */
export interface YamlVector extends Vector {
  readonly mode: YamlImportMode;
  readonly yaml?: string;
  readonly yaml_base64?: string;
  readonly yaml_gen?: GeneratedText;
}

export function documentOf({ yaml, yaml_base64, yaml_gen }: YamlVector): string | Uint8Array {
  if (yaml !== undefined) return yaml;
  return yaml_gen ? generate(yaml_gen) : Buffer.from(yaml_base64 ?? '', 'base64');
}

export const importVector = (vector: YamlVector): Result<BackendDefinition, SpecError[]> =>
  parseBackendYaml(documentOf(vector), vector.mode);

/** A definition in the form of the vectors: versions as a map, with their only image. */
export function asVector({ versions, ...fields }: BackendDefinition): unknown {
  const entries = versions.map(({ name, images, ...version }) => {
    const [image] = images;
    return [name, { image_name: image?.image_name, custom_framework: image?.framework, ...version }] as const;
  });
  return { ...fields, version_configs: Object.fromEntries(entries) };
}
