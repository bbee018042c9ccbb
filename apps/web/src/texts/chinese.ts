import { accessChinese } from '../features/access/texts.zh.js';
import { webhooksChinese } from '../features/access/webhooks/texts.zh.js';
import { backendEditChinese } from '../features/backends/edit/texts.zh.js';
import { backendsChinese } from '../features/backends/texts.zh.js';
import { backendMenuChinese, versionsChinese } from '../features/backends/versions/texts.zh.js';
import { deploymentsChinese } from '../features/deployments/texts.zh.js';
import { eventsChinese } from '../features/events/texts.zh.js';
import { historyChinese } from '../features/history/texts.zh.js';
import { marketChinese } from '../features/marketplace/texts.zh.js';
import { overviewChinese } from '../features/overview/texts.zh.js';
import { playgroundChinese } from '../features/playground/texts.zh.js';
import { signInChinese } from '../features/sign-in/texts.zh.js';
import { workersChinese } from '../features/workers/texts.zh.js';
import { commonChinese } from './common.zh.js';
import type { english, Texts } from './english.js';

/** All Simplified Chinese texts. */
export const chinese: Texts<typeof english> = {
  ...commonChinese,
  signIn: signInChinese,
  overview: overviewChinese,
  backends: backendsChinese,
  backendMenu: backendMenuChinese,
  versions: versionsChinese,
  history: historyChinese,
  backendEdit: backendEditChinese,
  deployments: deploymentsChinese,
  market: marketChinese,
  workers: workersChinese,
  playground: playgroundChinese,
  events: eventsChinese,
  access: accessChinese,
  webhooks: webhooksChinese,
};
