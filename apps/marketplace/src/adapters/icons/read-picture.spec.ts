import { describe, expect, it } from 'vitest';
import { maxIconBytes, readPicture } from './read-picture.js';

const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>';
const base64 = (content: string | Buffer): string => Buffer.from(content).toString('base64');

describe('an icon', () => {
  it.each([
    ['bare base64', base64(png)],
    ['base64 with line ends', `\n${base64(png).replace(/(.{4})/g, '$1\n')}`],
    ['a data: URL', `data:image/png;base64,${base64(png)}`],
    ['a data: URL with a parameter', `data:image/png;charset=utf-8;base64,${base64(png)}`],
    ['a data: URL that claims another kind', `data:text/html;base64,${base64(png)}`],
    ['a data: URL whose base64 is escaped', `data:image/png;base64,${encodeURIComponent(base64(png))}`],
  ])('may be %s', (_, icon) => {
    expect(readPicture(icon)).toEqual({ ok: true, value: { bytes: png, isDrawing: false } });
  });

  it.each([
    ['base64', base64(svg), svg],
    ['escaped', `data:image/svg+xml,${encodeURIComponent(svg)}`, svg],
    ['as it is', `data:image/svg+xml;utf8,${svg.replace('8 8', '100%')}`, svg.replace('8 8', '100%')],
    [
      'with a prologue',
      base64(`<?xml version="1.0"?>\n<!-- <x> -->\n${svg}`),
      `<?xml version="1.0"?>\n<!-- <x> -->\n${svg}`,
    ],
    ['with a plain document type', base64(`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">${svg}`), undefined],
    ['with a prefix', base64('<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'), undefined],
  ])('may be an SVG, %s', (_, icon, text) => {
    const read = readPicture(icon);
    expect(read).toMatchObject({ ok: true, value: { isDrawing: true } });
    expect(read.ok && text !== undefined ? read.value.bytes.toString() : text).toBe(text);
  });

  it.each([
    ['GIF', Buffer.from('GIF89a')],
    ['JPEG', Buffer.of(0xff, 0xd8, 0xff, 0xe0)],
    ['WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
  ])('may be a %s', (_, bytes) => {
    expect(readPicture(base64(bytes)).ok).toBe(true);
  });

  it.each([
    [
      'an address',
      'https://example.org/icon.png',
      'An icon is a data: URL or base64, part of the index itself; addresses are not fetched.',
    ],
    ['nothing', '', 'An icon is a data: URL or base64, part of the index itself; addresses are not fetched.'],
    ['a text', 'data:text/plain,hello', 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    ['a TIFF', base64(Buffer.from('II*\0')), 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    ['a PDF', base64('%PDF-1.7'), 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    ['a page that holds an SVG', base64(`<html>${svg}</html>`), 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    ['a comment without end', base64(`<!-- ${svg}`), 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    ['an SVG in UTF-16', base64(Buffer.from(`\uFEFF${svg}`, 'utf16le')), 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    ['a compressed SVG', base64(Buffer.of(0x1f, 0x8b, 8)), 'It is no PNG, JPEG, WebP, GIF or SVG.'],
    [
      'an SVG with entities',
      base64(`<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`),
      'An SVG with entities of its own is not read.',
    ],
    ['too many bytes', base64(Buffer.concat([png, Buffer.alloc(maxIconBytes)])), 'It is larger than 256 KiB.'],
    ['too many characters', 'A'.repeat(4 * maxIconBytes), 'It is larger than 256 KiB.'],
  ])('is refused where it is %s', (_, icon, reason) => {
    expect(readPicture(icon)).toEqual({ ok: false, error: reason });
  });
});
