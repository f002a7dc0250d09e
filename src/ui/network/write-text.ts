/** Sets an element's text only when it differs: an equal text would still cost a layout. */
export function writeText(element: HTMLElement | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
