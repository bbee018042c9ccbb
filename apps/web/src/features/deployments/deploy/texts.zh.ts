import type { Texts } from '../../../texts/english.js';
import type { deployEnglish } from './texts.en.js';

/** Deploying a model, in Simplified Chinese. */
export const deployChinese: Texts<typeof deployEnglish> = {
  deploy: { open: '部署' },
};
