import type { BackendVersion, FieldPath, VersionImage } from '@enginehouse/contracts';
import { customSuffix } from '../names/name-rules.js';
import { knownBuiltInVersionFields, knownVersionFields, versionTextFields } from './backend-fields.js';
import { defined } from './defined.js';
import { present, type FieldReader } from './field-reader.js';
import type { YamlImportMode } from './yaml-import-mode.js';
import type { MappingNode, YamlNode } from './yaml-node.js';

const imageFields: ReadonlySet<string> = new Set(['framework', 'image_name']);

/** Reads one entry of `version_configs`. */
export function readVersion(reader: FieldReader, name: string, node: YamlNode, mode: YamlImportMode): BackendVersion {
  const path = ['version_configs', name];
  // What comes with a built-in backend is told from what a user added by the suffix of its name.
  const shipped = mode === 'built_in' && !name.endsWith(customSuffix) ? { built_in: true } : {};
  const map = reader.entries(node, path);
  if (map === undefined) return { name, images: [], ...shipped };
  reader.onlyFields(map, path, mode === 'built_in' ? knownBuiltInVersionFields : knownVersionFields);
  const texts = versionTextFields.map((field) => [field, reader.text(map, path, field)] as const);
  return {
    name,
    images: readImages(reader, map, path, mode),
    ...defined(Object.fromEntries(texts)),
    ...defined({ env: reader.textMap(map, path, 'env') }),
    ...shipped,
  };
}

function readImages(reader: FieldReader, map: MappingNode, path: FieldPath, mode: YamlImportMode): VersionImage[] {
  const list = mode === 'built_in' ? present(map, 'images') : undefined;
  if (list === undefined) return readImage(reader, map, path, 'custom_framework');
  const items = reader.items(list, [...path, 'images']);
  if (items?.length === 0) reader.fail([...path, 'images'], list.at, noImages);
  return (items ?? []).flatMap((item, index) => {
    const itemPath = [...path, 'images', index];
    const image = reader.entries(item, itemPath);
    if (image === undefined) return [];
    reader.onlyFields(image, itemPath, imageFields);
    return readImage(reader, image, itemPath, 'framework');
  });
}

const noImages = { code: 'required', detail: 'A version needs at least one image.' } as const;

function readImage(reader: FieldReader, map: MappingNode, path: FieldPath, frameworkField: string): VersionImage[] {
  const image_name = reader.requiredText(map, path, 'image_name');
  const framework = reader.requiredText(map, path, frameworkField);
  return [{ framework: framework ?? '', image_name: image_name ?? '' }];
}
