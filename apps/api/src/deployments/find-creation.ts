import {
  ok,
  problemOf,
  err,
  type FeedPage,
  type Problem,
  type RecordedEvent,
  type Result,
} from '@enginehouse/contracts';

type ReadPage = (range: { readonly after: number; readonly limit: number }) => Promise<Result<FeedPage, Problem>>;

/** Clocks may step back a little between two appends. */
const marginMs = 5000;
const pageSize = 500;

/**
 * The log position of a deployment's creation. Positions are in the order of time, so a binary search by the time of
 * creation finds the place in some twenty small reads, however long the log is.
 */
export async function findCreation(
  readPage: ReadPage,
  deployment: { readonly name: string; readonly createdAt: string; readonly revision: number },
): Promise<Result<number, Problem>> {
  const from = Date.parse(deployment.createdAt) - marginMs;
  const start = await firstSince(readPage, from, deployment.revision);
  return start.ok ? searchFrom(readPage, start.value - 1, deployment) : start;
}

/** The first position whose event was recorded at or after a time; at most `limit`. */
async function firstSince(readPage: ReadPage, time: number, limit: number): Promise<Result<number, Problem>> {
  let [low, high] = [1, limit];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const page = await readPage({ after: middle - 1, limit: 1 });
    if (!page.ok) {
      return page;
    }
    const [event] = page.value.events;
    if (event === undefined || Date.parse(event.recordedAt) >= time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return ok(low);
}

/** The last creation up to the deployment's revision: the name may have belonged to one that was deleted just before. */
async function searchFrom(
  readPage: ReadPage,
  after: number,
  deployment: { readonly name: string; readonly createdAt: string; readonly revision: number },
): Promise<Result<number, Problem>> {
  const until = Date.parse(deployment.createdAt) + marginMs;
  let found: number | undefined;
  for (let position = after; position < deployment.revision;) {
    const page = await readPage({ after: position, limit: pageSize });
    if (!page.ok) {
      return page;
    }
    const events = page.value.events.filter((event) => event.position <= deployment.revision);
    found = events.findLast((event) => isCreation(event, deployment.name))?.position ?? found;
    const last = events.at(-1);
    if (!last || (found !== undefined && Date.parse(last.recordedAt) > until)) {
      break;
    }
    position = last.position;
  }
  return found === undefined
    ? err(problemOf('internal', `the log has no creation of the deployment "${deployment.name}"`))
    : ok(found);
}

const isCreation = (event: Pick<RecordedEvent, 'type' | 'streamId'>, name: string) =>
  event.type === 'DeploymentCreated' && event.streamId === `deployment:${name}`;
