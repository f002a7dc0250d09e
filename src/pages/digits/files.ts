import type { OwnDigit } from '../../digits/own-digits.ts';
import { digitsFileBytesMost, readOwnDigits, writeOwnDigits } from '../../digits/own-digits-file.ts';
import { messageOf } from '../../lib/expect.ts';
import { saveFile } from '../../ui/draw-pad/export.ts';
import { newDigitId } from './new-digit-id.ts';
import type { OwnDigitsModel } from './own-digits-model.ts';

export function exportDigits(digits: readonly OwnDigit[]): void {
  saveFile(new Blob([writeOwnDigits(digits)], { type: 'application/json' }), 'my-digits.json');
}

/** Each file is taken as a whole or not at all; the person is told which. */
export async function importDigits(own: OwnDigitsModel, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const refuse = (reason: string) => own.notify(`${file.name} is not taken over: ${reason}.`);
    if (file.size > digitsFileBytesMost) {
      refuse(`expected at most ${digitsFileBytesMost / 1e6} MB, got ${(file.size / 1e6).toFixed(1)} MB`);
      continue;
    }
    try {
      const read = readOwnDigits(await file.text(), newDigitId);
      if (read.ok) await own.add(read.digits);
      else refuse(read.reason);
    } catch (error) {
      // Moved or changed since it was chosen, or a folder.
      refuse(messageOf(error));
    }
  }
}
