import { useSyncExternalStore } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { DrawPage } from '../pages/draw/draw-page.tsx';
import { browserStorage, openDrawing } from '../pages/draw/open-drawing.ts';
import { createReader } from '../training/client.ts';
import { DeviceChip } from '../ui/device/device-chip.tsx';
import { CrashPage } from './crash-page.tsx';
import { Header } from './header.tsx';

// One drawing and one worker for as long as the page lives, whatever React renders.
const { store } = openDrawing({ window, document, storage: browserStorage() });
const reader = createReader({ modelUrl: new URL('models/lenet5/model.json', document.baseURI).href });

export function App() {
  const status = useSyncExternalStore(reader.subscribe, reader.status);
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  return (
    <>
      <Header>
        <DeviceChip status={status} reading={reading} />
      </Header>
      <ErrorBoundary FallbackComponent={CrashPage}>
        <DrawPage store={store} reader={reader} />
      </ErrorBoundary>
    </>
  );
}
