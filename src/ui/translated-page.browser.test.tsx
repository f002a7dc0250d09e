import { Fragment } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepTranslationsTrue } from './translated-page.ts';

let host: HTMLElement;
let root: Root;

keepTranslationsTrue(document.body);

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

/** All kinds of text that React makes: alone, beside other text, beside elements, coming and going, in lists. */
function Page({ step, state }: { readonly step: number; readonly state: string }) {
  return (
    <main>
      <h1>Step {step}</h1>
      <p>{state}</p>
      <p>
        {state === 'Training' ? 'now ' : null}
        <b>{step}</b> of {100} steps{step > 50 && ', more than half'}
      </p>
      <p>{step % 2 === 0 ? 'even' : <i>odd</i>}!</p>
      {state === 'Paused' && 'Resume? '}
      <ul>
        {(step > 50 ? ['c', 'a', 'b'] : ['a', 'b', 'c', 'd']).map((name) => (
          <Fragment key={name}>
            {name}
            <li>{name} at </li>
            {step}
          </Fragment>
        ))}
      </ul>
    </main>
  );
}

function textNodes(): Text[] {
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found.filter((text) => text.parentElement?.closest('font') === null);
}

function font(content: string | Node): HTMLElement {
  const outer = document.createElement('font');
  const inner = document.createElement('font');
  inner.append(content);
  outer.append(inner);
  return outer;
}

/** What translators do to a text, as seen in browsers and extensions. */
const ways: Readonly<Record<string, (text: Text) => void>> = {
  'puts a copy before it and removes it': (text) => {
    text.parentNode?.insertBefore(font(text.data), text);
    text.parentNode?.removeChild(text);
  },
  'puts a copy behind it and removes it': (text) => {
    text.after(font(text.data));
    text.remove();
  },
  'replaces it with a copy': (text) => text.replaceWith(font(text.data)),
  'wraps it': (text) => {
    const outer = document.createElement('font');
    text.replaceWith(outer);
    outer.append(text);
  },
};

const states = [
  { step: 24, state: 'Training' },
  { step: 77, state: 'Training' },
  { step: 78, state: 'Paused' },
  { step: 79, state: 'Training' },
  { step: 2, state: 'Finished' },
];

/** What React shows of the same states when nobody translates. */
function untranslated({ step, state }: (typeof states)[number]): string {
  const element = document.createElement('div');
  const other = createRoot(element);
  flushSync(() => other.render(<Page step={step} state={state} />));
  const { textContent } = element;
  other.unmount();
  return textContent ?? '';
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test.each(Object.entries(ways))(
  'a translator that %s leaves every later text right, and nothing throws',
  async (_name, translate) => {
    for (const again of [true, false]) {
      for (const [at, now] of states.entries()) {
        flushSync(() => root.render(<Page {...now} />));
        await settled();
        expect(host.textContent).toBe(untranslated(now));
        if (!again && at > 0) continue;
        for (const text of textNodes()) translate(text);
        await settled();
        expect(host.textContent).toBe(untranslated(now));
        expect(textNodes()).toEqual([]);
      }
    }
  },
);

test('a page that is shown in its own language again follows React as before', async () => {
  flushSync(() => root.render(<Page step={1} state="Training" />));
  for (const text of textNodes()) text.replaceWith(font('x'));
  await settled();
  for (const element of host.querySelectorAll('font:not(font font)')) {
    element.replaceWith(document.createTextNode('y'));
  }
  await settled();
  for (const now of states) {
    flushSync(() => root.render(<Page {...now} />));
    await settled();
    // The words that React did not change stay as the translator left them.
    expect(host.querySelector('h1')?.textContent).toBe(`y${now.step}`);
    if (now.state !== 'Training') expect(host.querySelector('h1 + p')?.textContent).toBe(now.state);
  }
});
