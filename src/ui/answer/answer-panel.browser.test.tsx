import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Answer } from '../../digits/answer-rules.ts';
import '../tokens.css';
import { AnswerPanel } from './answer-panel.tsx';

const probabilities = [0, 0, 0, 0, 0.5, 0, 0, 0, 0.2, 0.3];
const unsure = { kind: 'none', reason: 'unsure', probabilities } as const;
const offering: Answer = {
  ...unsure,
  candidates: [
    { digit: 4, probability: 0.5 },
    { digit: 9, probability: 0.3 },
  ],
};
const sure: Answer = { kind: 'digit', digit: 4, confidence: 0.5, runnerUp: null, probabilities };

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
  host.style.width = '320px';
  document.body.append(host);
  root = createRoot(host);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

const buttons = () => page.getByRole('group', { name: 'Say which it is and keep it' }).getByRole('button');

/** What a screen reader says when the answer changes. */
const announced = () => page.getByRole('status').element().textContent;

test('two candidates are buttons that say which digit it is, by keyboard too; nothing moves for them', async () => {
  const onChoose = vi.fn();
  const show = (answer: Answer, chosen: number | null = null) =>
    root.render(
      <AnswerPanel answer={answer} revision={1} waiting="" whyHref="#/" choice={{ chosen, onChoose }} />,
    );
  const height = () => host.getBoundingClientRect().height;
  show(sure);
  await expect.poll(height).toBeGreaterThan(0);
  const before = height();

  show(offering);
  await expect.poll(announced).toBe('Not sure:a 4 or a 9?');
  expect(height()).toBe(before);
  expect(
    buttons()
      .elements()
      .map((button) => button.ariaLabel),
  ).toEqual(['It is a 4', 'It is a 9']);
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  expect(onChoose).toHaveBeenLastCalledWith(4);
  await userEvent.tab();
  await userEvent.keyboard(' ');
  expect(onChoose).toHaveBeenLastCalledWith(9);

  show(offering, 9);
  await expect.element(buttons().nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect.element(buttons().nth(0)).toHaveAttribute('aria-pressed', 'false');

  show({ ...unsure, candidates: null });
  await expect.poll(announced).toContain('This looks like none of the ten.');
  expect(buttons().elements()).toEqual([]);
});

test('where nothing can be said of the drawing, the candidates are only named', async () => {
  root.render(<AnswerPanel answer={offering} revision={1} waiting="" />);
  await expect.poll(announced).toContain('Not sure:a 4 or a 9?');
  expect(page.getByRole('button').elements()).toEqual([]);
});
