/** The YAML reader beneath, for libraries that read texts which hold backends among other things. */
export { knownBackendFields, knownVersionFields } from './backend-fields.js';
export { locate } from './locate.js';
export type { LineIndex, TextPosition } from './line-index.js';
export { withPositions, type LocatedError } from './located-error.js';
export { brokenLimit } from './node-size.js';
export { importBackendNode, type YamlPlace } from './parse-backend-yaml.js';
export type { MappingEntry, MappingNode, NodeSize, ScalarNode, SequenceNode, YamlNode } from './yaml-node.js';
export { FieldReader, present } from './field-reader.js';
export { backendInYaml, printYaml } from './print-backend-yaml.js';
export { readYamlText, type YamlText, type YamlTextLimits } from './yaml-text.js';
