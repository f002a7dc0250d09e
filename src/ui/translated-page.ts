/**
 * Keeps the page true while a browser translates it. Translators put a <font> in the place of each text
 * node. React still holds the old node: its next update is invisible, and removing the node, or putting
 * something before it, throws (https://github.com/facebook/react/issues/11538).
 *
 * So each replaced text is remembered with what stands in for it. When React changes such a text, it
 * takes its place on the page again; when React removes it, the stand-in goes.
 */

/** What is on the page instead of a text of React's, and the way back. */
const standIns = new WeakMap<Node, ChildNode>();
const originals = new WeakMap<Node, Text>();

/** Follows all text below `root` for as long as the page lives. */
export function keepTranslationsTrue(root: Node): void {
  const texts = new MutationObserver((changes) => {
    for (const { target } of changes) comeBack(target);
  });
  const places = new MutationObserver((changes) => {
    const added = new Set(changes.flatMap((change) => [...change.addedNodes]));
    for (const change of changes) {
      for (const removed of change.removedNodes) {
        const replaced = follow(change, removed, added);
        if (replaced) texts.observe(replaced, { characterData: true });
      }
      // An empty element would still take up a gap in a row.
      if (isFont(change.target) && !change.target.hasChildNodes()) (change.target as Element).remove();
    }
    // React has put a text that was replaced in another place.
    for (const node of added) comeBack(node);
    if ([...added].some(isFont)) patchTree();
  });
  places.observe(root, { childList: true, subtree: true });
}

/** A text of React's is on the page again, in the place of its stand-in unless it has one. */
function comeBack(text: Node): void {
  const standIn = forget(text);
  if (!standIn) return;
  if (text.isConnected) standIn.remove();
  else standIn.replaceWith(text);
}

/** @returns what stood in for the text until now */
function forget(text: Node): ChildNode | undefined {
  const standIn = standIns.get(text);
  standIns.delete(text);
  if (standIn) originals.delete(standIn);
  return standIn;
}

/**
 * Remembers what stands in for a text from now on.
 * @param added what has come to the page at the same time
 * @returns the text that has been replaced, if it was
 */
function follow(change: MutationRecord, removed: Node, added: ReadonlySet<Node>): Text | null {
  const original = originals.get(removed) ?? (isText(removed) ? removed : null);
  if (!original || original.isConnected) return null;
  const { addedNodes, previousSibling, nextSibling } = change;
  const near = addedNodes.length > 0 ? [...addedNodes] : [previousSibling, nextSibling];
  const standIn = near.find(
    (node) =>
      // A page that is shown in its own language again has texts in place of the stand-ins.
      node &&
      added.has(node) &&
      !originals.has(node) &&
      (isFont(node) || (removed !== original && isText(node))),
  );
  forget(original);
  if (!standIn) return null;
  standIns.set(original, standIn as ChildNode);
  originals.set(standIn, original);
  return original;
}

function isFont(node: Node): boolean {
  return node.nodeName === 'FONT';
}

function isText(node: Node): node is Text {
  return node.nodeType === Node.TEXT_NODE;
}

let patched = false;

/** From the first <font> on: React's two calls that throw on a text that a translator has moved. */
function patchTree(): void {
  if (patched) return;
  patched = true;
  const { removeChild, insertBefore } = Node.prototype;

  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    if (child.parentNode === this || !isText(child)) return removeChild.call(this, child) as Child;
    (forget(child) ?? child).remove();
    return child;
  };

  Node.prototype.insertBefore = function <Child extends Node>(
    this: Node,
    child: Child,
    before: Node | null,
  ): Child {
    if (!before || before.parentNode === this || !isText(before)) {
      return insertBefore.call(this, child, before) as Child;
    }
    let place: Node | null = standIns.get(before) ?? before;
    while (place && place.parentNode !== this) place = place.parentNode;
    return insertBefore.call(this, child, place) as Child;
  };
}
