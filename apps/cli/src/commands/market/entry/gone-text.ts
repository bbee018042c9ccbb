import type { EntryGone } from '@enginehouse/contracts';
import { clock } from '../../../output/age.js';
import { quoted } from '../../../output/field-text.js';
import { safeText } from '../../../output/safe-text.js';
import type { EntryPlace } from './find-entry.js';

interface Gone extends EntryPlace {
  readonly gone: EntryGone;
}

/** Why an enabled entry has no updates any more, and since when. */
export function goneText({ source, gone: { reason, since } }: Gone): string {
  const when = since === null ? '' : ` on ${clock(since)}`;
  switch (reason) {
    case 'withdrawn':
      return `withdrawn upstream${when}, no updates any more`;
    case 'source-removed':
      return `its source ${source} was removed${when}, no updates any more`;
    case 'source-not-synced':
      return `its source ${source} was added again and not synced yet, no updates until it is`;
  }
}

/** That, what it means, and what can be done about it, a sentence to a line. */
export const goneLines = (entry: Gone): readonly string[] => [
  `${goneText(entry)}.`,
  `The backend stays as it is. ${backText(entry)}`,
  `To delete it: enginehouse market disable ${quoted(entry.name)}`,
];

/** How updates go on. */
function backText({ source, gone: { reason, location } }: Gone): string {
  switch (reason) {
    case 'withdrawn':
      return `Updates go on if ${source} offers it again.`;
    case 'source-removed':
      return `Updates go on if a source ${source} that offers it is added again${location === undefined ? '' : ` (it was ${safeText(location)})`}: enginehouse market source add --help`;
    case 'source-not-synced':
      return `Updates go on if the sync finds it: enginehouse market source sync ${source} --wait`;
  }
}

/** The same with the name in front of it. */
export const namedGone = (entry: Gone): string => `${entry.name}: ${goneLines(entry).join('\n  ')}\n`;
