import { accessEnglish } from '../features/access/texts.en.js';
import { webhooksEnglish } from '../features/access/webhooks/texts.en.js';
import { backendEditEnglish } from '../features/backends/edit/texts.en.js';
import { backendsEnglish } from '../features/backends/texts.en.js';
import { backendMenuEnglish, versionsEnglish } from '../features/backends/versions/texts.en.js';
import { deploymentsEnglish } from '../features/deployments/texts.en.js';
import { eventsEnglish } from '../features/events/texts.en.js';
import { historyEnglish } from '../features/history/texts.en.js';
import { marketEnglish } from '../features/marketplace/texts.en.js';
import { overviewEnglish } from '../features/overview/texts.en.js';
import { playgroundEnglish } from '../features/playground/texts.en.js';
import { signInEnglish } from '../features/sign-in/texts.en.js';
import { workersEnglish } from '../features/workers/texts.en.js';
import { commonEnglish } from './common.en.js';

/** All English texts; each feature has its own. */
export const english = {
  ...commonEnglish,
  signIn: signInEnglish,
  overview: overviewEnglish,
  backends: backendsEnglish,
  backendMenu: backendMenuEnglish,
  versions: versionsEnglish,
  history: historyEnglish,
  backendEdit: backendEditEnglish,
  deployments: deploymentsEnglish,
  market: marketEnglish,
  workers: workersEnglish,
  playground: playgroundEnglish,
  events: eventsEnglish,
  access: accessEnglish,
  webhooks: webhooksEnglish,
} as const;

/** The same keys with texts of any language. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
