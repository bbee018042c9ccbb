import Box from '@mui/material/Box';
import { createElement, useMemo, type ReactNode } from 'react';
import { monospace } from '../../../app/theme.js';
import { headingLevels } from './heading-levels.js';

/** What a description may consist of; anything else is left out, with the text in it kept. */
const tags = new Set('p br hr strong em del s code pre ul ol li blockquote table thead tbody tr th td a'.split(' '));
const firstHeading = 3;
const webAddress = /^(https?:\/\/|mailto:)/i;

/**
 * A description that the server made of Markdown. It is read into an inert document and drawn anew, element by element
 * out of a short list and without attributes, so that nothing of its author's can run or load here.
 */
export function Readme({ html }: { readonly html: string }) {
  const content = useMemo(() => drawn(html), [html]);
  return <Box sx={looks}>{content}</Box>;
}

function drawn(html: string): ReactNode {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const headings = [...body.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  const levels = headingLevels(
    headings.map(({ localName }) => Number(localName.slice(1))),
    firstHeading,
  );
  return children(body, new Map(headings.map((heading, index) => [heading, levels[index] ?? firstHeading])));
}

type Levels = ReadonlyMap<Element, number>;

const children = (parent: Node, levels: Levels): ReactNode[] =>
  [...parent.childNodes].map((node, index) => nodeOf(node, index, levels));

function nodeOf(node: Node, key: number, levels: Levels): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return isInTable(node) ? null : node.textContent;
  if (!(node instanceof Element)) return null;
  const level = levels.get(node);
  const inside = children(node, levels);
  if (level !== undefined) return createElement(`h${level}`, { key }, ...inside);
  if (!tags.has(node.localName)) return inside;
  if (node.localName === 'a') return linkOf(node, key, inside);
  // Focusable, because they scroll.
  const scrolls = node.localName === 'pre' ? { tabIndex: 0 } : {};
  return createElement(node.localName, { key, ...scrolls }, ...(inside.length > 0 ? inside : []));
}

/** White space between rows and cells, which React does not want there. */
const isInTable = (node: Node): boolean =>
  /^(table|thead|tbody|tr)$/.test(node.parentElement?.localName ?? '') && node.textContent?.trim() === '';

function linkOf(node: Element, key: number, inside: ReactNode[]): ReactNode {
  const href = node.getAttribute('href') ?? '';
  if (!webAddress.test(href)) return inside;
  return createElement('a', { key, href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }, ...inside);
}

const looks = {
  overflowWrap: 'anywhere',
  maxWidth: 860,
  '& > :first-of-type': { mt: 0 },
  '& h3, & h4, & h5, & h6': { fontSize: '1rem', fontWeight: 650, mt: 2.5, mb: 1 },
  '& p': { my: 1 },
  '& a': { color: 'primary.main' },
  '& code': { fontFamily: monospace, fontSize: '0.92em' },
  '& pre': { p: 1.5, overflow: 'auto', border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'action.hover' },
  '& blockquote': { m: 0, pl: 2, borderLeft: 3, borderColor: 'divider', color: 'text.secondary' },
  '& table': { borderCollapse: 'collapse', display: 'block', overflow: 'auto' },
  '& th, & td': { border: 1, borderColor: 'divider', px: 1, py: 0.5, textAlign: 'left' },
} as const;
