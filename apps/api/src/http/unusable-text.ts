import type { FieldError, FieldPath } from '@enginehouse/contracts';

type Where = 'address' | 'body';

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u001f\u007f]/;
/** In Unicode mode only those that are alone. */
const halfPair = /\p{Surrogate}/u;
const mostErrors = 20;

/**
 * What no field of any route may hold: NUL and halves of surrogate pairs, which no store takes, and in an address any
 * control character. In the texts of a body the others are ordinary characters.
 */
export function unusableText(value: unknown, where: Where): readonly FieldError[] {
  const errors: FieldError[] = [];
  collect(value, [], (text, path) => {
    const defect = errors.length < mostErrors ? defectOf(text, where) : undefined;
    if (defect) {
      // A name has rules of its own, and one code for whatever breaks them.
      errors.push({ ...defect, ...(path.at(-1) === 'backend_name' ? { code: 'invalid-name' } : {}), path });
    }
  });
  return errors;
}

function defectOf(text: string, where: Where): Omit<FieldError, 'path'> | undefined {
  if (text.includes('\0')) {
    return { code: 'nul-character', detail: 'holds a NUL character' };
  }
  if (halfPair.test(text)) {
    return { code: 'lone-surrogate', detail: 'is no valid Unicode: it holds half of a surrogate pair' };
  }
  return where === 'address' && controls.test(text)
    ? { code: 'control-character', detail: 'holds a control character' }
    : undefined;
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
      // A document within the body: its parser tells line and column.
      if (name === 'yaml') continue;
      found(name, [...path, name]);
      collect(item, [...path, name], found);
    }
  }
}
