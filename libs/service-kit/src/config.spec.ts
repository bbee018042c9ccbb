import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databaseEnv, parseConfig, serviceEnv } from './config.js';

const schema = z.object({ ...serviceEnv, ...databaseEnv });
const good = { HTTP_PORT: '8080', NATS_URL: 'nats://h', DATABASE_URL: 'postgres://h/d' };

describe('a configuration', () => {
  it('is typed, has defaults and cannot be changed', () => {
    const result = parseConfig(schema, good);
    expect(result).toMatchObject({ config: { HTTP_HOST: '127.0.0.1', HTTP_PORT: 8080, LOG_LEVEL: 'info' } });
    expect('config' in result && Object.isFrozen(result.config)).toBe(true);
  });

  it('reports all problems at once, by variable', () => {
    const result = parseConfig(schema, { HTTP_PORT: 'x', DATABASE_URL: 'mysql://h' });
    expect('problems' in result && result.problems.map((each) => each.name).sort()).toEqual([
      'DATABASE_URL',
      'HTTP_PORT',
      'NATS_URL',
    ]);
  });

  it('takes an empty variable as not set', () => {
    expect(parseConfig(schema, { ...good, NATS_URL: '' })).toMatchObject({
      problems: [{ name: 'NATS_URL', detail: 'is required and not set' }],
    });
  });
});
