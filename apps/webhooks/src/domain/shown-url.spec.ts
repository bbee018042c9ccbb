import { describe, expect, it } from 'vitest';
import { shownUrl, urlDefect } from './shown-url.js';

describe('a URL as it is shown', () => {
  it('keeps path and names, and no value of its query', () => {
    expect(shownUrl('https://example.com:8443/a/b?token=x&token=y&n=1#top')).toBe(
      'https://example.com:8443/a/b?token=********&token=********&n=********',
    );
    expect(shownUrl('https://example.com')).toBe('https://example.com/');
  });
});

describe('a URL for a webhook', () => {
  it.each([
    ['https://example.com/', false, null],
    ['http://example.com/', true, null],
    ['http://example.com/', false, 'is not https'],
    ['https://a:b@example.com/', false, 'has a user name or password'],
    ['file:///etc/passwd', true, 'is no http or https URL'],
    ['example.com', false, 'is no http or https URL'],
  ])('%s, internal %s: %s', (url, internal, detail) => {
    expect(urlDefect(url, internal)?.detail ?? null).toBe(detail);
  });
});
