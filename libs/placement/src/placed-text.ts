import type { Claim } from '@enginehouse/contracts';
import type { Candidate } from './candidate.js';
import type { VersionOption } from './placement-ask.js';
import { counted, memoryOf, memoryText } from './units.js';

/** Says in one sentence where a replica goes and why there: `placed on w1: cpu framework, 12.0 of 23.5 GiB memory free, no other replica of demo there`. */
export function placedText(candidate: Candidate, option: VersionOption, claim: Claim): string {
  const parts = [`${option.framework} framework`, roomText(candidate, claim), companyText(candidate)];
  return `placed on ${candidate.capacity.name}: ${parts.join(', ')}`;
}

function roomText({ capacity, usage, demand }: Candidate, claim: Claim): string {
  if (claim.gpus.length === 0) {
    return `${memoryOf(capacity.memoryMib - usage.memoryMib, capacity.memoryMib)} memory free`;
  }
  const names = claim.gpus.map(({ index }) => index).join(', ');
  const amount = demand.gpuMemoryMib === null ? 'whole' : memoryText(demand.gpuMemoryMib);
  return `GPU ${names} (${claim.gpus.length > 1 && demand.gpuMemoryMib !== null ? `${amount} each` : amount})`;
}

function companyText({ ask, usage }: Candidate): string {
  const replicas = usage.replicas.get(ask.deployment) ?? 0;
  if (ask.placement.strategy === 'binpack') {
    return 'the fullest worker that fits';
  }
  return `${replicas === 0 ? 'no other replica' : counted(replicas, 'other replica')} of ${ask.deployment} there`;
}
