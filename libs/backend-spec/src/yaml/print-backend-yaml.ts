import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import { DUMP_SCHEMA, dump, realMapTag } from 'js-yaml';
import { backendListFields, backendTextFields, versionTextFields } from './backend-fields.js';

/** Maps keep names like `10` in order and `__proto__` harmless; the schema quotes every text that any YAML reader would take for something else. */
const schema = DUMP_SCHEMA.withTags(realMapTag);

type Field = readonly [name: string, value: unknown];

/**
 * Prints a backend as GPUStack's YAML. Reading it back gives the same definition: version names and environment values
 * stay the texts they are. Only a version with several images, which GPUStack does not have, is printed with `images`.
 */
export const printBackendYaml = (definition: BackendDefinition): string => printYaml(backendInYaml(definition));

/** Prints a value whose maps are `Map`s and whose texts stay the texts they are, for every reader of YAML. */
export const printYaml = (document: unknown): string => dump(document, { schema, lineWidth: -1, noRefs: true });

/** The fields of a backend as its YAML has them, in order; for {@link printYaml}. */
export function backendInYaml(definition: BackendDefinition): ReadonlyMap<string, unknown> {
  return mapOf([
    ['backend_name', definition.backend_name],
    ...backendTextFields.map((field): Field => [field, definition[field]]),
    ['default_env', mapOfTexts(definition.default_env)],
    ...backendListFields.map((field): Field => [field, definition[field]]),
    ['parameter_format', definition.parameter_format],
    ['version_configs', mapOf(definition.versions.map((version) => [version.name, versionFields(version)]))],
  ]);
}

const versionFields = (version: BackendVersion) =>
  mapOf([
    ...imageFields(version),
    ...versionTextFields.map((field): Field => [field, version[field]]),
    ['env', mapOfTexts(version.env)],
  ]);

function imageFields({ images }: BackendVersion): readonly Field[] {
  const [image, ...more] = images;
  if (image !== undefined && more.length === 0) {
    return [
      ['image_name', image.image_name],
      ['custom_framework', image.framework],
    ];
  }
  const list = images.map(({ framework, image_name }) =>
    mapOf([
      ['framework', framework],
      ['image_name', image_name],
    ]),
  );
  return [['images', list]];
}

const mapOf = (fields: readonly Field[]): Map<string, unknown> =>
  new Map(fields.filter(([, value]) => value !== undefined));

const mapOfTexts = (texts: Readonly<Record<string, string>> | undefined) => texts && mapOf(Object.entries(texts));
