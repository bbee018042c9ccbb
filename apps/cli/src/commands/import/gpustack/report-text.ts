import type { Paint } from '../../../output/colors.js';
import { problemText } from '../../../output/problem-text.js';
import { oneLine } from '../../../output/safe-text.js';
import type { ImportedBackend, ImportReport, ImportWarning } from './import-report.js';
import { kindText } from './resolve.js';

/** What becomes of every backend of an export, for people. */
export function reportText({ backends, warnings }: Pick<ImportReport, 'backends' | 'warnings'>, paint: Paint): string {
  const lines = [
    ...backends.flatMap((backend) => backendLines(backend, paint)),
    ...warnings.flatMap(warningLines(paint)),
  ];
  const commands = backends.flatMap(({ commands: each }) => (each?.length === 1 ? each : []));
  const enable = commands.length > 0 ? ['To enable in the marketplace:', ...commands.map((each) => `  ${each}`)] : [];
  return [...lines, ...enable].map((line) => `${line}\n`).join('');
}

function backendLines(backend: ImportedBackend, paint: Paint): string[] {
  const { name, kind, source, reason, problem, commands = [] } = backend;
  const said = reason === undefined ? '' : `: ${oneLine(reason)}`;
  const head = `${oneLine(name || '(no name)')} ${paint('dim', `(${kindText[kind]}, ${oneLine(source)})`)}${outcomeText(backend)}${said}`;
  return [
    head,
    ...(commands.length > 1 ? commands.map((each) => `    ${each}`) : []),
    ...renamedLines(backend),
    ...backend.warnings.flatMap(warningLines(paint)),
    ...(problem
      ? problemText(problem, paint)
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`)
      : []),
  ];
}

function outcomeText({ outcome, name, to }: ImportedBackend): string {
  switch (outcome) {
    case 'import':
      return to === name ? '' : ` -> ${oneLine(to ?? '')}`;
    case 'enable':
      return ' is not imported';
    case 'skip':
      return ' is passed over';
    case 'refused':
      return ' cannot be imported';
  }
}

const renamedLines = ({ renamedVersions = {} }: ImportedBackend): string[] =>
  Object.entries(renamedVersions).map(([there, here]) => `    version ${oneLine(there)} -> ${oneLine(here)}`);

const warningLines =
  (paint: Paint) =>
  ({ detail, hint }: ImportWarning): string[] => [
    `    ${paint('yellow', 'warning')}: ${oneLine(detail)}`,
    ...(hint === undefined ? [] : [`      hint: ${oneLine(hint)}`]),
  ];
