/**
 * A browser that is driven from outside, by the W3C's WebDriver: https://www.w3.org/TR/webdriver2/.
 * Firefox and WebKit take the same commands over different lines.
 */

/** Sends one command. @throws Error with the browser's own words when it cannot be carried out */
export type Send = (command: Command, parameters?: object, element?: string) => Promise<unknown>;

/** Commands by their paths below a session; `:id` is an element. */
export const commands = {
  navigate: ['POST', 'url'],
  reload: ['POST', 'refresh'],
  find: ['POST', 'elements'],
  click: ['POST', 'element/:id/click'],
  act: ['POST', 'actions'],
  run: ['POST', 'execute/async'],
  setTimeouts: ['POST', 'timeouts'],
} as const;
export type Command = keyof typeof commands;

/** Under this key an element travels (WebDriver, section 12). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
const pollMs = 50;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the journeys need of a browser. */
export class Browser {
  constructor(
    private readonly send: Send,
    /** What the pages wrote to the console as errors. */
    readonly errors: () => readonly string[],
    readonly close: () => Promise<void>,
  ) {}

  async open(address: string): Promise<void> {
    await this.send('navigate', { url: address });
  }

  async reload(): Promise<void> {
    await this.send('reload', {});
  }

  /** Waits for what the XPath means, until it can be seen, and clicks it as a person does. */
  async click(path: string): Promise<void> {
    await this.until(`something to click at ${path}`, async () => {
      const element = await this.find(path);
      if (!element) return undefined;
      await this.run('arguments[0].scrollIntoView({ block: "center" });', { [elementKey]: element });
      return this.send('click', {}, element).then(
        () => true,
        (error: Error) => {
          // Pages stay out of sight until they have what they show, and lists are drawn again.
          if (/not interactable|stale element/.test(error.message)) return undefined;
          throw error;
        },
      );
    });
  }

  /** A button by its exact words. */
  async press(words: string): Promise<void> {
    await this.click(`//button[normalize-space(.)="${words}" or @aria-label="${words}"][not(@disabled)]`);
  }

  /** An attribute of the element with this test id; null where there is none. */
  async attribute(testId: string, name: string): Promise<string | null> {
    const read = `const at = document.querySelector('[data-testid="${testId}"]'); return at && at.getAttribute('${name}');`;
    return (await this.run(read)) as string | null;
  }

  async untilAttribute(testId: string, name: string, holds: (value: string) => boolean): Promise<string> {
    return this.until(`${name} of ${testId}`, async () => {
      const value = await this.attribute(testId, name);
      return value !== null && holds(value) ? value : undefined;
    });
  }

  /** One stroke of the mouse over the element with this test id; points in shares of its box. */
  async stroke(testId: string, points: readonly Point[]): Promise<void> {
    const element = await this.until(testId, () => this.find(`//*[@data-testid="${testId}"]`));
    const box = (await this.run(
      'arguments[0].scrollIntoView({ block: "center" }); const { x, y, width, height } = arguments[0].getBoundingClientRect(); return { x, y, width, height };',
      { [elementKey]: element },
    )) as { x: number; y: number; width: number; height: number };
    const moves = points.map(({ x, y }) => ({
      type: 'pointerMove',
      duration: 10,
      x: Math.round(box.x + x * box.width),
      y: Math.round(box.y + y * box.height),
    }));
    const [first, ...rest] = moves;
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } };
    const [down, up] = [
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    await this.send('act', { actions: [{ ...mouse, actions: [first, down, ...rest, up] }] });
  }

  /** Runs statements in the page; `await` and `return` may be used. */
  async run(statements: string, ...given: unknown[]): Promise<unknown> {
    const script = `const done = arguments[arguments.length - 1];
      (async function () { ${statements} }).apply(null, arguments)
        .then((value) => done({ value: value === undefined ? null : value }), (error) => done({ error: String(error) }));`;
    const answer = (await this.send('run', { script, args: given })) as {
      value?: unknown;
      error?: string;
    } | null;
    if (answer?.error !== undefined) throw new Error(answer.error);
    return answer?.value ?? null;
  }

  /** Waits until `look` finds something. @throws Error when it does not within a minute */
  async until<Found>(what: string, look: () => Promise<Found | undefined>, limitMs = 60_000): Promise<Found> {
    const started = Date.now();
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() - started > limitMs) throw new Error(`expected ${what} within ${limitMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  private async find(path: string): Promise<string | undefined> {
    const found = (await this.send('find', { using: 'xpath', value: path })) as Record<string, string>[];
    return found[0]?.[elementKey];
  }
}
