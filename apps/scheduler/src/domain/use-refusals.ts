import { nameList, problemOf, type Problem } from '@enginehouse/contracts';

/** A version that cannot go, and who uses it. */
export interface UsedVersion {
  readonly version: string;
  readonly deployments: readonly string[];
}

const hint = 'Delete these deployments first, or deprecate the version so that no new ones choose it.';
const removalSeconds = 1;

/** The refusal to remove a backend that deployments use. */
export const backendInUse = (backend: string, deployments: readonly string[]): Problem =>
  problemOf('backend-in-use', `Backend ${backend} is used by ${list(deployments)}.`, { hint, extra: { deployments } });

/** The refusal to remove versions that deployments use: all of them, so that nobody has to ask version by version. */
export function versionsInUse(backend: string, used: readonly UsedVersion[]): Problem {
  const sentences = used.map(
    ({ version, deployments }) => `Version ${JSON.stringify(version)} of ${backend} is used by ${list(deployments)}.`,
  );
  const deployments = [...new Set(used.flatMap((each) => each.deployments))];
  return problemOf('version-in-use', sentences.join(' '), { hint, extra: { deployments } });
}

/** The refusal to begin to use what is being removed at this moment. */
export function beingRemoved(backend: string, version?: string): Problem {
  const what = version === undefined ? backend : `Version ${JSON.stringify(version)} of ${backend}`;
  const detail = `${what} is being removed just now.`;
  const path = [version === undefined ? 'backend' : 'version'];
  return problemOf('backend-being-removed', detail, {
    hint: 'Try again in a moment: by then it is gone, or its removal was refused.',
    retryAfterSeconds: removalSeconds,
    errors: [{ code: 'backend-being-removed', path, detail }],
  });
}

/** The refusal of a reading of the backend that is older than the last removal from it. */
export const readTooEarly = (backend: string, revision: number, fence: number): Problem =>
  problemOf(
    'backend-being-removed',
    `${backend} was read at revision ${revision}, but something was removed from it up to revision ${fence}.`,
    {
      hint: "Try again in a moment. If that does not help, the catalog's log was restored from an older copy: change the backend once.",
      retryAfterSeconds: removalSeconds,
    },
  );

function list(names: readonly string[]): string {
  const noun = names.length === 1 ? 'the deployment' : `${names.length} deployments:`;
  return `${noun} ${nameList(names)}`;
}
