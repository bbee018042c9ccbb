import type { BackendVersion, FieldPath } from '@enginehouse/contracts';

/**
 * Where a field of a definition stands in GPUStack's YAML: `versions` is the map `version_configs`, and the only image of
 * a version is its `image_name` and `custom_framework`.
 */
export function yamlPathOf(path: FieldPath, versions: readonly BackendVersion[]): FieldPath {
  const [root, index, field, imageIndex, ...rest] = path;
  if (root !== 'versions') return path;
  const version = typeof index === 'number' ? versions[index] : undefined;
  if (version === undefined) return ['version_configs', ...path.slice(1)];
  const start = ['version_configs', version.name];
  if (field === 'name') return start;
  if (field !== 'images' || version.images.length !== 1) return [...start, ...path.slice(2)];
  return imageIndex === undefined ? start : [...start, ...rest.map((name) => imageField(name))];
}

const imageField = (name: string | number) => (name === 'framework' ? 'custom_framework' : name);
