import type { RendererRule, Token } from 'markdown-it';

/** A link of somebody who is not trusted: the page it leads to learns nothing, and gains nothing from being linked. */
export const linkOpen: RendererRule = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('rel', 'noopener nofollow ugc');
  return renderer.renderToken(tokens, index, options);
};

/** A picture as a link to it; inside of another link only its text, because links do not nest. */
export const imageAsLink: RendererRule = (tokens, index, options, env, renderer) => {
  const image = tokens[index];
  if (image === undefined) return '';
  const address = String(image.attrGet('src') ?? '');
  const text = renderer.renderInlineAsText(image.children ?? [], options, env).trim() || address;
  const shown = escapeHtml(text);
  if (isInsideLink(tokens, index)) return shown;
  return `<a href="${escapeHtml(address)}" rel="noopener nofollow ugc">${shown}</a>`;
};

function isInsideLink(tokens: readonly Token[], index: number): boolean {
  const before = tokens.slice(0, index);
  return (
    before.filter(({ type }) => type === 'link_open').length > before.filter(({ type }) => type === 'link_close').length
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
