export type { AddressPolicy } from './address-policy.js';
export type { FencedAnswer } from './exchange.js';
export type { NoAnswerReason } from './fence-failure.js';
export { checkAddress, fencedRequest, type FencedOptions } from './fenced-request.js';
export type { Resolver } from './target.js';
export { openFencedProxy, type FencedProxy, type FencedProxyOptions } from './proxy/fenced-proxy.js';
