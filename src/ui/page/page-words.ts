import { t } from '../../language/language.ts';
import type { PageWords } from './page-head.tsx';

/** How each page begins. The build also writes these words into index.html: `src/app/first-paint.tsx`. */
export const pageWords = {
  explore: () => ({
    title: t`Explore why`,
    lead: t`Draw a digit and find out why the network reads it as it does: which ink counts, what each unit computes, and what a small change would do.`,
  }),
  train: () => ({
    title: t`Train a network`,
    lead: t`Train a LeNet-5 on handwritten digits in this tab. Press Start and watch loss and accuracy move, and kernels and feature maps take shape.`,
  }),
  digits: () => ({
    title: t`Digits`,
    lead: t`The drawings you have labelled, stored only in this browser. Three to five drawings of a misread digit are enough to teach a network your way of writing it.`,
  }),
  networks: () => ({
    title: t`Networks`,
    lead: t`Networks you saved or imported, stored only in this browser. Save one on the Train page, or drop TensorFlow.js, ONNX or safetensors files here to import them.`,
  }),
  model: () => ({
    title: t`Model card`,
    lead: t`About the built-in network: what it learned from, how well it reads, where it fails.`,
  }),
} satisfies Readonly<Record<string, () => PageWords>>;
