import { afterAll, afterEach, beforeAll } from 'vitest';
import { startApi, surroundings, type RunningApi, type Surroundings } from './running-api.js';

/** A request as it reached the service that a test plays. */
export interface Asked {
  readonly input: unknown;
  readonly header: Record<string, unknown>;
}

/** Runs the api for all tests of a file; what a test serves behind it ends with that test. */
export function useApi(onStart: (api: RunningApi) => void) {
  let around: Surroundings;
  let api: RunningApi;
  const serving: { stop(): void }[] = [];
  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around);
    onStart(api);
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });
  afterEach(() => serving.splice(0).forEach((each) => each.stop()));

  /** Answers one contract and keeps what was asked. */
  const serve = (contract: Parameters<RunningApi['services']['serve']>[0], answer: unknown): Asked[] => {
    const asked: Asked[] = [];
    const handler = async (input: unknown, header: Record<string, unknown>) => {
      asked.push({ input, header });
      return answer as never;
    };
    serving.push(api.services.serve(contract, handler));
    return asked;
  };
  return { serving, serve };
}
