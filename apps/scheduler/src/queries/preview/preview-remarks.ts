import { isSecretVariable, networkOf, planWarnings, type RenderedPlan } from '@enginehouse/backend-spec';
import type { PreviewWarning, Problem } from '@enginehouse/contracts';
import { isTaken } from '../../domain/is-taken.js';
import type { ImageAnswer } from './image-answer.js';
import { provisionalPort, shownPlan, uses } from './preview-container.js';
import type { PreviewDraft } from './preview-draft.js';

/** Everything that probably is not as it was meant. */
export function previewWarnings(draft: PreviewDraft, rendered: RenderedPlan, image: ImageAnswer): PreviewWarning[] {
  const found = planWarnings(shownPlan(draft), rendered, image.facts);
  return [...draft.refusals.map(wouldBeRefused), ...image.warnings, ...found.map(inProductStyle)];
}

/** Codes are kebab-case everywhere a person meets them. */
const inProductStyle = ({ code, ...rest }: PreviewWarning): PreviewWarning => ({
  code: code.replaceAll('_', '-'),
  ...rest,
});

const wouldBeRefused = ({ code, detail, hint }: Problem): PreviewWarning => ({
  code: code === 'invalid-input' ? 'model-required' : code,
  detail: `${detail} Creating the deployment would be refused.`,
  refuses: true,
  ...(hint === undefined ? {} : { hint }),
});

/** Whoever means a new deployment is refused because of its name; whoever means the one that there is, is not. */
export const nameRefusal = ({ nameTaken, question }: PreviewDraft): { readonly nameTaken?: PreviewWarning } =>
  nameTaken ? { nameTaken: wouldBeRefused(isTaken(question.spec.name)) } : {};

/** What differs from a real start, and what else is good to know. */
export function previewNotes(draft: PreviewDraft): string[] {
  const { plan, placement, question, nameTaken } = draft;
  const { name, env } = question.spec;
  const secrets = Object.entries(env).flatMap(([variable, value]) =>
    isSecretVariable(variable, value) && value !== '' ? [variable] : [],
  );
  const notes: readonly (readonly [applies: boolean, note: string])[] = [
    [true, `Port ${provisionalPort} is provisional: the worker leases one when it makes the container.`],
    [
      networkOf(plan.profile) === 'own' && uses(plan, 'worker_ip'),
      '{{worker_ip}} is 0.0.0.0 in a network of its own; the worker publishes the port on its own address.',
    ],
    [placement.worker === null, 'No worker can take it now: what depends on the worker is unknown.'],
    [nameTaken, `There is a deployment ${name}: this is what its next replica would be if it were written so.`],
    [
      secrets.length > 0,
      `The spec digest of a real container will be another one: it covers ${secrets.join(', ')} as sealed.`,
    ],
  ];
  return notes.flatMap(([applies, note]) => (applies ? [note] : []));
}
