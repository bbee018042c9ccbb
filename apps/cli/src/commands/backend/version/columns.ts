import type { BackendVersion } from '@enginehouse/contracts';
import type { Column } from '../../../output/table.js';

/** Versions as a table; `chosen` is the default version. */
export const versionColumns = (chosen: string | undefined): readonly Column<BackendVersion>[] => [
  { header: 'VERSION', value: ({ name }) => name },
  { header: 'FRAMEWORKS', value: ({ images }) => images.map((image) => image.framework).join(', ') },
  { header: 'IMAGE', value: ({ images }) => images.map((image) => image.image_name).join(', '), shrinks: true },
  { header: 'RUN COMMAND', value: ({ run_command: command }) => command ?? '', shrinks: true },
  { header: 'NOTE', value: (version) => noteOf(version, chosen), shrinks: true },
];

function noteOf({ name, built_in: builtIn, deprecated }: BackendVersion, chosen: string | undefined): string {
  const notes = [
    name === chosen ? 'default' : '',
    builtIn ? 'built in' : '',
    deprecated === undefined ? '' : `deprecated ${deprecated}`.trim(),
  ];
  return notes.filter((note) => note !== '').join(', ');
}
