import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import type { ExportKind, ImportWarning } from './import-report.js';

/** What one backend of an export brings into one backend here. */
export interface Contribution {
  readonly name: string;
  readonly kind: ExportKind;
  readonly source: string;
  /** Its name here. */
  readonly to: string;
  /** Empty for what belongs to the whole platform. */
  readonly organisation: string;
  readonly fields: Omit<BackendDefinition, 'backend_name' | 'versions'>;
  readonly versions: readonly BackendVersion[];
  readonly renamed: Readonly<Record<string, string>>;
  readonly warnings: readonly ImportWarning[];
}
