import type { FieldError, FieldPath } from '@enginehouse/contracts';

type Where = 'address' | 'body';

const refused: Readonly<Record<Where, RegExp>> = {
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  address: /[\u0000-\u001f\u007f]/,
  // Texts have lines and tabs; no store, log or terminal is served by the others.
  // oxlint-disable-next-line no-control-regex -- as above
  body: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/,
};
/** In Unicode mode only those that are alone. */
const halfPair = /\p{Surrogate}/u;
const mostErrors = 20;

/** What no field of any route may hold: control characters, and halves of surrogate pairs, which are no text at all. */
export function unusableText(value: unknown, where: Where): readonly FieldError[] {
  const errors: FieldError[] = [];
  collect(value, [], (text, path) => {
    const detail = errors.length < mostErrors ? defectOf(text, refused[where]) : undefined;
    if (detail !== undefined) {
      errors.push({ code: 'unusable-character', path, detail });
    }
  });
  return errors;
}

function defectOf(text: string, pattern: RegExp): string | undefined {
  const [character] = pattern.exec(text) ?? [];
  if (character !== undefined) {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `holds the control character U+${code}`;
  }
  return halfPair.test(text) ? 'is no valid Unicode: it holds half of a surrogate pair' : undefined;
}

type Found = (text: string, path: FieldPath) => void;

/** Every text in a value, names of fields included. What comes here is no deeper than a body may be. */
function collect(value: unknown, path: FieldPath, found: Found): void {
  if (typeof value === 'string') {
    found(value, path);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => collect(item, [...path, index], found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      found(name, [...path, name]);
      collect(item, [...path, name], found);
    }
  }
}
