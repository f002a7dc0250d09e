import { t } from '../../language/language.ts';
import { LinkButton } from '../../ui/controls/button.tsx';
import { PageHead } from '../../ui/page/page-head.tsx';
import { pageWords } from '../../ui/page/page-words.ts';

/** How the model card begins. */
export function ModelHead() {
  return (
    <PageHead {...pageWords.model()}>
      <LinkButton icon="previous" href="#/networks">
        {t`All networks`}
      </LinkButton>
    </PageHead>
  );
}
