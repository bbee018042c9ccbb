import { useTranslation } from 'react-i18next';
import { consoleHint } from './console-hint.js';

/** What to do about a problem, for somebody who has the console and no command line. */
export function useConsoleHint() {
  const { t } = useTranslation();
  return (problem: { readonly code: string; readonly hint?: string | undefined }): string | undefined => {
    const own = consoleHint(problem);
    return own === undefined ? problem.hint : t(`hints.${own}`);
  };
}
