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
      errors.push({ ...defect, path });
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

/**
 * What says more about a text than that it is unusable: the parser of a document within the body tells line and column,
 * and the catalog has one code for whatever breaks the rules of a backend's name.
 */
const leftToItsReader = /^(documents\.\d+\.)?(yaml|(definition\.)?backend_name)$/;

type Found = (text: string, path: FieldPath) => void;

/** Every text in a value, names of fields included. What comes here is no deeper than a body may be. */
function collect(value: unknown, path: FieldPath, found: Found): void {
  if (typeof value === 'string') {
    found(value, path);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => collect(item, [...path, index], found));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      const inner = [...path, name];
      if (leftToItsReader.test(inner.join('.'))) continue;
      found(name, inner);
      collect(item, inner, found);
    }
  }
}
