import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkdownItRenderer } from './markdown-it-renderer.js';

const renderer = new MarkdownItRenderer();
const render = (text: string): string => renderer.render(text);

describe('Markdown of a publisher', () => {
  it('becomes HTML with headings, lists, tables and code', () => {
    const html = render('# Title\n\n- **one**\n- `two`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\ncurl x\n```\n');
    expect(html).toContain('<h1>Title</h1>');
    expect(html).toContain('<li><strong>one</strong></li>');
    expect(html).toContain('<td>1</td>');
    expect(html).toContain('<code class="language-sh">curl x');
  });

  it.each([
    [
      '[a](https://example.org/?x=1&y=2 "t")',
      '<a href="https://example.org/?x=1&amp;y=2" title="t" rel="noopener nofollow ugc">a</a>',
    ],
    ['<http://example.org/>', '<a href="http://example.org/" rel="noopener nofollow ugc">http://example.org/</a>'],
    ['https://example.org/a', '<a href="https://example.org/a" rel="noopener nofollow ugc">https://example.org/a</a>'],
    ['[mail](mailto:a@example.org)', '<a href="mailto:a@example.org" rel="noopener nofollow ugc">mail</a>'],
    ['[a][1]\n\n[1]: https://example.org/', '<a href="https://example.org/" rel="noopener nofollow ugc">a</a>'],
  ])('links to pages and to mail, without giving anything away: %j', (text, html) => {
    expect(render(text)).toBe(`<p>${html}</p>\n`);
  });

  it('names files and versions without making links of them', () => {
    expect(render('see readme.md, vllm.ai and 1.2.3.4')).toBe('<p>see readme.md, vllm.ai and 1.2.3.4</p>\n');
  });

  it.each([
    ['![logo](https://example.org/l.png)', '<a href="https://example.org/l.png" rel="noopener nofollow ugc">logo</a>'],
    [
      '![](https://example.org/l.png)',
      '<a href="https://example.org/l.png" rel="noopener nofollow ugc">https://example.org/l.png</a>',
    ],
    [
      '[![badge](https://example.org/b.svg)](https://example.org/ci)',
      '<a href="https://example.org/ci" rel="noopener nofollow ugc">badge</a>',
    ],
    [
      '![<img src=x>](https://example.org/"onerror="a)',
      '<a href="https://example.org/%22onerror=%22a" rel="noopener nofollow ugc">&lt;img src=x&gt;</a>',
    ],
  ])('shows pictures as links: %j', (text, html) => {
    expect(render(text)).toBe(`<p>${html}</p>\n`);
  });

  it('is cut where it is too long to be read', () => {
    const html = render(`${'word '.repeat(15_000)}\n${'next '.repeat(15_000)}`);
    expect(html).not.toContain('next');
    expect(html).toContain('…');
    expect(render('😀'.repeat(60_000))).not.toMatch(/\p{Surrogate}/u);
  });
});

const attacks: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<style>@import "https://evil.example/"</style>',
  '<!-- --><script>alert(1)</script>',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?php echo 1 ?>',
  '<details open ontoggle=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61)',
  '[x](javascript&colon;alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:image/png;base64,AAAA)',
  '[x](data:image/svg+xml;base64,PHN2Zy8+)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://a/b)',
  '[x](//evil.example/)',
  '[x](/v1/tokens)',
  '[x](../tokens)',
  '[x](#tokens)',
  '[x](?a=b)',
  '[x](\x01javascript:alert(1))',
  '[x]( javascript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '<javascript:alert(1)>',
  '<data:text/html,x>',
  'javascript:alert(1)',
  'ftp://evil.example/a',
  '//evil.example/a',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  '![x](//evil.example/pixel.png)',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '[x](https://a.example "><script>alert(1)</script>")',
  '[x](https://a.example \'" onmouseover="alert(1)\')',
  '[x](https://a.example/"onmouseover="alert(1))',
  '[<script>alert(1)</script>](https://a.example)',
  '```"><script>alert(1)</script>\nx\n```',
  '``` x" onload="alert(1)\nx\n```',
  '`<script>alert(1)</script>`',
  '    <script>alert(1)</script>',
  '| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<https://a.example/"onclick="alert(1)>',
  '[a](https://a.example/\u202Egnp.exe)',
  '[x](mailto:)',
  '[x](https://)',
  '[x](https:///a)',
];

const allowedTags = /^\/?(?:p|a|em|strong|s|code|pre|ul|ol|li|h[1-6]|blockquote|hr|br|table|thead|tbody|tr|th|td)$/;
const allowedAttribute =
  /^ (?:href="(?:https?:\/\/|mailto:)[^"<>\s]*"|title="[^"<>]*"|rel="noopener nofollow ugc"|class="language-[^"<>]*"|style="text-align:(?:left|right|center)"|start="\d+")/i;

/** What of the HTML should not be there: any tag or attribute but the few that rendering makes. */
function strangeIn(html: string): readonly string[] {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  return tags.filter((tag) => {
    const [, name = '', attributes = ''] = /^<(\/?\w+)((?:[^>])*)>$/.exec(tag) ?? [];
    let rest = attributes;
    while (allowedAttribute.test(rest)) rest = rest.replace(allowedAttribute, '');
    return !allowedTags.test(name) || rest !== '';
  });
}

describe('Markdown of an attacker', () => {
  it.each(attacks)('becomes nothing but text and harmless links: %j', (text) => {
    expect(strangeIn(render(text))).toEqual([]);
    expect(strangeIn(render(`> - ${text}\n\n*${text}*\n\n[${text}](https://a.example)\n`))).toEqual([]);
  });

  it('is seen by this test at all', () => {
    expect(strangeIn('<p onclick="a">')).toHaveLength(1);
    expect(strangeIn('<a href="javascript:a">x</a>')).toHaveLength(1);
    expect(strangeIn('<script>')).toHaveLength(1);
    expect(strangeIn('<img src="https://a.example">')).toHaveLength(1);
    expect(strangeIn('<a href="/v1/tokens">')).toHaveLength(1);
  });

  it('made of pieces of all of these becomes nothing else either', () => {
    const pieces = fc.constantFrom(
      ...attacks,
      ...attacks.flatMap((each) => each.slice(0, 30).split('')),
      '\n',
      '\n\n',
      ' ',
      '"',
      '>',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        expect(strangeIn(render(parts.join('')))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['links in links', '[a]('.repeat(25_000)],
    ['quotes', '>'.repeat(100_000)],
    ['lists', `${'- '.repeat(50_000)}a`],
    ['emphasis', '*a _b '.repeat(16_000)],
    ['stars', '*'.repeat(100_000)],
    ['backticks', Array.from({ length: 440 }, (_, index) => '`'.repeat(index)).join(' ')],
    ['addresses', 'https://a.example/ '.repeat(5000)],
    ['an address that does not end', `https://${'a.'.repeat(50_000)}`],
    ['pictures', '![a](https://a.example) '.repeat(4000)],
    ['references', Array.from({ length: 5000 }, (_, index) => `[r${index}]: https://a.example`).join('\n')],
    ['tables', `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}\n${'|a\n'.repeat(4000)}`],
    ['entities', '&amp;'.repeat(20_000)],
    ['mail', `mailto:${'a'.repeat(99_000)}`],
    ['smaller-than signs', '<'.repeat(100_000)],
    ['comments', '<!--'.repeat(25_000)],
  ])('that is all %s is rendered in time', { timeout: 30_000 }, (_, text) => {
    const started = process.cpuUsage();
    render(text);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(3);
  });
});
