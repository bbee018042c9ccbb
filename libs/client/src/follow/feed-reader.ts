import { problemOf, type FeedPage, type Problem, type RecordedEvent } from '@enginehouse/contracts';
import type { Place } from './checkpoint.js';
import { standingOf, type Standing } from './fork.js';
import type { FeedRange, LogFeed } from './ports.js';

/** What reading on from a place led to. */
export type FeedOutcome =
  | { readonly kind: 'page'; readonly events: readonly RecordedEvent[]; readonly page: FeedPage }
  | (Exclude<Standing, { readonly kind: 'same' }> & { readonly page: FeedPage })
  | { readonly kind: 'gap'; readonly expected: number; readonly found: number }
  /** The feed cannot be read now; later it may. */
  | { readonly kind: 'trouble'; readonly problem: Problem }
  /** Trying again would not help. */
  | { readonly kind: 'refused'; readonly problem: Problem };

/** More the API refuses. */
const mostPerPage = 1000;

/** Reads a log on from a place, and makes sure that it is still the log in which that place was reached. */
export class FeedReader {
  #isSameLog = false;

  constructor(
    private readonly feed: LogFeed,
    private readonly limit: number,
  ) {}

  /** The next events, at most a page of them; none where there is nothing new after `wait` seconds. */
  async next(place: Place, wait: number, signal: AbortSignal): Promise<FeedOutcome> {
    const doubt = await this.#doubtAbout(place, signal);
    if (doubt) {
      return doubt;
    }
    const outcome = await this.#read(
      place,
      { after: place.position, limit: Math.min(this.limit, mostPerPage), wait },
      signal,
    );
    this.#isSameLog = outcome.kind === 'page';
    return outcome.kind === 'page' ? consecutive(place.position, outcome) : outcome;
  }

  /** After a start or an outage the log must still have the last event where it was. */
  async #doubtAbout(place: Place, signal: AbortSignal): Promise<FeedOutcome | undefined> {
    if (this.#isSameLog || place.logId === undefined || place.eventId === undefined || place.position === 0) {
      return undefined;
    }
    const outcome = await this.#read(place, { after: place.position - 1, limit: 1, wait: 0 }, signal);
    if (outcome.kind !== 'page') {
      return outcome;
    }
    const isThere = outcome.events[0]?.position === place.position && outcome.events[0].id === place.eventId;
    const detail = `the log has another event at position ${place.position} than the one that was handled`;
    return isThere ? undefined : { kind: 'unclear', detail, page: outcome.page };
  }

  async #read(place: Place, range: FeedRange, signal: AbortSignal): Promise<FeedOutcome> {
    const read = await this.feed.read(range, signal);
    if (!read.ok) {
      return { kind: isForGood(read.error) ? 'refused' : 'trouble', problem: read.error };
    }
    const page = read.value;
    const standing = standingOf(place, page);
    if (standing.kind === 'unclear' && place.logId === undefined) {
      return { kind: 'refused', problem: problemOf('invalid-input', standing.detail) };
    }
    return standing.kind === 'same' ? { kind: 'page', events: page.events, page } : { ...standing, page };
  }
}

/** A wrong address, token or role stays wrong. */
const isForGood = ({ status }: Problem): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Positions are dense: a hole means that the log is damaged. */
function consecutive(position: number, outcome: FeedOutcome & { readonly kind: 'page' }): FeedOutcome {
  const wrong = outcome.events.findIndex((event, index) => event.position !== position + 1 + index);
  const found = outcome.events[wrong]?.position;
  return found === undefined ? outcome : { kind: 'gap', expected: position + 1 + wrong, found };
}
