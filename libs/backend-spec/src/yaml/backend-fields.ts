/** The text fields of a backend, in GPUStack's names and in the order in which they are printed. */
export const backendTextFields = [
  'description',
  'icon',
  'health_check_path',
  'default_version',
  'default_run_command',
  'default_entrypoint',
] as const;

/** The fields of a backend that hold a list of texts. */
export const backendListFields = ['default_backend_param', 'common_parameters'] as const;

/** The optional text fields of a version. `deprecated` is ours; GPUStack has no such field. */
export const versionTextFields = ['run_command', 'entrypoint', 'deprecated'] as const;

/** Fields that the server manages: ignored without complaint, as in every export of GPUStack. */
export const ignoredBackendFields = [
  'is_built_in',
  'built_in_version_configs',
  'framework_index_map',
  'enabled',
  'backend_source',
  'owner_principal_id',
  'id',
  'created_at',
  'updated_at',
  'recommend_models',
] as const;

/** What a document may hold at its root. */
export const knownBackendFields: ReadonlySet<string> = new Set([
  'backend_name',
  ...backendTextFields,
  'default_env',
  ...backendListFields,
  'parameter_format',
  'version_configs',
  ...ignoredBackendFields,
]);

/** What a version may hold. */
export const knownVersionFields: ReadonlySet<string> = new Set([
  'image_name',
  'custom_framework',
  ...versionTextFields,
  'env',
  'built_in_frameworks',
]);

/** What a version of a built-in backend may hold: besides, a list of images, one per framework. */
export const knownBuiltInVersionFields: ReadonlySet<string> = new Set([...knownVersionFields, 'images']);
