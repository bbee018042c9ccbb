// PostgreSQL's binary array format: no quoting to write, none to parse. That is a third of an append's CPU time.
const headerBytes = 20;

function header(target: Buffer, elementType: number, length: number): void {
  target.writeInt32BE(1, 0); // dimensions
  target.writeInt32BE(0, 4); // holds no null
  target.writeInt32BE(elementType, 8);
  target.writeInt32BE(length, 12);
  target.writeInt32BE(1, 16); // lower bound
}

/** Encodes a `text[]` parameter. */
export function textArray(values: readonly string[]): Buffer {
  const sizes = values.map((value) => Buffer.byteLength(value));
  const target = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, headerBytes));
  header(target, 25, values.length);
  let at = headerBytes;
  values.forEach((value, index) => {
    at = target.writeInt32BE(sizes[index] ?? 0, at);
    at += target.write(value, at);
  });
  return target;
}

/** Encodes an `int[]` parameter. */
export function intArray(values: readonly number[]): Buffer {
  const target = Buffer.allocUnsafe(headerBytes + values.length * 8);
  header(target, 23, values.length);
  values.forEach((value, index) => {
    target.writeInt32BE(4, headerBytes + index * 8);
    target.writeInt32BE(value, headerBytes + index * 8 + 4);
  });
  return target;
}

/** Encodes a `bigint[]` parameter from safe integers. */
export function bigintArray(values: readonly number[]): Buffer {
  const target = Buffer.allocUnsafe(headerBytes + values.length * 12);
  header(target, 20, values.length);
  values.forEach((value, index) => {
    target.writeInt32BE(8, headerBytes + index * 12);
    target.writeBigInt64BE(BigInt(value), headerBytes + index * 12 + 4);
  });
  return target;
}

/** Encodes a `uuid[]` parameter. */
export function uuidArray(values: readonly string[]): Buffer {
  const target = Buffer.allocUnsafe(headerBytes + values.length * 20);
  header(target, 2950, values.length);
  values.forEach((value, index) => {
    target.writeInt32BE(16, headerBytes + index * 20);
    target.write(value.replaceAll('-', ''), headerBytes + index * 20 + 4, 16, 'hex');
  });
  return target;
}
