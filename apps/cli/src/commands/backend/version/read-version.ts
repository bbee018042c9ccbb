import { backendView, problemOf, ProblemError, type VersionImage } from '@enginehouse/contracts';
import { path } from '../../../command.js';
import type { Session } from '../../../session.js';

interface ReadVersion {
  readonly revision: number;
  readonly images: readonly VersionImage[];
}

/** The images of a version, and the revision of the backend they were read at. */
export async function readVersion(session: Session, name: string, version: string): Promise<ReadVersion> {
  const { value } = await session.api.typed(backendView, 'GET', path`/v1/backends/${name}`);
  const { versions } = value.definition;
  const found = versions.find((each) => each.name === version);
  if (found) return { revision: value.revision, images: found.images };
  throw new ProblemError(
    problemOf('version-not-found', `Backend ${value.name} has no version ${JSON.stringify(version)}.`, {
      hint: `Its versions are: ${versions.map((each) => each.name).join(', ') || 'none'}.`,
    }),
  );
}
