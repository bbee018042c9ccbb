// @ts-check
import { toFloat16 } from './float16.mjs';

/**
 * The GGUF file format (version 3): a head, named values, the list of tensors, and their numbers, each aligned.
 *
 * @typedef {{ type: 'uint32' | 'int32' | 'float32' | 'bool', value: number }} Scalar
 * @typedef {{ type: 'string', value: string }} Text
 * @typedef {{ type: 'strings', value: readonly string[] } | { type: 'int32s' | 'float32s', value: readonly number[] }} List
 * @typedef {Readonly<Record<string, Scalar | Text | List>>} Metadata
 */

const ALIGNMENT = 32;
const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };
const TENSOR_TYPE = { float32: 0, float16: 1 };

/**
 * @param {Metadata} metadata
 * @param {readonly import('./weights.mjs').Tensor[]} tensors
 * @returns {Buffer}
 */
export function writeGguf(metadata, tensors) {
  const contents = tensors.map(({ values, precise }) => (precise ? singles(values) : halves(values)));
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([name, value]) => [string(name), ...tagged(value)]),
    ...tensorList(tensors, contents),
  ]);
  return Buffer.concat([head, ...contents].flatMap((part) => [part, Buffer.alloc(padding(part.length))]));
}

/** @param {readonly import('./weights.mjs').Tensor[]} tensors @param {readonly Buffer[]} contents */
function tensorList(tensors, contents) {
  let offset = 0;
  return tensors.flatMap(({ name, shape, precise }, index) => {
    const size = contents[index]?.length ?? 0;
    const type = precise ? TENSOR_TYPE.float32 : TENSOR_TYPE.float16;
    const row = [string(name), uint32(shape.length), ...shape.map(uint64), uint32(type), uint64(offset)];
    offset += size + padding(size);
    return row;
  });
}

/** @param {Scalar | Text | List} field @returns {Buffer[]} */
function tagged(field) {
  switch (field.type) {
    case 'string':
      return [uint32(TYPE.string), string(field.value)];
    case 'strings':
      return [...array(TYPE.string, field.value.length), ...field.value.map(string)];
    case 'int32s':
      return [...array(TYPE.int32, field.value.length), ...field.value.map(int32)];
    case 'float32s':
      return [...array(TYPE.float32, field.value.length), ...field.value.map(float32)];
    case 'bool':
      return [uint32(TYPE.bool), Buffer.from([field.value])];
    case 'uint32':
      return [uint32(TYPE.uint32), uint32(field.value)];
    case 'int32':
      return [uint32(TYPE.int32), int32(field.value)];
    case 'float32':
      return [uint32(TYPE.float32), float32(field.value)];
  }
}

/** @param {number} type @param {number} length */
function array(type, length) {
  return [uint32(TYPE.array), uint32(type), uint64(length)];
}

/** @param {string} text */
function string(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

/** @param {number} value */
function uint32(value) {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

/** @param {number} value */
function int32(value) {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

/** @param {number} value */
function uint64(value) {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

/** @param {number} value */
function float32(value) {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

/** @param {Float32Array} values */
function singles(values) {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** @param {Float32Array} values */
function halves(values) {
  const numbers = Uint16Array.from(values, toFloat16);
  return Buffer.from(numbers.buffer);
}

/** @param {number} length */
function padding(length) {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}
