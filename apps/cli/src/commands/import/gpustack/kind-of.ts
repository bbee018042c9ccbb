import { builtInBackendNamed } from '@enginehouse/backend-spec';
import type { ExportKind } from './import-report.js';
import type { ExportedBackend } from './read-export.js';
import { textOf } from './values.js';

/** What a backend is; old rows and exported YAML do not always say. */
export function kindOf({ form, fields }: ExportedBackend): ExportKind {
  if (builtInBackendNamed(textOf(fields, 'backend_name')) !== undefined) return 'built_in';
  switch (textOf(fields, 'backend_source')) {
    case 'community':
      return 'community';
    case 'built_in':
    case 'custom':
      return 'custom';
    default:
      return form === 'list' ? 'community' : 'custom';
  }
}
