import type { ApplyPlan, Problem } from '@enginehouse/contracts';

/** Something that was left out, changed, or means something else here. */
export interface ImportWarning {
  readonly code: string;
  readonly path: readonly string[];
  readonly detail: string;
  readonly hint?: string;
}

/** What a backend is in GPUStack. */
export type ExportKind = 'built_in' | 'community' | 'custom';

/** What becomes of one backend of the export. */
export interface ImportedBackend {
  /** Its name in GPUStack; empty where it has none. */
  readonly name: string;
  readonly kind: ExportKind;
  /** Where it was read. */
  readonly source: string;
  /** `enable`: the marketplace offers it; `skip`: there is nothing to take. */
  readonly outcome: 'import' | 'enable' | 'skip' | 'refused';
  /** Its name here. */
  readonly to?: string;
  /** Versions that are called differently here. */
  readonly renamedVersions?: Readonly<Record<string, string>>;
  readonly warnings: readonly ImportWarning[];
  /** The commands that enable it. */
  readonly commands?: readonly string[];
  readonly reason?: string;
  readonly problem?: Problem;
}

/** What was done to a backend. */
export interface AppliedBackend {
  readonly name: string;
  readonly revision: number;
  readonly created: boolean;
  readonly changed: boolean;
}

/** The whole import, as `--json` prints it; `applied` null where it was only planned. */
export interface ImportReport {
  readonly backends: readonly ImportedBackend[];
  /** About no backend in particular. */
  readonly warnings: readonly ImportWarning[];
  /** Null where there was nothing to plan. */
  readonly plan: ApplyPlan | null;
  readonly applied: readonly AppliedBackend[] | null;
}
