import { existsSync, readFileSync } from 'node:fs';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { CONTROL_PLANE, AFTER_API } from '../launcher/stack/services.mjs';

interface ComposeService {
  readonly image: string;
  readonly build?: object;
  readonly pull_policy?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly command?: string | readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const here = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const root = new URL('../../', import.meta.url);
const text = here('../compose.yaml');
const compose = load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
};
const controlPlane = [...CONTROL_PLANE, ...AFTER_API];
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'enginehouse');
const programs = ours.filter(([name]) => name !== 'setup');
const mainOf = ({ command = [] }: ComposeService): string | undefined => {
  const words = typeof command === 'string' ? command.split(' ') : command;
  return words.find((word) => word.endsWith('/dist/main.js'));
};

describe('the compose file', () => {
  it.each(controlPlane)('runs %s with the environment that setup writes for it', (name) => {
    const wanted = [`--env-file=/setup/${name}.env`, `apps/${name}/dist/main.js`];
    expect(compose.services[name]?.command).toEqual(wanted);
  });

  it('runs a worker', () => {
    expect(programs.map(([, service]) => mainOf(service))).toContain('apps/runtime/dist/main.js');
  });

  it.each(programs)('starts %s from a program that there is', (_, service) => {
    const source = mainOf(service)?.replace('/dist/main.js', '/src/main.ts');
    expect(source !== undefined && existsSync(new URL(source, root))).toBe(true);
  });

  it.each(programs)('lets the port of %s be chosen, and its health be asked there', (_, service) => {
    expect(service.environment?.['HTTP_PORT']).toMatch(/^\$\{\w+_PORT:-\d+\}$/);
  });

  it('gives every setting a default or says which one is missing', () => {
    const settings = [...text.matchAll(/(?<!\$)\$(?:\{([^}]*)\}|\w+)/g)].map(([all, inner]) => inner ?? all);
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter((setting) => !/^\w+:(-|\?.)/.test(setting))).toEqual([]);
  });

  it('gives a setting the same default wherever it is used', () => {
    const defaults = [...text.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name, value]) => [name, value] as const);
    const first = new Map(defaults.toReversed());
    expect(defaults.filter(([name, value]) => first.get(name) !== value)).toEqual([]);
  });

  it('gives every port a default of its own', () => {
    const ports = [...new Set([...text.matchAll(/\$\{\w+_PORT:-\d+\}/g)].map(([all]) => all))];
    const numbers = ports.map((each) => /\d+(?=\}$)/.exec(each)?.[0]);
    expect(new Set(numbers).size).toBe(ports.length);
  });

  it('has no password in an environment, which docker inspect shows', () => {
    expect(text).not.toMatch(/\w*(PASSWORD|SECRET|TOKEN)\s*:\s*["']?[$\w]/);
  });

  it('is understood by docker-compose 1.29: the name of the project stands beside it', () => {
    expect(compose).not.toHaveProperty('name');
    expect(here('../.env')).toMatch(/^COMPOSE_PROJECT_NAME=enginehouse$/m);
  });
});

describe('the image of the compose file', () => {
  it('is built once, and never asked of a registry', () => {
    expect(ours.filter(([, { build }]) => build).map(([name]) => name)).toEqual(['setup']);
    expect(ours.filter(([, { pull_policy: policy }]) => policy !== 'never')).toEqual([]);
  });

  it('is read-only for every service', () => {
    expect(ours.filter(([, service]) => service.read_only !== true)).toEqual([]);
  });

  it('runs every service as the user whom setup.sh gives its files', () => {
    const names = /for service in ([\w ]+); do/.exec(here('setup.sh'))?.[1]?.split(' ') ?? [];
    const users = names.map((name) => compose.services[name]?.user?.split(':')[0]);
    expect(names).toEqual(expect.arrayContaining(controlPlane));
    expect(users).toEqual(names.map((_, index) => String(10_000 + index)));
  });
});
