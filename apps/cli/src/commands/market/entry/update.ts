import {
  marketplace,
  problemOf,
  ProblemError,
  type EntryUpdate,
  type MergeField,
  type Problem,
} from '@enginehouse/contracts';
import { Option } from 'commander';
import {
  asksFirst,
  changeHeaders,
  changes,
  examples,
  path,
  type ChangeOptions,
  type Register,
} from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { confirm } from '../../../confirm.js';
import { fieldText, quoted } from '../../../output/field-text.js';
import { plainValue } from '../../../output/plain-value.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { decide, fieldDecision, type Decided, type DecisionOptions } from './decide.js';
import { findEntries, type EntryPlace } from './find-entry.js';
import { goneText, namedGone } from './gone-text.js';
import { inTurn } from './in-turn.js';
import { readEntries } from './read-entries.js';
import { readPlan, readUpdate } from './read-update.js';
import { headText, updateText } from './update-text.js';

interface Options extends ChangeOptions, DecisionOptions {
  readonly all?: boolean;
  readonly yes?: boolean;
}

export const marketUpdate: Register = (parent, run) => {
  asksFirst(
    changes(
      completesNames(parent.command('update'), 'enabled-entries')
        .description('Take over what upstream changed, and keep what you changed; shows the plan first and asks')
        .argument('[name...]', 'of enabled entries')
        .option('--all', 'every enabled entry that has something to take over: those of `market list --updatable`')
        .addOption(new Option('--take <side>', 'what wins where both changed a field').choices(['upstream', 'yours']))
        .option(
          '--take-field <field=side>',
          'what wins in one field: description=upstream (repeatable)',
          fieldDecision,
        ),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'enginehouse market update MinerU',
        'enginehouse market update MinerU --take-field versions/1.10/env/LEVEL=upstream --take yours',
        'enginehouse market update MinerU Tabby',
        'enginehouse market update --all --yes',
      ),
    )
    .action(run(update));
};

interface Planned extends Decided {
  readonly update: EntryUpdate;
}

interface Plans {
  readonly plans: readonly Planned[];
  /** These have nothing to take over. */
  readonly idle: readonly EntryUpdate[];
}

async function update(session: Session, options: Options, wanted: readonly string[]): Promise<void> {
  const { plans, idle } = await plansOf(session, options, wanted);
  const ready = plans.filter(isDecided);
  const undecided = plans.filter((plan) => !isDecided(plan));
  if (!session.json) plans.forEach((plan) => session.note(planText(session, plan)));
  if (plans.length === 0) return showIdle(session, options, idle);
  idle.filter(({ gone }) => gone).forEach((each) => session.note(idleText(each, options).trimEnd()));
  if (ready.length > 0) await confirm(session.io, questionFor(ready), options.yes);
  await inTurn(session, [...ready, ...undecided], {
    nameOf: (plan) => plan.update.name,
    work: async (plan) => {
      if (!isDecided(plan)) throw new ProblemError(undecidedProblem(plan));
      await carryOut(session, plan, options);
    },
  });
}

const isDecided = ({ open }: Planned): boolean => open.length === 0;

function questionFor(plans: readonly Planned[]): string {
  const names = plans.map((plan) => plan.update.name);
  return `Update ${names.length === 1 ? 'backend' : `${names.length} backends:`} ${names.join(', ')}?`;
}

/** What has nothing to take over, and why where it never will. */
function showIdle(session: Session, options: Options, idle: readonly EntryUpdate[]): void {
  const gone = idle.flatMap((each) => (each.gone ? [{ source: each.source, name: each.name, ...each.gone }] : []));
  const rest = gone.length > 0 ? 'Everything else' : 'Everything';
  session.show({ items: [], ...(gone.length > 0 && { gone }) }, () => {
    const texts = idle.map((each) => idleText(each, options)).join('');
    return options.all ? `${rest} is as upstream has it.\n${texts}` : texts;
  });
}

/** Of all entries, those that are gone are only named: what to do about one stands elsewhere. */
function idleText({ source, name, gone }: EntryUpdate, { all }: Options): string {
  if (!gone) return all ? '' : `${name} is as upstream has it.\n`;
  const entry = { source, name, gone };
  return all ? `${name}: ${goneText(entry)}. More: enginehouse market show ${quoted(name)}\n` : namedGone(entry);
}

/** What would be done to the entry, or to all that upstream has changed. */
async function plansOf(session: Session, options: Options, names: readonly string[]): Promise<Plans> {
  if ((names.length === 0) === (options.all === undefined)) {
    throw new UsageError('It must be some entries or all of them.', 'Say their names, or --all.');
  }
  if (options.takeField && names.length !== 1) {
    throw new UsageError('--take-field is about one entry.', 'Say its name.');
  }
  const places: readonly EntryPlace[] = options.all
    ? (await readEntries(session, { enabled: true })).filter(({ updatable, withdrawn }) => updatable || withdrawn)
    : await findEntries(session, names, { enabled: true });
  const plans: Planned[] = [];
  const idle: EntryUpdate[] = [];
  for (const place of places) {
    const { value } = await readUpdate(session, place);
    const decided = decide(value, options);
    if (!value.updatable) {
      idle.push(value);
      continue;
    }
    const planned = decided.decisions.length === 0 ? value : await readPlan(session, place, decided.decisions);
    plans.push({ update: planned, ...decided });
  }
  return { plans, idle };
}

function planText(session: Session, { update: value }: Planned): string {
  const { paintNote: paint, io } = session;
  const shown = updateText(value, { paint, columns: io.stderr.columns });
  return `${headText(value, { ...session, paint })}${shown}`.trimEnd();
}

async function carryOut(session: Session, { update: value, decisions }: Planned, options: Options): Promise<void> {
  const { source, name, contentHash, catalogRevision } = value;
  const address = path`/v1/marketplace/entries/${source}/${name}/update`;
  const request = { body: { contentHash, catalogRevision, decisions }, headers: changeHeaders(options) };
  const { value: done } = await session.api.typed(marketplace.updateEntry.output, 'POST', address, request);
  const lists = [
    ['added', done.addedVersions],
    ['removed', done.removedVersions],
    ['kept', done.kept.map(({ version, reason }) => `${version} (${reason})`)],
  ] as const;
  const versions = lists
    .flatMap(([what, list]) => (list.length === 0 ? [] : [`${what} ${list.join(', ')}`]))
    .join('; ');
  const did = done.changed ? 'updated' : 'unchanged';
  session.showLine(
    { source, name, ...done },
    () => `backend ${name} ${did} (revision ${done.catalogRevision})${versions && `: ${versions}`}\n`,
  );
}

/** Which fields are open, what each side says, and how to decide. */
function undecidedProblem({ update: { name }, open }: Planned): Problem {
  const [first] = open;
  const example = first ? fieldText(first) : 'FIELD';
  return problemOf(
    'update-conflicts',
    `You and upstream changed ${open.length === 1 ? 'a field' : `${open.length} fields`} of ${name} differently; ${name} was not updated.`,
    {
      errors: open.map(({ path: at, upstream, yours }) => ({
        code: 'conflict',
        path: [...at],
        detail: `upstream has ${valueText(upstream)}, you have ${valueText(yours)}`,
      })),
      hint: `Decide: --take-field ${quoted(`${example}=upstream`)} (or =yours) for one, --take upstream or --take yours for the rest.`,
      extra: { fields: open.map(fieldText) },
    },
  );
}

const longest = 120;

function valueText(value: MergeField['upstream']): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? JSON.stringify(value) : plainValue(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
