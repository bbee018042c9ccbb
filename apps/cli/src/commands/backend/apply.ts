import { catalog, ProblemError, type Problem } from '@enginehouse/contracts';
import { z } from 'zod';
import { changeHeaders, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { readDocument, type Document } from '../../documents.js';
import { collect } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';

interface Options extends ChangeOptions {
  readonly file: readonly string[];
}

export const backendApply: Register = (parent, run) => {
  changesRevision(
    parent
      .command('apply')
      .description('Register a backend from a document, or change what differs from it')
      .requiredOption('-f, --file <path>', 'YAML or JSON; - is standard input; may be repeated', collect),
  )
    .addHelpText(
      'after',
      examples(
        'enginehouse backend apply -f backend.yaml',
        'enginehouse backend get MinerU -o yaml | sed s/info/debug/ | enginehouse backend apply -f -',
        'enginehouse backend apply -f backend.yaml --if-match 37 --reason "newer image"',
      ),
    )
    .action(run(apply));
};

async function apply(session: Session, options: Options): Promise<void> {
  if (options.ifMatch !== undefined && options.file.length > 1) {
    throw new UsageError('--if-match is about one backend.', 'Apply the files one by one.');
  }
  for (const file of options.file) {
    const answer = await applyOne(session, await readDocument(session.io, file), options);
    session.showLine(answer, () => `${sentence(answer)}\n`);
  }
}

const registered = catalog.registerBackend.output.extend({ name: z.string() });

type Applied = ReturnType<typeof catalog.applyBackend.output.parse>;

/** A document without a name goes to the server all the same: it knows best what is wrong with it. */
async function applyOne(session: Session, document: Document, options: Options): Promise<Applied> {
  const request = { text: { type: document.type, content: document.content }, headers: changeHeaders(options) };
  try {
    if (document.name === undefined) {
      const { value } = await session.api.typed(registered, 'POST', '/v1/backends', request);
      return { ...value, created: true };
    }
    const address = path`/v1/backends/${document.name}`;
    return (await session.api.typed(catalog.applyBackend.output, 'PUT', address, request)).value;
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError(inFile(error.problem, document.source)) : error;
  }
}

const inFile = (problem: Problem, source: string): Problem => ({ ...problem, detail: `${source}: ${problem.detail}` });

function sentence({ name, created, changed, revision }: Applied): string {
  const what = created ? 'registered' : changed ? 'changed' : 'unchanged';
  return `backend ${name} ${what} (revision ${revision})`;
}
