import { runnableDefinition, type BackendPin, type BackendView } from '@enginehouse/contracts';

/** What a deployment keeps of a backend: the exact definition, without what only people read. */
export const pinOf = ({ name, revision, source, definition }: BackendView): BackendPin => ({
  backend: name,
  revision,
  source,
  definition: runnableDefinition.parse(definition),
});
