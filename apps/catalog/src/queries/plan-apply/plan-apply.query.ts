import { Inject, Injectable } from '@nestjs/common';
import { nameInYaml } from '@enginehouse/backend-spec';
import {
  ok,
  planSummary,
  type ApplyPlan,
  type catalog,
  type PlanDocument,
  type PlannedChange,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { deleteBackend } from '../../domain/backend.decisions.js';
import {
  BACKEND_VIEWS,
  DEPLOYMENT_FORESIGHT,
  EVENT_STORE,
  type BackendViews,
  type DeploymentForesight,
} from '../../ports.js';
import { ApplyCommands } from '../../use-cases/apply-backend/apply-commands.js';
import { AskDeployments } from './ask-deployments.js';
import { draftOf, originOf, refusedDraft, type Draft } from './draft.js';
import { fittingPlan } from './fitting-plan.js';
import { TakenNames } from './taken-names.js';

type Input = z.output<typeof catalog.planApply.input>;

const atOnce = 8;
const projectionPatienceMs = 2000;

/** What applying documents would do: the same reading and the same decisions as applying them, without the deed. */
@Injectable()
export class PlanApplyQuery {
  constructor(
    private readonly commands: ApplyCommands,
    private readonly backends: BackendRepository,
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
    @Inject(DEPLOYMENT_FORESIGHT) private readonly deployments: DeploymentForesight,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<ApplyPlan, Problem>> {
    const { documents, applySet, prune, lock, named } = input;
    const { position: head } = await this.store.head();
    const taken = new TakenNames(named);
    const drafts: Draft[] = [];
    for (const [index, document] of documents.entries()) {
      drafts.push(await this.draft(index, document, { applySet, lock, taken, header }));
    }
    if (prune) drafts.push(...(await this.pruned(applySet, taken, head)));
    const items = await this.completed(drafts);
    return ok({ head, applySet, prune, items, summary: planSummary(items) });
  }

  private async draft(index: number, document: PlanDocument, context: Context): Promise<Draft> {
    const origin = originOf(index, document);
    const { applySet, lock, taken, header } = context;
    const command = await this.commands.from({ ...document, applySet, lock }, header);
    const name = command.ok ? command.value.name : nameIn(document);
    const twice = taken.take(name, document.source);
    if (twice) return refusedDraft(origin, name, twice);
    if (!command.ok) return refusedDraft(origin, name, command.error);
    const loaded = await this.backends.load(name);
    const decision = command.value.decide(loaded.state);
    const told = decision.ok ? decision : { ok: false as const, error: command.value.told(decision.error) };
    return draftOf(origin, name, loaded, told);
  }

  /** What an apply of this set made and no document describes any more. A built-in backend belongs to no set. */
  private async pruned(applySet: string, taken: TakenNames, head: number): Promise<readonly Draft[]> {
    await this.views.waitFor(head, projectionPatienceMs);
    const drafts: Draft[] = [];
    for (const { name } of await this.views.madeBy(applySet)) {
      const loaded = await this.backends.load(name);
      const { state } = loaded;
      if (taken.has(name) || state.status !== 'live' || state.source === 'built_in') continue;
      drafts.push(draftOf({ document: null, source: '' }, name, loaded, deleteBackend(state, { name })));
    }
    return drafts;
  }

  private async completed(drafts: readonly Draft[]): Promise<PlannedChange[]> {
    const asked = new AskDeployments(this.deployments);
    const items: PlannedChange[] = [];
    for (let start = 0; start < drafts.length; start += atOnce) {
      items.push(...(await Promise.all(drafts.slice(start, start + atOnce).map((draft) => asked.complete(draft)))));
    }
    return fittingPlan(items);
  }
}

interface Context {
  readonly applySet: string;
  readonly lock: boolean | undefined;
  readonly taken: TakenNames;
  readonly header: RequestHeader;
}

/** A document that cannot be read mostly still says which backend it is about. */
const nameIn = ({ definition, yaml }: PlanDocument): string =>
  definition?.backend_name ?? (yaml === undefined ? '' : (nameInYaml(yaml) ?? ''));
