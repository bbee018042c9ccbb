export { definitionFor } from './definition-arbitrary.contract.js';
export { acceptedCodes } from './outcome.contract.js';
export { vectors, type Vector } from './vectors.contract.js';
export { asVector, documentOf, type YamlVector } from './yaml-vector.contract.js';
