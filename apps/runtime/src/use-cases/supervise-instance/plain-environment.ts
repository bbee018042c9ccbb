import { err, isSealed, ok, type ContainerPlan, type Result } from '@enginehouse/contracts';
import { openSecret } from '@enginehouse/service-kit';
import type { StartFailure } from '../../domain/start-failure.js';

/** What stands wherever a secret would be shown. */
export const hidden = '[secret]';

/** An environment with its sealed values opened: for the container only. */
export function plainEnvironment(
  env: ContainerPlan['env'],
  secretsKey: string | null,
): Result<Readonly<Record<string, string>>, StartFailure> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const opened = isSealed(value) ? open(value, secretsKey) : ok(value);
    if (!opened.ok) {
      return err({ code: 'secret-unreadable', detail: `the value of ${name} cannot be opened here: ${opened.error}` });
    }
    plain[name] = opened.value;
  }
  return ok(plain);
}

/** The same environment as it may be shown. */
export const shownEnvironment = (env: ContainerPlan['env']): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, isSealed(value) ? hidden : value]));

const shortestHidden = 6;

/** Takes an instance's secrets out of what its container wrote. Very short values stay: they would hide half of any text. */
export function secretFilter(env: ContainerPlan['env'], secretsKey: string | null): (line: string) => string {
  const sealed = Object.values(env).filter(isSealed);
  const opened = sealed.map((value) => open(value, secretsKey)).flatMap((result) => (result.ok ? [result.value] : []));
  const secrets = opened.filter((value) => value.length >= shortestHidden).toSorted((a, b) => b.length - a.length);
  return (line) => secrets.reduce((text, secret) => text.replaceAll(secret, hidden), line);
}

const open = (value: string, secretsKey: string | null): Result<string, string> =>
  secretsKey === null ? err('this worker has no secrets key') : openSecret(value, secretsKey);
