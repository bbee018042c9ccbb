import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import { pseudoBackend } from '../names/name-rules.js';
import type { DefinitionDraft } from '../validate/definition-draft.js';
import { backendListFields, backendTextFields, knownBackendFields } from './backend-fields.js';
import { defined } from './defined.js';
import { present, type FieldReader } from './field-reader.js';
import { readVersion } from './read-version.js';
import type { YamlImportMode } from './yaml-import-mode.js';
import type { MappingNode } from './yaml-node.js';

/** Reads a backend as far as it can be read; the reader holds what is wrong. */
export function readBackend(reader: FieldReader, root: MappingNode, mode: YamlImportMode): DefinitionDraft {
  reader.onlyFields(root, [], knownBackendFields);
  const textFields = backendTextFields.filter((field) => field !== 'icon' || mode !== 'create');
  const texts = textFields.map((field) => [field, reader.text(root, [], field)] as const);
  const lists = backendListFields.map((field) => [field, reader.textList(root, [], field)] as const);
  const backend_name = reader.requiredText(root, [], 'backend_name');
  return {
    ...defined({ backend_name }),
    ...defined(Object.fromEntries(texts)),
    ...defined({ default_env: reader.textMap(root, [], 'default_env') }),
    ...defined(Object.fromEntries(lists)),
    ...defined({ parameter_format: readParameterFormat(reader, root) }),
    versions: readVersions(reader, root, mode, backend_name),
  };
}

function readParameterFormat(reader: FieldReader, root: MappingNode): BackendDefinition['parameter_format'] {
  const text = reader.text(root, [], 'parameter_format');
  if (text === undefined || text === 'space' || text === 'equal') return text;
  return reader.fail(['parameter_format'], present(root, 'parameter_format')?.at ?? root.at, {
    code: 'invalid_value',
    detail: `The parameter format ${JSON.stringify(text.slice(0, 100))} is not known.`,
    hint: 'It is space (--key value) or equal (--key=value).',
  });
}

function readVersions(
  reader: FieldReader,
  root: MappingNode,
  mode: YamlImportMode,
  backendName: string | undefined,
): BackendVersion[] {
  const node = present(root, 'version_configs');
  const map = node && reader.entries(node, ['version_configs']);
  if (node !== undefined && map === undefined) return [];
  if (!map?.entries.size && !(mode === 'built_in' && backendName === pseudoBackend)) {
    reader.fail(['version_configs'], node?.at ?? root.at, { code: 'required', detail: 'A backend needs a version.' });
  }
  return Array.from(map?.entries ?? [], ([name, { value }]) => readVersion(reader, name, value, mode));
}
