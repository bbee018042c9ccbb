import { inject } from 'vitest';

/** What a test needs to know about the running product. */
export interface StackHandle {
  readonly dataDir: string;
  /** Where sources of the marketplace may be files. */
  readonly sourcesDir: string;
  readonly apiUrl: string;
  readonly gatewayUrl: string;
  readonly token: string;
  readonly natsUrl: string;
  readonly dockerHost: string;
  readonly workerName: string;
  readonly testImage: string;
}

/** The product that runs for all tests. */
export const stack = (): StackHandle => inject('stack');
