import { t } from '../../../language/language.ts';
import { Disclosure } from '../../../ui/controls/disclosure.tsx';
import styles from './questions.module.css';

/** What students ask, with answers as short as they can be and still be true. */
const questions: readonly (readonly [question: string, answer: string])[] = [
  [
    t`What is a kernel?`,
    t`A small square of weights, here 5 × 5. Laid over a picture, it answers with one number: how much the picture there is like it. Chapter 2 slides one.`,
  ],
  [
    t`What does C1 see?`,
    t`Each of its units sees 5 × 5 pixels: a piece of a line, its direction, an edge, paper. Open “What it looks for” for any of its six maps.`,
  ],
  [
    t`Why do maps shrink from 32 to 28 to 14?`,
    t`A window of 5 fits into 32 pixels at 28 places. S2 then makes one of each 2 × 2, which leaves 14. The same again: 10 in C3, 5 in S4.`,
  ],
  [
    t`Why average pooling, and what would max pooling change?`,
    t`The mean says how much of a pattern there is, the largest value says that there is one. Max pooling is a little better on many tasks and became usual after 2010; LeNet-5 averages.`,
  ],
  [
    t`Why tanh?`,
    t`Any bend would do, or many layers would be worth no more than one. tanh is smooth, is 0 at 0 and treats yes and no alike. Today’s networks mostly take the simpler max(0, x), which stays steep.`,
  ],
  [
    t`Why six maps, then sixteen?`,
    t`There are few kinds of edges and many ways to combine them. Wider layers would learn more and cost more; in 1998, this was what a computer could train.`,
  ],
  [
    t`What does C5 do that C3 cannot?`,
    t`It has a separate weight for every place of all maps, so it can weigh the top of the digit against its bottom.`,
  ],
  [
    t`What is F6 for?`,
    t`It weighs C5’s 120 findings into 84. In 1998 these 84 were pixels of a stylised 7 × 12 picture of the character; here they are free.`,
  ],
  [
    t`What is a softmax, and why are some answers 99.9 % sure and wrong?`,
    t`It makes shares of ten sums by raising e to each. A lead of seven already makes a digit a thousand times as likely, and the shares compare the ten digits only with each other. A drawing that resembles none of them can still resemble one far more than the rest.`,
  ],
  [
    t`Why 32 × 32 when MNIST is 28 × 28?`,
    t`Two pixels of paper all around, so that the end of a stroke can lie in the middle of a window, and not only at its edge.`,
  ],
  [
    t`Why centre by mass?`,
    t`MNIST’s digits are placed so. A network reads best what resembles its training digits. In “What if” you can see what happens without it.`,
  ],
  [
    t`What is a loss?`,
    t`One number for how wrong an answer is: minus the logarithm of the share given to the right digit. 0 is perfect; 2.3 is what guessing gets.`,
  ],
  [
    t`What is a gradient, and how does it flow back?`,
    t`The slope of the loss along each weight. The output knows its error. Each layer passes back to the one before it how much each value contributed, through the same weights.`,
  ],
  [
    t`What does one step change?`,
    t`All 61,706 weights and biases, each by a little: its slope, averaged over the batch, times the learning rate.`,
  ],
  [
    t`What is an epoch, a batch, a learning rate, momentum?`,
    t`An epoch is one pass through all training digits; a batch is the few of them, here 32 to 256, before one step; the learning rate is how far a step goes; momentum is how much of the last direction it keeps.`,
  ],
  [
    t`What is overfitting, and do I see it here?`,
    t`Learning by heart. On the Train page, watch the two curves of the loss: when the one of training goes on falling and the one of validation turns up, it has begun. MNIST with distortions hardly shows it; a small part of it does.`,
  ],
  [
    t`Why validation and test?`,
    t`If you choose among many runs with one set of digits, you fit your choice to that set. So you choose with the validation digits, and read the test digits once, at the end.`,
  ],
  [
    t`Why does accuracy rise fast and then slowly?`,
    t`Most digits are plain, and the network learns them in the first second. What is left is rare or unclear, so each batch teaches little.`,
  ],
  [
    t`Why is my digit misread?`,
    t`Ask “Why”: it shows which ink speaks for the wrong digit and what small change would flip the answer. Often it is a gap, a loop or a hook that MNIST’s writers did not make.`,
  ],
  [
    t`What if I shift, turn, thicken it?`,
    t`Try it under “What if”. Before the normalisation a shift changes nothing; after it, a few pixels are enough to be misread.`,
  ],
  [
    t`What does a unit look for?`,
    t`Choose it in the figure and open “What it looks for”: the digits that excite it most, and a picture made to excite it even more.`,
  ],
  [
    t`Can the network say “I don’t know”?`,
    t`The ten shares cannot: they always add up to 100 %. The built-in network has also learned to reject scribbles: its ten sums are all low for them. Then the page says “No digit”, or asks which of two digits it is.`,
  ],
  [
    t`How was the built-in network trained?`,
    t`On MNIST’s training digits with distortions, on synthetic handwriting, and on drawings that are no digit, for 160 epochs. Settings were chosen on digits held out; the Model page has the figures.`,
  ],
  [
    t`What did the 1998 network do differently?`,
    t`Its C3 read only some of the maps of S2, by a table; its pooling had a weight and a bias; its tanh was scaled; its output compared F6 with drawn pictures of the characters; and it was trained by a second-order method.`,
  ],
  [
    t`How much arithmetic is one answer?`,
    t`416,520 multiplications: 117,600 in C1, 240,000 in C3, 48,000 in C5, 10,080 in F6 and 840 in the output. A processor does them in a few hundredths of a millisecond.`,
  ],
];

export function Questions() {
  return (
    <section className={styles.questions} aria-labelledby="questions">
      <h2 id="questions">{t`Questions students ask`}</h2>
      {questions.map(([question, answer]) => (
        <Disclosure key={question} summary={question}>
          <p className={styles.answer}>{answer}</p>
        </Disclosure>
      ))}
    </section>
  );
}
