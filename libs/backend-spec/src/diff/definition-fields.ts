import type { BackendDefinition, BackendFields } from '@enginehouse/contracts';

/** The fields of a backend that change one by one, without its name, versions and default version. */
export const describedFields = [
  'description',
  'icon',
  'health_check_path',
  'default_run_command',
  'default_entrypoint',
  'default_env',
  'default_backend_param',
  'common_parameters',
  'parameter_format',
] as const satisfies readonly (keyof BackendFields & keyof BackendDefinition)[];
