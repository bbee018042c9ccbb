import { parseBackendYaml } from './parse-backend-yaml.js';

const modes = ['create', 'community', 'built_in'] as const;

/**
 * The backend that a document is about, of whatever kind it is. Found in a document with errors too, where it is written
 * in a line of its own: enough to address the document by, so that whoever reads it can tell what is wrong with the rest.
 */
export function nameInYaml(yaml: string): string | undefined {
  return nameRead(yaml) ?? nameWritten(yaml);
}

function nameRead(yaml: string): string | undefined {
  const read = modes.map((mode) => parseBackendYaml(yaml, mode)).find((result) => result.ok);
  return read?.ok ? read.value.backend_name : undefined;
}

const nameLine =
  /^(?:backend_name|"backend_name"|'backend_name')[ \t]*:[ \t]+(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s#"'&*!|>{[][^\r\n#]*))/m;

function nameWritten(yaml: string): string | undefined {
  const [, double, single, plain] = nameLine.exec(yaml) ?? [];
  return double ?? single ?? plain?.trim();
}
