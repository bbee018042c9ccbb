import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { timeFormats } from './time-formats.js';
import { useNow } from './use-now.js';

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long ago, or in how long; the exact time on hover and for screen readers. */
export function RelativeTime(props: {
  readonly at: string;
  /** Says of what it is the time, where nothing beside it does. */
  readonly say?: (ago: string) => string;
}) {
  const { at, say = (ago) => ago } = props;
  const { i18n } = useTranslation();
  const now = useNow();
  const exact = timeFormats(i18n.language).exact.format(new Date(at));
  return (
    <Tooltip title={exact}>
      <time dateTime={at}>{say(relative(Date.parse(at) - Math.max(now, Date.now()), i18n.language))}</time>
    </Tooltip>
  );
}

/** A difference of milliseconds in words: "3 minutes ago". */
export function relative(differenceMs: number, language: string): string {
  const seconds = Math.round(differenceMs / 1000);
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
  return timeFormats(language).relative.format(Math.trunc(seconds / size), unit);
}
