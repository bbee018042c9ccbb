import { Exit } from '../../../exit.js';
import type { Session } from '../../../session.js';
import { about } from '../../apply/about.js';
import { report, told } from '../../../told.js';

/**
 * Does it to one after the other. What fails is told at once and does not keep the others back; the command then ends as
 * the first failure would have ended it. One alone fails as if it were asked for alone.
 */
export async function inTurn<T>(
  session: Session,
  items: readonly T[],
  { nameOf, work }: { readonly nameOf: (item: T) => string; readonly work: (item: T) => Promise<void> },
): Promise<void> {
  const failures: { readonly name: string; readonly status: number }[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      if (items.length === 1 || session.io.signal.aborted) throw error;
      const { problem, status } = told(error);
      report(session, about(nameOf(item), problem));
      failures.push({ name: nameOf(item), status });
    }
  }
  const [first] = failures;
  if (!first) return;
  const names = failures.map(({ name }) => name).join(', ');
  if (!session.json) session.note(`${failures.length} of ${items.length} failed: ${names}`);
  throw new Exit(first.status);
}
