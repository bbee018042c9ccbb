import { isSecretName } from '@enginehouse/contracts';
import { knownBackendFields } from '@enginehouse/backend-spec/yaml';
import { nameList } from '@enginehouse/contracts';
import type { ImportWarning } from './import-report.js';
import { unknownField, type PickedVersions } from './pick-versions.js';
import type { ExportedBackend } from './read-export.js';
import { isFalse, mapOf, saysSomething, textOf, type Fields, type Value } from './values.js';

/** The fields of a backend besides its name, its icon and its versions. */
export const ownFields = [
  'description',
  'health_check_path',
  'default_version',
  'default_run_command',
  'default_entrypoint',
  'default_env',
  'default_backend_param',
  'common_parameters',
  'parameter_format',
] as const;

/** What of a backend can be taken over as it is, and what cannot. */
export interface ReadFields {
  readonly fields: Fields;
  readonly warnings: readonly ImportWarning[];
}

/** Reads the fields of a backend that becomes one of its own here. */
export function readFields({ fields }: ExportedBackend, { names }: PickedVersions): ReadFields {
  const taken = new Map<string, Value>();
  for (const field of ownFields) {
    const value = fields.get(field);
    if (value !== undefined && saysSomething(value)) taken.set(field, value);
  }
  const warnings = [...defaultVersion(taken, names), ...parameterFormat(taken)];
  return { fields: taken, warnings: [...warnings, ...disabled(fields), ...healthCheck(fields)] };
}

function defaultVersion(taken: Map<string, Value>, names: ReadonlyMap<string, string>): readonly ImportWarning[] {
  const wanted = textOf(taken, 'default_version');
  if (wanted === '') return [];
  const here = names.get(wanted);
  if (here !== undefined) taken.set('default_version', here);
  else taken.delete('default_version');
  if (here !== undefined) return [];
  const detail = `The default version ${JSON.stringify(wanted)} is none of the versions; the newest that fits is used.`;
  return [{ code: 'default-version-ignored', path: ['default_version'], detail }];
}

function parameterFormat(taken: Map<string, Value>): readonly ImportWarning[] {
  const format = textOf(taken, 'parameter_format');
  if (!taken.has('parameter_format') || format === 'space' || format === 'equal') return [];
  taken.delete('parameter_format');
  const detail = `The parameter format ${JSON.stringify(format)} is neither space nor equal; parameters stay as typed.`;
  return [{ code: 'parameter-format-ignored', path: ['parameter_format'], detail }];
}

const disabled = (fields: Fields): readonly ImportWarning[] =>
  isFalse(fields, 'enabled')
    ? [{ code: 'enabled-here', path: ['enabled'], detail: 'It was disabled in GPUStack; here it can be deployed.' }]
    : [];

/** Without a path GPUStack takes an instance for ready at once, whatever its console says. */
const healthCheck = (fields: Fields): readonly ImportWarning[] =>
  textOf(fields, 'health_check_path') === ''
    ? [
        {
          code: 'health-check-added',
          path: ['health_check_path'],
          detail: 'It has no health check path: GPUStack waits for nothing then, Enginehouse for GET /v1/models.',
          hint: 'Set health_check_path where the engine answers somewhere else.',
        },
      ]
    : [];

/** What every kind of backend is looked at for. */
export function generalWarnings({ fields }: ExportedBackend, env: readonly Fields[]): readonly ImportWarning[] {
  const unknown = [...fields].flatMap(([field, value]) =>
    knownBackendFields.has(field) || !saysSomething(value) ? [] : [unknownField([field], 'a backend')],
  );
  return [...unknown, ...organisation(fields), ...recommended(fields), ...secrets(env)];
}

const organisation = (fields: Fields): readonly ImportWarning[] =>
  organisationOf(fields) === ''
    ? []
    : [
        {
          code: 'organisation-ignored',
          path: ['owner_principal_id'],
          detail: `It belongs to organisation ${organisationOf(fields)}; here everybody may use it.`,
        },
      ];

/** The organisation that a backend belongs to; empty for those of the whole platform. */
export const organisationOf = (fields: Fields): string => textOf(fields, 'owner_principal_id').replace(/^0$/, '');

const recommended = (fields: Fields): readonly ImportWarning[] =>
  saysSomething(fields.get('recommend_models'))
    ? [{ code: 'field-ignored', path: ['recommend_models'], detail: 'Recommended models are not kept.' }]
    : [];

function secrets(env: readonly Fields[]): readonly ImportWarning[] {
  const names = env.flatMap((each) => [...each].flatMap(([name, value]) => (isSecret(name, value) ? [name] : [])));
  if (names.length === 0) return [];
  const detail = `${nameList([...new Set(names)])}: stored as text, which everybody who may read backends sees.`;
  const hint = 'Give secrets to deployments (--env): there they are sealed. Then take them out of the backend.';
  return [{ code: 'secret-as-text', path: ['env'], detail, hint }];
}

const isSecret = (name: string, value: Value): boolean => isSecretName(name) && saysSomething(value);

/** Every environment of a backend: its own, and that of the versions taken over. */
export const environments = (fields: Fields, { configs }: PickedVersions): readonly Fields[] => [
  mapOf(fields, 'default_env'),
  ...[...configs.values()].map((version) => mapOf(version, 'env')),
];
