import { plainIssues, type PlainIssues } from '@enginehouse/contracts';
import i18next from 'i18next';

/** Given to a schema beside the value of a form: what is wrong is said in the language of the page. */
export const issuesHere = (): PlainIssues =>
  plainIssues(i18next.isInitialized ? (word, value = '') => i18next.t(`issues.${word}`, { value }) : undefined);
