import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { crc32, deflateSync } from 'node:zlib';
import { readIndex } from '@enginehouse/market-index';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SharpIconMaker } from './sharp-icon-maker.js';

const maker = new SharpIconMaker();
const touched: string[] = [];
let canary: Server;
let folder: string;
let outside: string;

beforeAll(async () => {
  canary = createServer((request, response) => {
    touched.push(request.url ?? '');
    response.end();
  });
  canary.on('connection', () => touched.push('connection'));
  await once(canary.listen(0, '127.0.0.1'), 'listening');
  outside = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  folder = await mkdtemp(`${tmpdir()}/icons-`);
  const red = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
  await writeFile(`${folder}/red.png`, await red.png().toBuffer());
  await writeFile(`${folder}/secret.txt`, 'SECRET');
});

afterAll(async () => {
  maker.close();
  canary.close();
  await rm(folder, { recursive: true });
});

const base64 = (content: string | Buffer): string => Buffer.from(content).toString('base64');
const svg = (content: string, attributes = 'width="64" height="64"'): string =>
  base64(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xi="http://www.w3.org/2001/XInclude" ${attributes}>${content}</svg>`,
  );

/** The remade picture, as bytes. */
async function remade(icon: string): Promise<Buffer> {
  const result = await maker.remake(icon);
  if (!result.ok) throw new Error(result.error.detail);
  expect(result.value).toMatch(/^data:image\/png;base64,/);
  return Buffer.from(result.value.slice('data:image/png;base64,'.length), 'base64');
}

const refusal = async (icon: string): Promise<string> => {
  const result = await maker.remake(icon);
  return result.ok ? 'taken' : result.error.detail;
};

/** How much of the picture is drawn at all, from 0 to 255. */
const opacity = async (png: Buffer): Promise<number> => {
  const { channels } = await sharp(png).ensureAlpha().stats();
  return channels[3]?.mean ?? 0;
};

const frame = (background: string) =>
  sharp({ create: { width: 20, height: 20, channels: 3, background } })
    .png()
    .toBuffer();

const filters = (count: number, filter: string): string =>
  svg(
    `<filter id="f" x="0" y="0" width="1" height="1">${filter.repeat(count)}</filter><rect width="64" height="64" filter="url(#f)"/>`,
  );

const tenTimes = (index: number) => `<g id="a${index + 1}">${`<use href="#a${index}"/>`.repeat(10)}</g>`;

describe('an icon that is made anew', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('becomes a PNG of at most 128 x 128 from a %s', async (kind) => {
    const source = sharp({ create: { width: 400, height: 200, channels: 3, background: 'blue' } });
    const { format, width, height } = await sharp(
      await remade(base64(await source.toFormat(kind).toBuffer())),
    ).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 128, height: 64 });
  });

  it('is not made larger than it was, but a drawing is drawn in full size', async () => {
    const small = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'blue' } })
      .png()
      .toBuffer();
    expect((await sharp(await remade(base64(small))).metadata()).width).toBe(9);
    const drawn = await remade(svg('<circle cx="8" cy="8" r="8"/>', 'viewBox="0 0 16 16"'));
    expect((await sharp(drawn).metadata()).width).toBe(128);
  });

  it('keeps nothing of its author but the pixels', async () => {
    const source = sharp({ create: { width: 20, height: 20, channels: 3, background: 'blue' } });
    const tagged = await source
      .withExif({ IFD0: { Artist: 'SOMEBODY' } })
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(tagged.includes('SOMEBODY')).toBe(true);
    const polyglot = Buffer.concat([tagged, Buffer.from('<script>alert(1)</script>PK\x03\x04')]);
    const png = await remade(base64(polyglot));
    const { exif, icc, xmp, iptc } = await sharp(png).metadata();
    expect([exif, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(png.includes('SOMEBODY') || png.includes('script')).toBe(false);
  });

  it('shows one frame of a moving picture', async () => {
    const frames = [await frame('red'), await frame('blue')];
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(moving, { animated: true }).metadata()).pages).toBe(2);
    const { pages, height } = await sharp(await remade(base64(moving))).metadata();
    expect([pages ?? 1, height]).toEqual([1, 20]);
  });

  it('is the same every time, also when several wait', async () => {
    const icon = svg('<rect width="9" height="9" fill="teal"/>');
    const all = await Promise.all(Array.from({ length: 20 }, () => maker.remake(icon)));
    expect(new Set(all.map((each) => each.ok && each.value)).size).toBe(1);
  });
});

/** GPUStack's own list is not part of this repository; it is read beside it where it is. */
const real = new URL('../../../../../../shared/data/community-backends.yaml', import.meta.url);

it.skipIf(!existsSync(real))(
  "makes every icon of GPUStack's list (skipped where ../shared/data is absent)",
  async () => {
    const read = readIndex([{ path: 'list.yaml', bytes: await readFile(real) }], { enginehouseVersion: '0.1.0' });
    const icons = read.ok ? read.value.entries.map(({ definition }) => definition.icon ?? '') : [];
    expect(icons).toHaveLength(8);
    for (const icon of icons) expect((await remade(icon)).length).toBeLessThan(64 * 1024);
  },
);

it('makes every icon of the source that comes with Enginehouse', async () => {
  const bytes = await readFile(new URL('../../builtin/index.yaml', import.meta.url));
  const read = readIndex([{ path: 'index.yaml', bytes }], { enginehouseVersion: '99' });
  const icons = read.ok ? read.value.entries.map(({ definition }) => definition.icon ?? '') : [];
  expect(icons.length).toBeGreaterThanOrEqual(8);
  for (const icon of icons) expect(await opacity(await remade(icon))).toBeGreaterThan(200);
});

describe('a drawing with more than a picture in it', () => {
  it('runs no script', async () => {
    const icon = svg(
      `<script>fetch('${outside}/s')</script><rect width="64" height="64" fill="lime"/><foreignObject><iframe src="${outside}/f"/></foreignObject>`,
      `width="64" height="64" onload="fetch('${outside}/onload')"`,
    );
    expect(await opacity(await remade(icon))).toBe(255);
  });

  it('reaches nothing outside, neither other hosts nor files', async () => {
    const references = [`${outside}/a.png`, `file://${folder}/red.png`, `${folder}/red.png`, `//127.0.0.1/a.png`];
    const images = references.map(
      (url) => `<image href="${url}" width="64" height="64"/><image xlink:href="${url}" width="64" height="64"/>`,
    );
    const more = [
      `<use href="${outside}/u.svg#a"/>`,
      `<style>@import url("${outside}/c.css"); @font-face { font-family: a; src: url("${outside}/f.woff") }</style>`,
      `<?xml-stylesheet href="${outside}/x.css"?>`,
      `<rect width="0" height="0" fill="url(${outside}/g.svg#a)"/>`,
      `<filter id="f"><feImage href="${outside}/fe.png"/></filter><g filter="url(#f)"><rect width="0" height="0"/></g>`,
      `<text y="30" font-size="30"><xi:include href="file://${folder}/secret.txt" parse="text"/></text>`,
      `<xi:include href="${outside}/xi" parse="xml"/>`,
    ];
    expect(await opacity(await remade(svg(images.join(''))))).toBe(0);
    for (const each of more) expect(await opacity(await remade(svg(each)))).toBe(0);
  });

  it('does not read what its document type names', async () => {
    const drawing =
      '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64"/></svg>';
    expect(await opacity(await remade(base64(`<!DOCTYPE svg SYSTEM "${outside}/a.dtd">${drawing}`)))).toBe(255);
  });

  it.each([
    ['another file', '<!ENTITY a SYSTEM "file:///etc/hostname">'],
    ['a text without end', '<!ENTITY b "bbbbbbbbbb"><!ENTITY a "&b;&b;&b;&b;&b;&b;&b;&b;">'],
  ])('is refused where its entities stand for %s', async (_, entities) => {
    const icon = base64(`<!DOCTYPE svg [${entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`);
    expect(await refusal(icon)).toBe('The icon was not taken over. An SVG with entities of its own is not read.');
  });

  it('is refused where its entities are written in another encoding', async () => {
    const inUtf7 = `<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE svg +AFsAPAAh-ENTITY a SYSTEM "file://${folder}/secret.txt"+AD4AXQA+-<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><text y="30">&a;</text></svg>`;
    expect(await refusal(base64(inUtf7))).toMatch(/^The icon was not taken over\./);
  });

  it('never made a connection', () => {
    expect(touched).toEqual([]);
  });
});

