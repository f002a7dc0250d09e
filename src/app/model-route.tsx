import { ModelPage } from '../features/model/model-page.tsx';

/** The model card: loaded when somebody goes there. */
export function ModelRoute() {
  return <ModelPage cardUrl={new URL('models/lenet5/card.json', document.baseURI).href} />;
}
