import type { EntrySummary } from '@enginehouse/contracts';

type Standing = Pick<EntrySummary, 'enabled' | 'updatable' | 'withdrawn' | 'rejected' | 'deprecated' | 'clash'>;

/** How an entry stands, in a word or two: `enabled, update`. */
export function standing({ enabled, updatable, withdrawn, rejected, deprecated, clash }: Standing): string {
  const words = [
    ...(enabled ? ['enabled'] : clash === null ? ['available'] : ['name taken']),
    ...(updatable ? ['update'] : []),
    ...(withdrawn ? ['withdrawn'] : []),
    ...(rejected === null ? [] : ['newest form rejected']),
    ...(deprecated === null ? [] : ['deprecated']),
  ];
  return words.join(', ');
}

/** A count that is not known is not the same as none. */
export function usedBy({ enabled, deployments }: Pick<EntrySummary, 'enabled' | 'deployments'>): string {
  if (!enabled) return '-';
  if (deployments === null) return '?';
  return deployments === 1 ? '1 deployment' : `${deployments || 'no'} deployments`;
}
