// @ts-check

const bits = new DataView(new ArrayBuffer(4));

/**
 * A number in IEEE 754 half precision; too small becomes 0, too large infinity, the rest is cut, not rounded.
 *
 * @param {number} value
 */
export function toFloat16(value) {
  bits.setFloat32(0, value);
  const single = bits.getUint32(0);
  const sign = (single >>> 16) & 0x8000;
  // The exponent counts from 127 in single precision and from 15 in half.
  const exponent = ((single >>> 23) & 0xff) - 112;
  if (exponent <= 0) return sign;
  if (exponent >= 31) return sign | 0x7c00;
  return sign | (exponent << 10) | ((single >>> 13) & 0x3ff);
}
