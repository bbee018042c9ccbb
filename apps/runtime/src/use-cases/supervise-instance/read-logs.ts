import type { ContainerEngine, LogLine } from '@enginehouse/container-engine';

/** The last lines of a container; what could be read of them when the engine fails half-way. */
export async function lastLines(
  engine: ContainerEngine,
  containerId: string,
  count: number,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  const opened = await engine.logs(containerId, { tail: count });
  if (!opened.ok) {
    return lines;
  }
  try {
    for await (const line of opened.value) {
      lines.push(line);
    }
  } catch {
    return lines;
  }
  return lines;
}
