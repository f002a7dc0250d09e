import type { Browser } from '@playwright/test';

/** Ends the process that renders for all pages: their contexts are lost, and another process takes over. */
export async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  // chrome://gpucrash does nothing in today's browsers unless internal pages are switched on.
  await session.send('Browser.crashGpuProcess');
  await session.detach();
}
