/** Digits with their classes, in the order of their files. */
export interface LabelledDigits {
  /** n * 784 bytes, Digit28 after Digit28. */
  readonly digits: Uint8Array;
  /** n classes, 0 to 9. */
  readonly labels: Uint8Array;
}
