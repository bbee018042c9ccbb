import { problemOf, ProblemError, type ApplyPlan } from '@enginehouse/contracts';
import { asksFirst, changes, examples, type ChangeOptions, type Register } from '../../../command.js';
import { confirm } from '../../../confirm.js';
import { readFiles } from '../../../document-files.js';
import type { Document } from '../../../documents.js';
import { Exit } from '../../../exit.js';
import { applyExitCodes } from '../../../exit-codes.js';
import type { Paint } from '../../../output/colors.js';
import type { Session } from '../../../session.js';
import { about } from '../../apply/about.js';
import { carryOut } from '../../apply/carry-out.js';
import { makePlan } from '../../apply/make-plan.js';
import { changesSomething } from '../../apply/plan.js';
import { planText } from '../../apply/plan-text.js';
import type { AppliedBackend, ImportReport } from './import-report.js';
import { makeImport, withRefusals } from './make-import.js';
import { readExport, type ReadExport } from './read-export.js';
import { readTargets } from './read-targets.js';
import { reportText } from './report-text.js';

interface Options extends ChangeOptions {
  readonly dryRun?: boolean;
  readonly skipRefused?: boolean;
  readonly detailedExitcode?: boolean;
  readonly yes?: boolean;
}

/** What the import makes belongs to this set of documents. */
const applySet = 'gpustack';

const exitStatus = `
Exit status:
  0    done, or there was nothing to do
  1    something is wrong, whatever it is
  2    with --detailed-exitcode: done, and something changed; with --dry-run: something would change
`;

/** `enginehouse import gpustack` */
export const importGpustack: Register = (parent, run) => {
  asksFirst(
    changes(
      parent
        .command('gpustack')
        .description('Take over the backends of a GPUStack server, with a report of what becomes of each')
        .argument(
          '<path...>',
          'answers of its API (JSON), exported YAML, its community list; folders of them; - for stdin',
        )
        .option('--dry-run', 'only show the report and the plan')
        .option('--skip-refused', 'import the others where some cannot be imported')
        .option('--detailed-exitcode', 'exit with 2 where something changed'),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'curl -H "Authorization: Bearer $KEY" "$GPUSTACK/v2/inference-backends?perPage=1000" > gpustack.json',
        'enginehouse import gpustack gpustack.json --dry-run',
        'enginehouse import gpustack gpustack.json',
      ) + exitStatus,
    )
    .action(run(importFrom));
};

async function importFrom(session: Session, options: Options, paths: readonly string[]): Promise<void> {
  const read = await readAll(session, paths);
  const targets = await readTargets(session, read.backends);
  const made = makeImport(read.backends, targets);
  const plan = made.documents.length === 0 ? null : await makePlan(session.api, made.documents, planOptions);
  const backends = plan ? withRefusals(made.backends, plan) : made.backends;
  const report: ImportReport = { backends, warnings: read.warnings, plan, applied: null };
  if (options.dryRun) return showOnly(session, report);
  if (!session.json) session.note(textOf(report, session.paintNote).trimEnd());
  refuse(report, options);
  const applied = plan ? await apply(session, { plan: possible(plan), documents: made.documents, options }) : [];
  if (session.json) session.show({ ...report, applied }, () => '');
  if (options.detailedExitcode && applied.some(({ changed }) => changed)) throw new Exit(applyExitCodes.changes);
}

const planOptions = { file: [], set: applySet } as const;

async function readAll({ io }: Session, paths: readonly string[]): Promise<ReadExport> {
  const files: ReadExport[] = [];
  for (const path of paths) {
    for (const file of await readFiles(io, path)) {
      const read = readExport(file);
      if (!read.ok) throw new ProblemError(read.error);
      files.push(read.value);
    }
  }
  return {
    backends: files.flatMap(({ backends }) => backends),
    warnings: files.flatMap(({ warnings }) => warnings),
  };
}

function textOf(report: ImportReport, paint: Paint): string {
  return `${reportText(report, paint)}${report.plan ? planText(report.plan, paint) : 'Nothing to import.\n'}`;
}

function showOnly(session: Session, report: ImportReport): void {
  session.show(report, () => textOf(report, session.paint));
  if (report.backends.some(({ outcome }) => outcome === 'refused')) throw new Exit(applyExitCodes.wrong);
  if (report.plan && changesSomething(report.plan)) throw new Exit(applyExitCodes.changes);
}

/** All or nothing, unless it was said otherwise. */
function refuse({ backends }: ImportReport, { skipRefused }: Options): void {
  const refused = backends.flatMap(({ name, problem }) => (problem ? [about(name, problem)] : []));
  if (refused.length === 0 || skipRefused) return;
  const detail = `${refused.length} of ${backends.length} backends cannot be imported. Nothing was imported.`;
  const hint = 'Mend them in GPUStack or in the file, or import the others with --skip-refused.';
  throw new ProblemError(problemOf('invalid-input', detail, { hint, extra: { refused } }));
}

const possible = (plan: ApplyPlan): ApplyPlan => ({
  ...plan,
  items: plan.items.filter(({ action }) => action !== 'refused'),
});

interface Work {
  readonly plan: ApplyPlan;
  readonly documents: readonly Document[];
  readonly options: Options;
}

async function apply(session: Session, { plan, documents, options }: Work): Promise<readonly AppliedBackend[]> {
  if (changesSomething(plan) && session.io.ask) await confirm(session.io, question(plan), options.yes);
  const applied: AppliedBackend[] = [];
  const collecting: Session = {
    ...session,
    showLine: (answer, text) => {
      applied.push(answer as AppliedBackend);
      if (!session.json) session.showLine(answer, text);
    },
  };
  const { reason = 'imported from GPUStack' } = options;
  await carryOut(collecting, { plan, documents, options: { ...options, ...planOptions, reason } });
  return applied;
}

function question({ summary: { create, change } }: ApplyPlan): string {
  const made = create === 1 ? '1 backend' : `${create} backends`;
  return change === 0 ? `Make ${made}?` : `Make ${made} and change ${change}?`;
}
