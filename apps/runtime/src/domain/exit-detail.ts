/** How a container ended, as the engine tells it. A null exit code: it is gone and nobody can say. */
export interface Exit {
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  /** What the engine itself had to say, such as why the program could not be executed. */
  readonly engineError?: string;
}

const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  4: 'SIGILL, an instruction this processor lacks',
  6: 'SIGABRT, it aborted itself',
  7: 'SIGBUS, often too little shared memory',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV, a memory fault',
  15: 'SIGTERM',
};

/** The end of a container in plain words. `memoryMib` is its limit, where it had one. */
export function exitDetail(exit: Exit, memoryMib?: number): string {
  if (exit.oomKilled) {
    const limit = memoryMib === undefined ? 'the memory of the host' : `limit ${memoryMib} MiB`;
    return `killed by the kernel: out of memory (${limit})`;
  }
  if (exit.exitCode === null) {
    return 'the container is gone; something else removed it';
  }
  return exit.engineError ? `${codeDetail(exit.exitCode)}: ${exit.engineError}` : codeDetail(exit.exitCode);
}

function codeDetail(code: number): string {
  if (code === 0) {
    return 'ended by itself (exit code 0)';
  }
  if (code === 126) {
    return 'the program cannot be executed (exit code 126)';
  }
  if (code === 127) {
    return 'program not found in the image (exit code 127)';
  }
  const signal = signals[code - 128];
  return signal ? `killed by signal ${signal} (exit code ${code})` : `exited with code ${code}`;
}

/** The stable code of an end, for when it is the last one. */
export function exitCodeName(exit: Exit): string {
  if (exit.oomKilled) {
    return 'out-of-memory';
  }
  if (exit.exitCode === null) {
    return 'container-vanished';
  }
  return exit.exitCode === 0 ? 'ended-by-itself' : 'exited';
}
