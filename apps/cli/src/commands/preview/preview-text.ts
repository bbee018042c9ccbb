import { quoteCommand, quoteWord } from '@enginehouse/backend-spec';
import type { Preview, PreviewVariable } from '@enginehouse/contracts';
import { facts } from '../../output/facts.js';
import { safeText } from '../../output/safe-text.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';
import { estimateText } from './estimate-text.js';

type View = Pick<Session, 'io' | 'paint'>;

/** A preview for people: what would run, with what, where, and at the end what to look at. */
export function previewText(session: View, preview: Preview): string {
  const { argv, shellCommand, environment, labels, notes } = preview;
  const sections: readonly (readonly [title: string, text: string])[] = [
    ['Container', container(preview)],
    [`Arguments (${originOf(preview)})`, lines(argv.map(quoteWord))],
    ['As typed into a shell', lines([shellCommand])],
    ['Environment', environment.length === 0 ? '' : table(variables, environment, session.io.stdout.columns)],
    ['Labels', lines(Object.entries(labels).map(([name, value]) => `${name}=${value}`))],
    ['Notes', lines(notes)],
    [`Warnings (${preview.warnings.length})`, warnings(session, preview)],
  ];
  const shown = sections.filter(([, text]) => text !== '');
  return shown.map(([title, text]) => `${session.paint('bold', title)}\n${text}`).join('\n');
}

function container(preview: Preview): string {
  const { version, versionReason, image, imageOrigin, imageNote, framework, placement, port } = preview;
  return facts([
    ['Backend', `${preview.backend}${preview.revision === null ? ' (not saved)' : `@${preview.revision}`}`],
    ['Version', `${version ?? 'none'} (${versionReason})`],
    ['Image', `${image} (${framework}, of the ${imageOrigin})\n${imageNote}`],
    ['Entrypoint', entrypointOf(preview)],
    ['Worker', `${placement.worker ?? 'none'}\n${placement.reason}`],
    ['Port', `${port.container} on ${port.address}${port.provisional ? ' (provisional)' : ''}`],
    ['Network', preview.network === 'own' ? 'its own' : "the worker's"],
    ['Profile', preview.securityProfile],
    ['Devices', preview.devices.map(deviceText).join('\n') || 'none'],
    ['Mounts', preview.mounts.map(mountText).join('\n') || 'none'],
    ['Limits', limitsOf(preview)],
    ...estimate(preview.claim),
    ['Health check', preview.healthCheckPath],
  ]);
}

function entrypointOf({ entrypoint, entrypointOrigin }: Preview): string {
  const words = entrypoint === null ? 'not known' : quoteCommand(entrypoint) || 'none';
  return `${words} (of the ${entrypointOrigin})`;
}

const originOf = ({ commandOrigin }: Preview): string =>
  commandOrigin === 'image' ? "the image's own" : `of the ${commandOrigin}`;

const deviceText = ({ vendor, index, uuid, claimMib }: Preview['devices'][number]): string =>
  `${vendor} ${index}, ${claimMib} MiB (${uuid})`;

const mountText = ({ source, target, readOnly }: Preview['mounts'][number]): string =>
  `${source} at ${target}${readOnly ? ', read-only' : ''}`;

function limitsOf({ memoryMib, cpus, shmMib }: Preview): string {
  const memory = memoryMib === null ? 'no limit of memory' : `${memoryMib} MiB memory`;
  return `${memory}, ${cpus === null ? 'no limit of CPUs' : `${cpus} CPUs`}, ${shmMib} MiB shared memory`;
}

const estimate = ({ estimate: found, gpus }: Preview['claim']): readonly (readonly [name: string, value: string])[] =>
  found ? [['GPU memory', estimateText(found, gpus)]] : [];

const variables: readonly Column<PreviewVariable>[] = [
  { header: 'VARIABLE', value: ({ name }) => name },
  { header: 'VALUE', value: ({ value }) => value, shrinks: true },
  { header: 'FROM', value: ({ origin }) => origin },
  { header: 'REPLACES', value: ({ overrides }) => overrides.join(', ') },
];

const lines = (texts: readonly string[]): string => texts.map((text) => `  ${safeText(text)}\n`).join('');

const warnings = ({ paint }: View, { warnings: found }: Preview): string =>
  found
    .map(({ code, detail, hint }) => {
      const more = hint === undefined ? '' : `    hint: ${safeText(hint)}\n`;
      return `  ${paint('yellow', safeText(code))}: ${safeText(detail)}\n${more}`;
    })
    .join('');
