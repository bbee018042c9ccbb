import { ProblemError } from '@enginehouse/contracts';
import { useEffect, useState } from 'react';
import { api } from '../../api/client.js';

const most = 5000;
const drawEveryMs = 100;

interface LogLines {
  readonly lines: readonly string[];
  readonly error: unknown;
  readonly ended: boolean;
}

const nothing: LogLines = { lines: [], error: undefined, ended: false };

/** The log of an instance: its last lines, and what it writes from then on. Keeps the last 5,000. */
export function useLogLines(id: string, attempt: number): LogLines {
  const [read, setRead] = useState(nothing);
  useEffect(() => {
    const abort = new AbortController();
    setRead(nothing);
    void readInto(id, abort.signal, setRead);
    return () => abort.abort();
  }, [id, attempt]);
  return read;
}

async function readInto(id: string, signal: AbortSignal, show: (read: LogLines) => void): Promise<void> {
  const lines: string[] = [];
  let drawn = 0;
  const draw = (more: Partial<LogLines> = {}) => show({ ...nothing, lines: lines.slice(-most), ...more });
  try {
    const answer = await api.instances.logs({
      params: { id },
      query: { follow: true, tail: 1000 },
      accept: 'text/plain',
      signal,
    });
    if (!answer.ok) return draw({ error: new ProblemError(answer.error) });
    for await (const line of answer.value.value) {
      lines.push(line);
      if (performance.now() - drawn > drawEveryMs) {
        drawn = performance.now();
        draw();
        setTimeout(draw, drawEveryMs);
      }
    }
    draw({ ended: true });
  } catch (error) {
    if (!signal.aborted) draw({ error });
  }
}
