import { describe, expect, it } from 'vitest';
import { createLogger, withCorrelation } from './logger.js';

function capture() {
  const lines: string[] = [];
  return { lines, stream: { write: (line: string) => void lines.push(line) } };
}

describe('a log line', () => {
  it('never holds a secret, however deep it is nested', () => {
    const { lines, stream } = capture();
    const logger = createLogger({ service: 's', level: 'info' }, stream);
    logger.info(
      { token: 'canary1', request: { headers: { authorization: 'canary2' } }, plan: { env: { HF_TOKEN: 'canary3' } } },
      'x',
    );
    expect(lines.join('')).not.toContain('canary');
  });

  it('carries the correlation id of the work it belongs to', () => {
    const { lines, stream } = capture();
    const logger = createLogger({ service: 's', level: 'info' }, stream);
    withCorrelation('c-1', () => logger.info('inside'));
    logger.info('outside');
    expect(lines.map((line) => (JSON.parse(line) as { correlationId?: string }).correlationId)).toEqual([
      'c-1',
      undefined,
    ]);
  });

  it('is one line, whatever the text holds', () => {
    const { lines, stream } = capture();
    createLogger({ service: 's', level: 'info' }, stream).info('a\nb\r\n{"level":"fatal"}');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/);
  });
});
