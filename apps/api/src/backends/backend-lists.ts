import { Inject, Injectable } from '@nestjs/common';
import { catalog, ok, scheduling, type BackendPage, type Problem, type Result } from '@enginehouse/contracts';
import type { backendRoutes } from '@enginehouse/contracts/http';
import type { Call } from '../http/call.js';
import { Services } from '../http/services.js';
import { toPublicJson } from '../http/write-answer.js';
import { JoinedReads } from './joined-reads.js';

type ListCall = Call<typeof backendRoutes.list>;

interface WrittenPage {
  readonly state: string;
  readonly json: Buffer;
}

const mostPages = 64;

/**
 * Pages of backends as they were last written out. The catalog is asked each time whether a page still holds, so that
 * nobody reads the past; where it does, nothing is read, sent, checked and written again.
 */
@Injectable()
export class BackendLists {
  private readonly pages = new Map<string, WrittenPage>();
  private readonly reads = new JoinedReads<Result<WrittenPage, Problem>>();

  constructor(@Inject(Services) private readonly services: Services) {}

  async page(call: ListCall): Promise<Result<string | Buffer, Problem>> {
    const { usage, ...filter } = call.query;
    const key = JSON.stringify(Object.entries(filter).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    const reading = this.reads.run(key, () => this.found(key, filter, call));
    const [found, counts] = await Promise.all([reading, usage ? this.usage(call) : undefined]);
    if (!found.ok) return found;
    return ok(counts === undefined ? found.value.json : toPublicJson(withUsage(found.value.json, counts)));
  }

  private async found(
    key: string,
    filter: Omit<ListCall['query'], 'usage'>,
    call: ListCall,
  ): Promise<Result<WrittenPage, Problem>> {
    const kept = this.pages.get(key);
    const input = { ...filter, ...(kept ? { known: kept.state } : {}) };
    const answer = await this.services.ask(catalog.listBackends, input, call);
    if (!answer.ok) return answer;
    if (answer.value.unchanged && kept) return ok(kept);
    const { state, unchanged: _, ...page } = answer.value;
    const written = { state, json: Buffer.from(toPublicJson(page)) };
    this.keep(key, written);
    return ok(written);
  }

  /** How many deployments use each backend; null where the scheduler does not answer, which is no reason to show no list. */
  private async usage(call: ListCall): Promise<ReadonlyMap<string, number> | null> {
    const answer = await this.services.ask(scheduling.backendUsage, {}, call, { timeoutMs: 2000 });
    if (!answer.ok) return null;
    return new Map(answer.value.items.map(({ backend, deployments }) => [backend, deployments]));
  }

  /** The page kept longest makes room: a plain map remembers the order of insertion. */
  private keep(key: string, page: WrittenPage): void {
    this.pages.delete(key);
    this.pages.set(key, page);
    const [oldest] = this.pages.keys();
    if (this.pages.size > mostPages && oldest !== undefined) this.pages.delete(oldest);
  }
}

function withUsage(json: Buffer, counts: ReadonlyMap<string, number> | null): BackendPage {
  const page = JSON.parse(json.toString()) as BackendPage;
  return {
    ...page,
    items: page.items.map((item) => ({ ...item, deployments: counts && (counts.get(item.name) ?? 0) })),
  };
}
