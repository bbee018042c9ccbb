import type { BackendVersion } from '@enginehouse/contracts';

const presets: Readonly<Record<string, Pick<BackendVersion, 'entrypoint' | 'run_command'>>> = {
  vLLM: {
    entrypoint: 'vllm serve',
    run_command: '{{model_path}} --host {{worker_ip}} --port {{port}} --served-model-name {{model_name}}',
  },
  SGLang: {
    entrypoint: 'sglang serve',
    run_command: '--model-path {{model_path}} --host {{worker_ip}} --port {{port}} --served-model-name {{model_name}}',
  },
};

/** How the engine of a built-in backend is started, where we know; a version that is added begins with it. */
export const presetOf = (backend: string): Pick<BackendVersion, 'entrypoint' | 'run_command'> => presets[backend] ?? {};
