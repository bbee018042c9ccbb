import { expect, it } from 'vitest';
import { pictureIn } from './picture-in.js';

const png = Buffer.from('\u0089PNG\r\n\u001A\nrest', 'latin1');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

it('finds a picture in a data address and in bare base64', () => {
  expect(pictureIn(`data:image/png;base64,${png.toString('base64')}`)).toEqual({ bytes: png, type: 'image/png' });
  expect(pictureIn(png.toString('base64'))).toEqual({ bytes: png, type: 'image/png' });
  expect(pictureIn(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`)).toEqual({
    bytes: Buffer.from(svg),
    type: 'image/svg+xml',
  });
});

it('knows the type from the bytes, whatever the address says', () => {
  const types = [Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('GIF89a'), Buffer.from('RIFF1234WEBPVP8 ')];
  const read = types.map((bytes) => pictureIn(`data:image/png;base64,${bytes.toString('base64')}`)?.type);
  expect(read).toEqual(['image/jpeg', 'image/gif', 'image/webp']);
});

it('finds none in a page, an address elsewhere, a name, or in nothing', () => {
  const page = `data:image/png;base64,${Buffer.from('<html><script>1</script>').toString('base64')}`;
  const icons = [
    page,
    'https://example.org/icon.png',
    'data:text/html,<svg>',
    'data:image/svg+xml,%E0%A4%A',
    'llama',
    '',
  ];
  expect([...icons, undefined].map((icon) => pictureIn(icon))).toEqual(Array.from({ length: 7 }));
});
