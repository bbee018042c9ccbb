import MarkdownIt from 'markdown-it';
import type { MarkdownRenderer } from '../../ports.js';
import { imageAsLink, linkOpen } from './links.js';

/** Longer texts are cut: rendering takes time, and nobody reads them. In UTF-16 units. */
const maxLength = 100_000;

/**
 * Renders Markdown with tables and links. HTML in it stays the text it is; links lead to http, https or mailto only;
 * pictures become links, because loading one would tell a stranger who reads what.
 */
export class MarkdownItRenderer implements MarkdownRenderer {
  private readonly markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, typographer: false });

  constructor() {
    // Only what is written as an address becomes a link, not every word with a dot.
    this.markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
    this.markdown.validateLink = isAllowed;
    this.markdown.renderer.rules['link_open'] = linkOpen;
    this.markdown.renderer.rules['image'] = imageAsLink;
  }

  render(text: string): string {
    return this.markdown.render(text.length > maxLength ? `${cut(text)}\n\n…` : text);
  }
}

/** Ends at a line where there is one near, so that no word and no pair of surrogates is cut. */
function cut(text: string): string {
  const end = text.lastIndexOf('\n', maxLength);
  return text.slice(0, end > maxLength / 2 ? end : maxLength).replace(/[\uD800-\uDBFF]$/, '');
}

const isAllowed = (address: string): boolean => /^(?:https?:\/\/[^/\s]|mailto:[^/\s])/i.test(address.trim());
