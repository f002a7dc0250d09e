// Node starts a thread without the TypeScript loader of the thread that starts it (privatenumber/tsx#354).
import { register } from 'tsx/esm/api';

register();
await import('./epochs-worker.ts');
