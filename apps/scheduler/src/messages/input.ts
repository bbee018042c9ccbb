import type { scheduling } from '@enginehouse/contracts';
import type { z } from 'zod';

/** The parsed input of one of the scheduler's requests. */
export type Input<C extends keyof typeof scheduling> = z.output<(typeof scheduling)[C]['input']>;
