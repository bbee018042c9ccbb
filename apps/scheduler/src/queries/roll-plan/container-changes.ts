import { isDeepStrictEqual } from 'node:util';
import type { ContainerPlanParts, RenderedPlan } from '@enginehouse/backend-spec';
import type { Claim, ContainerPlan, RollPlan, WorkerReport } from '@enginehouse/contracts';
import { demandOf, type VersionOption } from '@enginehouse/placement';
import { partsFor, planFor } from '../../domain/container-plan.js';
import type { Edition } from '../../domain/roll/roll.js';
import { previewRendered } from '../preview/preview-container.js';
import { previewEnvironment } from '../preview/preview-environment.js';

/** A container as one edition of a deployment would make it on certain devices. */
export interface ContainerSide {
  readonly option: VersionOption;
  readonly plan: ContainerPlan;
  readonly parts: ContainerPlanParts;
  readonly rendered: RenderedPlan;
}

/** Where both sides of a comparison stand, so that only what was changed differs. */
export interface Ground {
  readonly worker: WorkerReport | null;
  /** Null where nothing is placed: the devices are unknown then. */
  readonly claim: Claim | null;
}

/** Renders what an edition would make there; undefined where no container can be made from it. */
export function containerSide(edition: Edition, option: VersionOption, ground: Ground): ContainerSide | undefined {
  const { gpus, memoryMib, cpus } = demandOf(edition.spec.resources, option.framework);
  const claim = ground.claim ?? { gpus: [], memoryMib, cpus };
  const parts = partsFor(edition, option);
  const planned = planFor(edition, option, claim);
  if (!parts.ok || !planned.ok) {
    return undefined;
  }
  const { plan } = planned.value;
  const worker = ground.claim ? ground.worker : null;
  const rendered = previewRendered({ plan, placement: { worker, claim, gpuCount: gpus } });
  return rendered.ok ? { option, plan, parts: parts.value, rendered: rendered.value } : undefined;
}

type Changes = RollPlan['changes'];

/** The fields in which two containers differ. Secrets are compared as they are and shown masked. */
export function containerChanges(before: ContainerSide, after: ContainerSide): Changes {
  const fields = [...new Set([...Object.keys(shownFields(before)), ...Object.keys(shownFields(after))])];
  const [from, to] = [shownFields(before), shownFields(after)];
  const changes = fields
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => change([field], from[field], to[field]));
  return [...changes, ...environmentChanges(before, after)];
}

/** What of a container is looked at, beside its environment. */
const shownFields = ({ option, plan, rendered }: ContainerSide): Readonly<Record<string, unknown>> => ({
  version: option.version ?? undefined,
  framework: plan.framework,
  image: plan.image,
  entrypoint: rendered.entrypoint ?? undefined,
  argv: rendered.argv,
  healthCheckPath: plan.health.path,
});

function environmentChanges(before: ContainerSide, after: ContainerSide): Changes {
  const [from, to] = [shownEnvironment(before), shownEnvironment(after)];
  const names = [...new Set([...Object.keys(before.plan.env), ...Object.keys(after.plan.env)])];
  return names
    .filter((name) => before.plan.env[name] !== after.plan.env[name])
    .map((name) => change(['env', name], from.get(name), to.get(name)));
}

const shownEnvironment = ({ parts }: ContainerSide): ReadonlyMap<string, string> =>
  new Map(previewEnvironment(parts.environment, {}, []).map(({ name, value }) => [name, value]));

const change = (path: string[], before: unknown, after: unknown): Changes[number] => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