describe('a picture that is meant to hurt', () => {
  it('is given up when its time is over, and the next one is made all the same', async () => {
    const quick = new SharpIconMaker({ timeoutMs: 1500, idleMs: 1000 });
    const endless = filters(2000, '<feMorphology operator="dilate" radius="100"/>');
    const started = performance.now();
    const [late, next] = await Promise.all([quick.remake(endless), quick.remake(svg('<rect width="9" height="9"/>'))]);
    expect(late).toMatchObject({
      ok: false,
      error: { detail: 'The icon was not taken over. It takes too long to draw.' },
    });
    expect(next.ok).toBe(true);
    expect(performance.now() - started).toBeLessThan(15_000);
    quick.close();
  });

  it.each([
    [
      'that copies itself again and again',
      () => {
        return svg(
          `<g id="a0"><rect width="9" height="9"/></g>${Array.from({ length: 12 }, (_, index) => tenTimes(index)).join('')}<use href="#a12"/>`,
        );
      },
    ],
    ['of huge size', () => svg('<rect width="9" height="9"/>', 'width="1000000" height="1000000"')],
    ['that is no XML', () => base64('<svg xmlns="http://www.w3.org/2000/svg"><rect></svg>')],
  ])('is refused: a drawing %s', { timeout: 30_000 }, async (_, icon) => {
    expect(await refusal(icon())).toMatch(/^The icon was not taken over\. It /);
  });

  it('is refused where it unpacks to more pixels than a picture may have', async () => {
    expect(await refusal(base64(pngOf(30_000, 30_000, Buffer.alloc(10_000_000))))).toBe(
      'The icon was not taken over. It has more than 4096 x 4096 pixels.',
    );
  });

  it('is refused where the packed data are longer than its size says, or end early', async () => {
    expect(await refusal(base64(pngOf(4000, 4000, Buffer.alloc(1000))))).toMatch(/It is damaged/);
    const whole = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .jpeg()
      .toBuffer();
    expect(await refusal(base64(whole.subarray(0, whole.length / 2)))).toMatch(/It is damaged/);
  });

  it('is refused where it only begins like a picture', async () => {
    expect(await refusal(base64('GIF89a/*<svg/onload=alert(1)>*/=1;'))).toMatch(/It is damaged/);
    expect(
      await refusal(base64(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('<svg/>')]))),
    ).toMatch(/It is damaged/);
  });
});

/** A PNG that says what it likes of its size, whatever its data are. */
function pngOf(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
