import { ProblemError } from '@enginehouse/contracts';
import { useEffect, useState } from 'react';
import { api } from '../../api/client.js';
import { usePageVisible } from '../../ui/use-page-visible.js';

const most = 5000;
const drawEveryMs = 100;

interface LogLines {
  readonly lines: readonly string[];
  readonly error: unknown;
  readonly ended: boolean;
}

const nothing: LogLines = { lines: [], error: undefined, ended: false };

/**
 * The log of an instance: its last lines, and what it writes from then on. Keeps the last 5,000. A page that nobody looks
 * at lets go of the connection, of which a browser has few, and reads again when it is looked at.
 */
export function useLogLines(id: string, attempt: number): LogLines {
  const [read, setRead] = useState(nothing);
  const visible = usePageVisible();
  useEffect(() => setRead(nothing), [id, attempt]);
  useEffect(() => {
    if (!visible) return undefined;
    const abort = new AbortController();
    void readInto(id, abort.signal, setRead);
    return () => abort.abort();
  }, [id, attempt, visible]);
  return read;
}

async function readInto(id: string, signal: AbortSignal, show: (read: LogLines) => void): Promise<void> {
  const lines: string[] = [];
  let drawn = 0;
  const draw = (more: Partial<LogLines> = {}) => {
    if (!signal.aborted) show({ ...nothing, lines: lines.slice(-most), ...more });
  };
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
    draw({ error });
  }
}
