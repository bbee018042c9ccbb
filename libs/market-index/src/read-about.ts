import { err, ok, plainIssues, type EntryAbout, type FieldError, type Result } from '@enginehouse/contracts';
import { compareVersions } from '@enginehouse/backend-spec';
import { locate, type LineIndex, type MappingNode } from '@enginehouse/backend-spec/yaml';
import { aboutErrors } from './about-errors.js';
import { fault } from './fault.js';
import { strictAbout } from './index-schema.js';
import { plainValue } from './plain-value.js';

/** What an entry of our own index says of its backend; the fields beside that are passed over. */
export function readAbout(
  node: MappingNode,
  lines: LineIndex,
  enginehouseVersion: string,
): Result<EntryAbout, readonly FieldError[]> {
  const fields = Array.from(aboutFields, (field) => [field, node.entries.get(field)?.value] as const);
  const plain = fields.map(([field, value]) => [field, value && plainValue(value)] as const);
  const parsed = strictAbout.safeParse(Object.fromEntries(plain), plainIssues());
  if (!parsed.success) return err(aboutErrors(parsed.error.issues, node, lines));
  const errors = [...deprecationErrors(parsed.data), ...versionErrors(parsed.data, enginehouseVersion)].map(
    ({ path, ...what }) => fault(path, what, lines.positionOf(locate(node, path))),
  );
  return errors.length > 0 ? err(errors) : ok(parsed.data);
}

/** The fields of an entry that describe its backend. */
export const aboutFields: ReadonlySet<string> = new Set(Object.keys(strictAbout.shape));

function deprecationErrors({ deprecated }: EntryAbout): readonly FieldError[] {
  if (deprecated === undefined || !/^(?:true|false|yes|no)?$/i.test(deprecated.trim())) return [];
  const detail = 'This is a text that says what to use instead; an entry that is maintained has no such field.';
  return [{ code: 'invalid-value', path: ['deprecated'], detail }];
}

function versionErrors({ minimum_versions }: EntryAbout, enginehouseVersion: string): readonly FieldError[] {
  const needed = Object.hasOwn(minimum_versions, 'enginehouse') ? minimum_versions['enginehouse'] : undefined;
  if (needed === undefined) return [];
  const path = ['minimum_versions', 'enginehouse'];
  if (!/^v?\d+(?:\.\d+)*(?:[-+.][0-9A-Za-z.-]+)?$/.test(needed)) {
    const detail = `${JSON.stringify(needed)} is not a version.`;
    return [{ code: 'invalid-value', path, detail, hint: 'Write the lowest version that will do, for example 0.2.' }];
  }
  if (compareVersions(needed, enginehouseVersion) <= 0) return [];
  const detail = `It needs Enginehouse ${needed} or newer, and this is ${enginehouseVersion}.`;
  return [{ code: 'enginehouse-too-old', path, detail, hint: 'Upgrade Enginehouse to use it.' }];
}
