// @ts-check
/** @typedef {{ type?: string, $ref?: string, const?: unknown, enum?: unknown[], anyOf?: Schema[], oneOf?: Schema[], items?: Schema, properties?: Record<string, Schema>, required?: string[], additionalProperties?: Schema | boolean, description?: string, pattern?: string }} Schema */

/** Says a JSON Schema in a few words. @param {Schema} schema @returns {string} */
export function typeText(schema) {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((each) => `\`${String(each)}\``).join(' ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map(typeText))].join(' or ');
  if (schema.type === 'array') return `list of ${typeText(schema.items ?? {})}`;
  if (schema.type === 'object' && schema.properties) return 'object';
  if (schema.type === 'object') {
    const values = typeof schema.additionalProperties === 'object' ? typeText(schema.additionalProperties) : 'anything';
    return `map of ${values}`;
  }
  return [schema.type ?? 'anything'].flat().join(' or ');
}

/** One row per field, nested objects dotted. @param {Schema} schema @param {string} [prefix] @returns {string[]} */
export function fieldRows(schema, prefix = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const optional = schema.required?.includes(name) ? '' : 'optional';
    const inner = field.type === 'array' ? field.items : field;
    const suffix = field.type === 'array' ? '[].' : '.';
    const nested = inner?.properties ? fieldRows(inner, path + suffix) : [];
    return [`| \`${path}\` | ${typeText(field).replaceAll('|', '\\|')} | ${optional} |`, ...nested];
  });
}
