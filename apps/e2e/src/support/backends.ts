import { api } from './api.js';
import { stack } from './stack.js';

let counter = 0;

/** A name that no other test has. */
export const unique = (prefix: string): string => `${prefix}-${process.pid}-${(counter += 1)}`;

/** Flags of the test engine (infra/test-engine), for example `--never-ready true`. */
export const testCommand = (flags = ''): string => `--host {{worker_ip}} --port {{port}} ${flags}`.trim();

/** The YAML of a backend whose engine does what its flags say. */
export function testBackendYaml(name: string, flags = '', more = ''): string {
  return `backend_name: ${name}
health_check_path: /v1/models
version_configs:
  v1:
    image_name: ${stack().testImage}
    custom_framework: cpu
    run_command: ${JSON.stringify(testCommand(`--model {{model_name}} ${flags}`))}
${more}`;
}

/** Registers a backend for one test and answers its name. */
export async function registerTestBackend(flags = '', more = ''): Promise<string> {
  const name = `${unique('engine')}-custom`;
  const answer = await api('PUT', `/v1/backends/${name}`, { yaml: testBackendYaml(name, flags, more) });
  if (answer.status >= 300) {
    throw new Error(`the backend was refused: ${JSON.stringify(answer.body)}`);
  }
  return name;
}
