import '@fontsource-variable/inter/wght.css';
import '../ui/tokens.css';
import '../ui/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { restoreTheme } from '../ui/theme.ts';
import { App } from './app.tsx';
import { keepForOffline } from './offline.ts';

const root = document.getElementById('root');
if (!root) throw new Error('main: expected an element with id "root" in index.html');
restoreTheme();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
keepForOffline();
