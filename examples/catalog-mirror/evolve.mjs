/** A backend after an event; undefined where there is none. What this program does not know changes nothing. */
export function evolve(backend, { type, data }) {
  if (type === 'BackendRegistered' || type === 'BackendRolledBack') {
    return { source: data.source, definition: data.definition };
  }
  if (type === 'BackendDeleted' || !backend) {
    return undefined;
  }
  const change = changes[type];
  return change ? { ...backend, definition: change(backend.definition, data) } : backend;
}

const changes = {
  BackendDescribed: (definition, { changes }) => withFields(definition, changes),
  DefaultVersionSet: (definition, { version }) => withFields(definition, { default_version: version }),
  VersionAdded: (definition, { version }) => ({ ...definition, versions: [...definition.versions, version] }),
  VersionChanged: (definition, { version }) => changed(definition, version.name, () => version),
  VersionDeprecated: (definition, { version, message }) =>
    changed(definition, version, (old) => ({ ...old, deprecated: message })),
  VersionRestored: (definition, { version }) =>
    changed(definition, version, ({ deprecated: _deprecated, ...rest }) => rest),
  VersionRemoved: (definition, { version }) => ({
    ...definition,
    versions: definition.versions.filter(({ name }) => name !== version),
  }),
  VersionsReordered: (definition, { versions }) => ({
    ...definition,
    versions: definition.versions.toSorted((a, b) => versions.indexOf(a.name) - versions.indexOf(b.name)),
  }),
};

/** `null` clears a field. */
const withFields = (definition, fields) =>
  Object.fromEntries(Object.entries({ ...definition, ...fields }).filter(([, value]) => value !== null));

const changed = (definition, name, change) => ({
  ...definition,
  versions: definition.versions.map((version) => (version.name === name ? change(version) : version)),
});
