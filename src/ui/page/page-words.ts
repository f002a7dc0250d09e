import { t } from '../../language/language.ts';
import type { PageWords } from './page-head.tsx';

/** How each page begins. The build also writes these words into index.html: `src/app/first-paint.tsx`. */
export const pageWords = {
  explore: () => ({
    title: t`Explore why`,
    lead: t`Draw a digit, then ask why the network reads it so: what each part of the ink says, what every unit computes, what a small change would do.`,
  }),
  train: () => ({
    title: t`Train a network`,
    lead: t`Train a LeNet-5 on handwritten digits in this tab. Press Start and watch loss, accuracy, kernels and feature maps form.`,
  }),
} satisfies Readonly<Record<string, () => PageWords>>;
