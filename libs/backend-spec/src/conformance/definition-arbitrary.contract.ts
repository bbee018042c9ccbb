import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import fc from 'fast-check';
import type { YamlImportMode } from '../yaml/yaml-import-mode.js';

/** Texts that YAML readers like to take for something else. */
const trickyTexts: readonly string[] = [
  ...'|~|null|yes|No|True|1.10|010|0x1F|1e3|1_000|12:30:45|2024-01-01|.inf|<<|=|---|__proto__|constructor|10|9'.split(
    '|',
  ),
  ..."- a;? a;a: b;a #b;# a;|;>-;%a;@a;`a`;*a;&a;!a;!!str a;[a];{a};\"a\";'a';it's; a;a ; ;a\\;{{port}} --x".split(';'),
  ...'\t,a\tb,\n,a\nb\n,\n a\n,  a\n b,a\r\nb,\r,a\n\n\nb\n\n,\u0085,\u2028,\u00a0,\ufeff,\u0007,\u001b[0m,😀,true\n'.split(
    ',',
  ),
  'x'.repeat(200),
  'word '.repeat(40),
];

const tricky = fc.constantFrom(...trickyTexts);

const text = fc.oneof(
  tricky,
  fc.string({ unit: 'binary', maxLength: 20 }).map((each) => each.replaceAll('\0', '')),
  fc.string({ maxLength: 30 }),
);

const variableName = text.map((name) => name.replaceAll('=', '')).filter((name) => name !== '');

const environment = fc
  .uniqueArray(fc.tuple(variableName, text), { selector: ([name]) => name, maxLength: 5 })
  .map((pairs) => Object.fromEntries(pairs));

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);
const versionName = fc.oneof(
  fc.constantFrom('1.10', '1.1', '10', '9', 'yes', 'null', '1.0e5', '-1', '.inf', 'constructor', 'latest', '__proto__'),
  fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/),
);
const framework = fc.constantFrom('cuda', 'rocm', 'cpu', 'yes', '1.0');
const image = fc.constantFrom('img', 'img:1.10', '123', 'ghcr.io/org/image:tag', 'localhost:5000/a/b');

const oneImage = fc.record({ framework, image_name: image }).map((each) => [each]);
const images = fc.uniqueArray(fc.record({ framework, image_name: image }), {
  selector: (each) => each.framework,
  minLength: 1,
  maxLength: 3,
});

const optionalVersionFields = { run_command: text, entrypoint: text, env: environment, deprecated: text };

const userVersion: fc.Arbitrary<BackendVersion> = fc.record(
  { name: versionName, images: oneImage, ...optionalVersionFields },
  { requiredKeys: ['name', 'images'] },
);

/** Versions of a built-in backend: those that come with it, and those that users added. */
const builtInVersion: fc.Arbitrary<BackendVersion> = fc.oneof(
  userVersion.map((version) => ({ ...version, name: `${version.name}-custom` })),
  fc
    .record({ name: versionName, images, ...optionalVersionFields }, { requiredKeys: ['name', 'images'] })
    .map((version) => ({ ...version, built_in: true })),
);

const names: { readonly [mode in YamlImportMode]: fc.Arbitrary<string> } = {
  create: name.map((each) => `${each}-custom`),
  community: name.map((each) => `a${each}`).filter((each) => !/^(vllm|sglang|mindie|voxbox|custom)$/i.test(each)),
  built_in: fc.constantFrom('vLLM', 'SGLang', 'MindIE', 'VoxBox'),
};

/** Any definition that may be imported in a mode: its commands need not make sense. */
export function definitionFor(mode: YamlImportMode): fc.Arbitrary<BackendDefinition> {
  const versions = fc.uniqueArray(mode === 'built_in' ? builtInVersion : userVersion, {
    selector: (version) => version.name,
    minLength: 1,
    maxLength: 4,
  });
  const fields = fc.record(
    {
      description: text,
      ...(mode === 'create' ? {} : { icon: text }),
      health_check_path: text,
      default_run_command: text,
      default_entrypoint: text,
      default_env: environment,
      default_backend_param: fc.array(text, { maxLength: 4 }),
      common_parameters: fc.array(text, { maxLength: 4 }),
      parameter_format: fc.constantFrom('space' as const, 'equal' as const),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(names[mode], fields, versions, fc.nat()).map(([backend_name, rest, list, choice]) => {
    const chosen = list[choice % (list.length + 1)];
    return { backend_name, ...rest, ...(chosen ? { default_version: chosen.name } : {}), versions: list };
  });
}
