import { describe, expect, it } from 'vitest';
import { eventIdOf, uuidv5, uuidv7 } from './ids.js';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('identifiers', () => {
  it('of version 5 equal the published example', () => {
    expect(uuidv5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('of version 7 sort by time and carry version and variant', () => {
    expect(uuidv7(1000) < uuidv7(2000)).toBe(true);
    expect(uuidv7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('of events depend on key and ordinal alone', () => {
    expect(eventIdOf('k', 0)).toBe(eventIdOf('k', 0));
    expect(eventIdOf('k', 0)).not.toBe(eventIdOf('k', 1));
  });
});
