/** What mail, chat and people do to a link on its way, and how to read what is left. */

/** Percent signs undone, however often the text was encoded; those that encode nothing stay. */
export function percentDecoded(text: string): string {
  let decoded = text;
  for (let times = 0; times < 3 && decoded.includes('%'); times++) {
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      break;
    }
  }
  return decoded;
}
