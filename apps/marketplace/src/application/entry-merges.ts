import { Inject, Injectable } from '@nestjs/common';
import { mergeDefinitions, withdrawnMark, type MergeOutcome } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendView, MergeDecision, RequestHeader } from '@enginehouse/contracts';
import type { EnabledBackend } from '../domain/entry.js';
import { CLOCK, USAGE, type Clock, type Usage } from '../ports.js';

/** What is merged: what was taken over, what is offered, what the catalog has. */
export interface MergedSides {
  readonly enabled: Pick<EnabledBackend, 'upstream' | 'provenance' | 'letGo'>;
  /** Null where the source does not offer it any more. */
  readonly offered: BackendDefinition | null;
  readonly view: Pick<BackendView, 'name' | 'definition'>;
}

/** Merges what upstream offers into what the catalog has, with what deployments use. */
@Injectable()
export class EntryMerges {
  constructor(
    @Inject(USAGE) private readonly usage: Usage,
    @Inject(CLOCK) private readonly now: Clock,
  ) {}

  async merge(
    { enabled, offered, view }: MergedSides,
    decisions: readonly MergeDecision[],
    header: RequestHeader,
  ): Promise<MergeOutcome> {
    const { upstream: base, letGo } = enabled;
    const upstream = offered ?? base;
    const yours = view.definition;
    const uses = await this.usesOf(view.name, goneFrom(upstream, base, yours), header);
    const mark = withdrawnMark(enabled.provenance.source, this.now().toISOString().slice(0, 10));
    return mergeDefinitions({ base, upstream, yours, decisions, letGo, mark, ...uses });
  }

  /** Not being told is not the same as not being used. */
  private async usesOf(backend: string, versions: readonly string[], header: RequestHeader) {
    const answers = await Promise.all(
      versions.map(async (version) => [version, await this.usage.ofVersion(backend, version, header)] as const),
    );
    const uses = new Map(answers.map(([version, answer]) => [version, answer.ok ? answer.value : []]));
    const unknown = new Set(answers.flatMap(([version, answer]) => (answer.ok ? [] : [version])));
    const keepReason = (version: string) =>
      unknown.has(version) ? 'it cannot be told now whether deployments use it' : undefined;
    return { inUse: (version: string) => uses.get(version) ?? [], keepReason };
  }
}

/** The versions that upstream had and has no more, and that are still here. */
function goneFrom(upstream: BackendDefinition, base: BackendDefinition, yours: BackendDefinition): readonly string[] {
  const [offered, here] = [namesOf(upstream), namesOf(yours)];
  return [...namesOf(base)].filter((name) => !offered.has(name) && here.has(name));
}

const namesOf = ({ versions }: BackendDefinition): ReadonlySet<string> => new Set(versions.map(({ name }) => name));
