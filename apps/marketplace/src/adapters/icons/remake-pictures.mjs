// @ts-check
/**
 * Makes pictures anew, as a process of its own: decoding runs in native code, which nothing but the end of its process
 * can interrupt, and which should see no secret of the service. It is started with an empty environment.
 */
import { setPriority } from 'node:os';
import sharp from 'sharp';

const side = 128;
const maxPixels = 4096 * 4096;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
const loaders = ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Svg'];
sharp.unblock({ operation: loaders.map((kind) => `VipsForeignLoad${kind}Buffer`) });
lowerPriority();

/** @typedef {{ id: number, bytes: Uint8Array, isDrawing: boolean }} Order */

process.on('message', (/** @type {Order} */ { id, bytes, isDrawing }) => {
  remake(bytes, isDrawing).then(
    (png) => process.send?.({ id, png }),
    (error) => process.send?.({ id, refused: reasonOf(error) }),
  );
});
process.on('disconnect', () => process.exit());

/** The first frame, at most as large as a card shows it, with nothing but its pixels. @param {Uint8Array} bytes @param {boolean} isDrawing */
async function remake(bytes, isDrawing) {
  const options = { limitInputPixels: maxPixels, failOn: /** @type {const} */ ('error'), autoOrient: true };
  const density = isDrawing ? await densityOf(bytes, options) : undefined;
  return sharp(bytes, { ...options, ...(density && { density }) })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** At which a drawing, which has no pixels yet, gets as many as are wanted. @param {Uint8Array} bytes @param {object} options */
async function densityOf(bytes, options) {
  const { width, height } = await sharp(bytes, options).metadata();
  return Math.min(2400, Math.max(1, (72 * side) / Math.max(width, height, 1)));
}

/** @param {unknown} error */
function reasonOf(error) {
  const message = error instanceof Error ? error.message : '';
  if (/pixel limit|too large/i.test(message)) return 'It has more than 4096 x 4096 pixels.';
  return 'It is damaged, or asks for more than a picture may.';
}

/** Whoever waits for an answer of the service comes first. */
function lowerPriority() {
  try {
    setPriority(10);
  } catch {
    // Not allowed here: then it runs like everything else.
  }
}
