import type { OwnDigit } from '../../digits/own/own-digits.ts';
import { digitsFileBytesMost, writeOwnDigits } from '../../digits/own/own-digits-file.ts';
import { readDigitsFile } from '../../lab/learning/client.ts';
import { t } from '../../language/language.ts';
import { cleanName } from '../../lib/clean-name.ts';
import { messageOf } from '../../lib/expect.ts';
import { formatBytes } from '../../lib/format-bytes.ts';
import { randomId } from '../../storage/random-id.ts';
import { saveFile } from '../../ui/draw-pad/export.ts';
import type { OwnDigitsModel } from './own-digits-model.ts';

export function exportDigits(digits: readonly OwnDigit[]): void {
  saveFile(new Blob([writeOwnDigits(digits)], { type: 'application/json' }), 'my-digits.json');
}

/** Each file is taken as a whole or not at all; the person is told which. */
export async function importDigits(own: OwnDigitsModel, files: readonly File[]): Promise<void> {
  for (const file of files) {
    const refuse = (reason: string) =>
      own.notify(t`Nothing imported from ${cleanName(file.name)}: ${reason}.`);
    if (file.size > digitsFileBytesMost) {
      refuse(t`expected at most ${formatBytes(digitsFileBytesMost)}, got ${formatBytes(file.size)}`);
      continue;
    }
    try {
      const read = await readDigitsFile(file);
      if (read.ok) await own.add(read.digits.map((digit) => ({ ...digit, id: randomId() })));
      else refuse(read.reason);
    } catch (error) {
      // Moved or changed since it was chosen, or a folder.
      refuse(messageOf(error));
    }
  }
}
