import type { SecurityProfile } from '@enginehouse/contracts';
import { bindAllAddress } from './render-plan.js';

/** Whether a container of a profile has a network of its own or shares the worker's. */
export const networkOf = (profile: SecurityProfile): 'own' | 'host' => (profile === 'host-network' ? 'host' : 'own');

/** Whether nothing beyond its own host can reach an address. */
export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);

/**
 * The address of the worker on which the port of a container with its own network is published. Beyond loopback that is
 * loopback too: engines have no authentication of their own, so only the worker's proxy listens on its address.
 */
export const publishAddressOf = (workerAddress: string): string =>
  !isLoopback(workerAddress) || workerAddress === 'localhost' ? '127.0.0.1' : workerAddress;

/** What `{{worker_ip}}` stands for: in a container with its own network the worker's address does not exist. */
export const bindAddressOf = (profile: SecurityProfile, workerAddress: string): string =>
  networkOf(profile) === 'host' ? workerAddress : bindAllAddress;
