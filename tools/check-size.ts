import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** The scripts that the built page asks for before the paper takes ink, compressed, in kB of 1,000 bytes. */
const mostKb = 100;

const page = readFileSync('dist/index.html', 'utf8');
const scripts = new Set(page.match(/(assets\/[^"]*|start)\.js(?=")/g));
if (scripts.size === 0) throw new Error('size: expected scripts in dist/index.html, got none');
const bytes = [...scripts].map((script) => gzipSync(readFileSync(`dist/${script}`)).length);
const kb = bytes.reduce((sum, of) => sum + of, 0) / 1000;
console.log(`size: ${kb.toFixed(1)} kB of JavaScript before the paper takes ink, at most ${mostKb}`);
if (kb > mostKb) process.exit(1);
