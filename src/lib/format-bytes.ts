import { formatFixed } from './format.ts';

/** 11594722 -> "11.6 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u202fB`;
  if (bytes < 1e6) return `${formatFixed(bytes / 1e3, 1)}\u202fkB`;
  if (bytes < 1e9) return `${formatFixed(bytes / 1e6, 1)}\u202fMB`;
  return `${formatFixed(bytes / 1e9, 2)}\u202fGB`;
}
