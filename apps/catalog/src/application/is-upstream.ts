import type { RequestHeader } from '@enginehouse/contracts';

/** Whether the marketplace asks: versions that come from upstream keep upstream's names. */
export const isUpstream = (header: RequestHeader): boolean => header.actor === 'service:marketplace';
