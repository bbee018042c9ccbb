import { routeGroups } from '@enginehouse/contracts/http';
import type { Client, ClientOptions } from './client-types.js';
import { createClientFor } from './create-client-for.js';

/**
 * Makes a client of the API. Its methods and their types are the table of routes itself. What goes wrong comes back as
 * a problem; a call rejects only when its own signal is aborted.
 */
export const createClient = (options: ClientOptions): Client => createClientFor(routeGroups, options);
