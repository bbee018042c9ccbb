import type { Texts } from '../../texts/english.js';
import type { overviewEnglish } from './texts.en.js';

/** The overview, in Simplified Chinese. */
export const overviewChinese: Texts<typeof overviewEnglish> = {
  title: '概览',
};
