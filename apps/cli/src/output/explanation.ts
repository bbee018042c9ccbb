import type { Explanation, scheduling } from '@enginehouse/contracts';
import type { z } from 'zod';
import type { Session } from '../session.js';
import { paintState } from './colors.js';
import { safeText } from './safe-text.js';
import { table, type Column } from './table.js';

type Explained = z.output<typeof scheduling.explainInstance.output>;

/** Why an instance is where it is: the decision in a sentence, who was passed over and why, and the best candidates. */
export function explanationText(session: Session, { id, state, reason, explanation }: Explained): string {
  const head = `${id}: ${paintState(session.paint, state)}${reason ? `, ${safeText(reason)}` : ''}\n`;
  return explanation ? head + decision(session, explanation) : head;
}

function decision({ io }: Session, { text, considered, strategy, rejected, candidates }: Explanation): string {
  const passedOver = rejected.flatMap(({ code, count, workers }) => [
    `  ${count} passed over: ${code}`,
    ...workers.map(({ worker, detail }) => `    ${worker}: ${detail}`),
  ]);
  const lines = [
    `  ${text}`,
    `  ${considered} ${considered === 1 ? 'worker' : 'workers'} considered, strategy ${strategy}`,
    ...passedOver,
  ];
  const scores = candidates.length > 0 ? indented(table(columns, candidates, io.stdout.columns)) : '';
  return lines.map((line) => `${safeText(line)}\n`).join('') + scores;
}

type Candidate = Explanation['candidates'][number];

const columns: readonly Column<Candidate>[] = [
  { header: 'CANDIDATE', value: ({ worker, chosen }) => (chosen ? `${worker} (chosen)` : worker) },
  { header: 'SCORE', value: ({ score }) => score.toFixed(3) },
  { header: 'MADE OF', value: ({ terms }) => termsOf(terms), shrinks: true },
];

const termsOf = (terms: Readonly<Record<string, number>>): string =>
  Object.entries(terms)
    .map(([name, value]) => `${name} ${value.toFixed(3)}`)
    .join(', ');

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');
