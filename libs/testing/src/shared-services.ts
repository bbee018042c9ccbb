declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of the PostgreSQL server that all tests of a run share. */
    readonly postgresUrl: string;
    /** Folder of this test run, removed when it ends. */
    readonly runDirectory: string;
  }
}

/**
 * What the global setup of the `int` project started. Vitest is loaded only here, so that programs outside a test run
 * (benchmarks) can use the rest of this library.
 *
 * @throws where no global setup ran
 */
export async function sharedService(name: 'postgresUrl' | 'runDirectory'): Promise<string> {
  const { inject } = await import('vitest');
  const value = inject(name);
  if (value === undefined) {
    throw new Error(`"${name}" is not provided: name the file *.int.spec.ts, or use dedicatedPostgres().`);
  }
  return value;
}
