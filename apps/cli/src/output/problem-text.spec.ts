import { problemOf, type Problem } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { painter } from './colors.js';
import { pathText, problemText } from './problem-text.js';

const plain = painter(false);
const text = (problem: Problem) => problemText(problem, plain);

it('shows code, detail, every field with its place, and the hint', () => {
  const problem = problemOf('invalid-yaml', 'backend.yaml: two mistakes', {
    hint: 'See the documentation.',
    errors: [
      {
        code: 'invalid-image-reference',
        path: ['version_configs', '1.10', 'image_name'],
        detail: 'is no image.',
        hint: 'Write name:tag.',
        line: 5,
        column: 17,
      },
      { code: 'required', path: [], detail: 'is empty' },
    ],
  });
  expect(problemText(problem, plain)).toBe(
    [
      'error: invalid-yaml: backend.yaml: two mistakes',
      '  5:17: version_configs."1.10".image_name: is no image. [invalid-image-reference]',
      '    hint: Write name:tag.',
      '  is empty [required]',
      'hint: See the documentation.',
      '',
    ].join('\n'),
  );
});

it('shows a stale write what changed, and the revision now', () => {
  const problem = problemOf('stale-revision', 'too late', {
    currentRevision: 9,
    extra: { diff: [{ path: ['default_env', 'LEVEL'], before: 'info' }] },
  });
  expect(problemText(problem, plain)).toContain('    default_env.LEVEL: "info" -> (none)\n  current revision: 9\n');
});

it('names the deployments that use something', () => {
  const problem = problemOf('version-in-use', 'in use', { extra: { deployments: ['a', 'b'] } });
  expect(problemText(problem, plain)).toContain('  deployments: a, b\n');
});

it('lets nothing of the server steer the terminal', () => {
  const problem = problemOf('internal', 'x\u001b]0;title\u0007', { hint: '\u001b[31m', correlationId: 'c' });
  expect(problemText(problem, plain)).not.toContain('\u001b');
  expect(problemText(problem, painter(true)).split('\u001b')).toHaveLength(3);
});

it('writes paths so that dots in names stay apart', () => {
  expect(pathText(['versions', 0, 'env', 'A.B', 'x y'])).toBe('versions[0].env."A.B"."x y"');
});

it('says nothing twice: not what one field has, and not a hint', () => {
  const detail = 'env.A=B: a name of a variable cannot have a "="';
  const error = { code: 'invalid-format', path: ['env', 'A=B'], detail: 'a name of a variable cannot have a "="' };
  const lines = text(problemOf('invalid-input', detail, { errors: [{ ...error, hint: 'Leave it out.' }] }));
  expect(lines).toBe(`error: invalid-input: ${detail}\nhint: Leave it out.\n`);
  const taken = 'Deployment a serves a model named m already.';
  const twice = { code: 'model-name-taken', path: ['modelName'], detail: taken, hint: 'Choose another.' };
  const hinted = text(problemOf('model-name-taken', taken, { hint: 'Choose another.', errors: [twice] }));
  expect(hinted).toBe(`error: model-name-taken: ${taken}\nhint: Choose another.\n`);
});

it('does not name again the deployments that the detail names', () => {
  const problem = problemOf('backend-in-use', 'It is used by 2 deployments: a, b.', {
    extra: { deployments: ['a', 'b'] },
  });
  expect(text(problem)).toBe('error: backend-in-use: It is used by 2 deployments: a, b.\n');
});
