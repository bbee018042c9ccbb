import type { BackendDefinition } from '@enginehouse/contracts';
import type { ExportKind, ImportWarning } from './import-report.js';
import { ownFields } from './read-fields.js';
import { saysSomething, type Fields, type Value } from './values.js';

/** GPUStack's own texts belong to GPUStack's own versions; what differs is told, because it may be somebody's edit. */
export function differences(fields: Fields, kind: ExportKind, target: BackendDefinition): readonly ImportWarning[] {
  const passed = new Set(['description', ...(kind === 'built_in' ? ['default_env', 'default_version'] : [])]);
  const differing = ownFields.filter((field) => {
    const value = fields.get(field);
    return !passed.has(field) && saysSomething(value) && !isAlike(value, target[field]);
  });
  if (differing.length === 0) return [];
  const detail = `Of ${target.backend_name} these differ from what Enginehouse has, and were left out: ${differing.join(', ')}.`;
  return [
    { code: 'differs-from-ours', path: differing.slice(0, 1), detail, hint: 'Edit the backend where they are yours.' },
  ];
}

function isAlike(there: Value | undefined, here: unknown): boolean {
  const plain = there instanceof Map ? Object.fromEntries(there as Fields) : there;
  return JSON.stringify(plain) === JSON.stringify(here);
}
