/** A backend of an index, as GPUStack writes it. */
export interface IndexedBackend {
  readonly name: string;
  readonly versions?: readonly string[];
  readonly description?: string;
  readonly icon?: string;
}

/** The YAML of an index with these backends. */
export const indexOf = (backends: readonly (string | IndexedBackend)[]): string =>
  backends.map((each) => textOf(typeof each === 'string' ? { name: each } : each)).join('');

const textOf = ({ name, versions = ['1.0.0'], description = `What ${name} is`, icon }: IndexedBackend): string =>
  [
    `- backend_name: ${name}`,
    `  description: ${JSON.stringify(description)}`,
    ...(icon === undefined ? [] : [`  icon: ${JSON.stringify(icon)}`]),
    `  default_version: ${JSON.stringify(versions[0])}`,
    '  version_configs:',
    ...versions.flatMap((version) => [
      `    ${JSON.stringify(version)}:`,
      `      image_name: registry.example/${name.toLowerCase()}:${version}`,
      '      custom_framework: cuda',
      '      run_command: serve --port {{port}} --model {{model_path}}',
    ]),
    '',
  ].join('\n');
