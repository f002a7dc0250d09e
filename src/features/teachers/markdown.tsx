import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { createElement, type ReactNode } from 'react';

/** Where the documents' links lead to the app: as `npm start` serves it. */
const appAddress = 'http://localhost:4173/';

/**
 * A document of this repository as a part of a page: headings, paragraphs, lists, links, emphasis. Its first heading
 * is left out, as the page has a title; `##` is h2.
 * @throws Error that names what is none of these
 */
export function Markdown({ text }: { readonly text: string }) {
  const { children } = fromMarkdown(text);
  return <>{children.filter((node) => node.type !== 'heading' || node.depth > 1).map(shown)}</>;
}

function shown(node: Nodes): ReactNode {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) throw unknown(node);
  const inside = node.children.map((child) =>
    // The text of an item needs no element of its own.
    node.type === 'listItem' && child.type === 'paragraph' ? child.children.map(shown) : shown(child),
  );
  return createElement(elementOf(node), { key: node.position?.start.offset, ...attributesOf(node) }, inside);
}

function elementOf(node: Nodes) {
  switch (node.type) {
    case 'paragraph':
      return 'p';
    case 'heading':
      return `h${node.depth}`;
    case 'list':
      return node.ordered ? 'ol' : 'ul';
    case 'listItem':
      return 'li';
    case 'link':
      return 'a';
    case 'strong':
      return 'strong';
    case 'emphasis':
      return 'em';
    default:
      throw unknown(node);
  }
}

const attributesOf = (node: Nodes) =>
  node.type === 'link' ? { href: node.url.replace(appAddress, './') } : {};

const unknown = ({ type }: Nodes) =>
  new Error(`Markdown: expected headings, paragraphs, lists, links and emphasis, got ${type}`);
