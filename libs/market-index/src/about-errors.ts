import { issueTexts, type FieldError, type FieldPath } from '@enginehouse/contracts';
import { closest } from '@enginehouse/backend-spec';
import { locate, type LineIndex, type MappingNode } from '@enginehouse/backend-spec/yaml';
import { z } from 'zod';
import { fault } from './fault.js';

type Issue = z.core.$ZodIssue;
type Told = Pick<FieldError, 'code' | 'detail' | 'hint'>;

/** What a schema found in an entry, in plain words and with the place in the text. */
export function aboutErrors(issues: readonly Issue[], node: MappingNode, lines: LineIndex): readonly FieldError[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
    if (issue.code !== 'unrecognized_keys') return [faultIn(node, lines, path, told(issue, path))];
    return issue.keys.map((key) => faultIn(node, lines, [...path, key], unknownField(key)));
  });
}

const faultIn = (node: MappingNode, lines: LineIndex, path: FieldPath, what: Told): FieldError =>
  fault(path, what, lines.positionOf(locate(node, path)));

function unknownField(key: string): Told {
  const near = closest(key, ['title', 'url', 'version', 'date', 'text']);
  const detail = `There is no field ${JSON.stringify(key.slice(0, 100))} here.`;
  return { code: 'unknown-field', detail, ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }) };
}

function told(issue: Issue, path: FieldPath): Told {
  if (issue.code === 'invalid_type') return wrongType(issue, path);
  if (issue.code === 'too_big') {
    return { code: 'too-long', detail: `This is too long: at most ${issue.maximum} ${unitOf(issue.origin)}.` };
  }
  if (issue.code === 'too_small') return { code: 'required', detail: 'This must not be empty.' };
  if (issue.code === 'invalid_key') return { code: 'too-long', detail: 'A name here has at most 40 characters.' };
  if (issue.code === 'invalid_format') {
    return { code: 'invalid-url', detail: 'This is no address of a web page.', hint: 'It begins with https:// .' };
  }
  return { code: issue.code.replaceAll('_', '-'), detail: issue.message };
}

const unitOf = (origin: string): string => (origin === 'array' ? 'items' : 'characters');

function wrongType(issue: z.core.$ZodIssueInvalidType, path: FieldPath): Told {
  if (issue.input === undefined && issue.message === issueTexts.required) {
    return { code: 'required', detail: `${String(path.at(-1) ?? 'This')} is needed here.` };
  }
  const wanted = issue.expected === 'array' ? 'a list' : issue.expected === 'string' ? 'a text' : 'a map';
  return { code: 'invalid-type', detail: `This must be ${wanted}.` };
}
