import { useTranslation } from 'react-i18next';

/** The intervals that are offered; any other one is kept as it is. */
export const intervals = ['0', '300', '900', '3600', '21600', '86400', '604800'] as const;

/** How often a source is read, in words. */
export function useIntervalText(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const known = intervals.find((each) => Number(each) === seconds);
    return known ? t(`market.sources.form.intervals.${known}`) : t('market.sources.form.other', { count: seconds });
  };
}
