import type { DataStatus, DigitSource } from '../../data/sources/digit-source.ts';
import type { MnistSource } from '../../data/sources/mnist-source.ts';
import { SyntheticSource } from '../../data/sources/synthetic-source.ts';
import type { BuiltInSource } from '../../run/contract.ts';
import type { DataSets } from '../../run/session-parts.ts';
import { parseSettings, type RunSettings } from '../../run/settings/run-settings.ts';
import { nothingWritten } from '../../run/written-share.ts';
import type { RunRecord } from '../../storage/records.ts';
import { syntheticName } from '../../storage/stored-titles.ts';

const progressMs = 100;

/** The data set that runs learn from, and the built-in ones that can take its place. */
export class OpenData implements DataSets {
  private source: DigitSource;
  private stopListening: () => void;

  /** @param report told what the open source says, but not at every chunk that arrives */
  constructor(
    private readonly mnist: MnistSource,
    private readonly report: (status: DataStatus) => void,
  ) {
    this.source = mnist;
    this.stopListening = this.listen();
  }

  get open(): DigitSource {
    return this.source;
  }

  /** Synthetic handwriting is written in the styles that the settings ask for. */
  forSettings(settings: RunSettings): DigitSource {
    const { source } = this;
    if (!(source instanceof SyntheticSource) || nothingWritten(source.name, settings)) return source;
    return this.builtIn('synthetic', settings.stylesOff);
  }

  forRun({ dataName, settings: stored }: RunRecord): DigitSource {
    const settings = parseSettings(stored);
    if (dataName === syntheticName && settings.ok) {
      return this.builtIn('synthetic', settings.settings.stylesOff);
    }
    // MNIST may be open from a person's own files, and then needs no network.
    return dataName === this.mnist.name && dataName !== this.source.name ? this.mnist : this.source;
  }

  builtIn(source: BuiltInSource, stylesOff: readonly string[]): DigitSource {
    if (source === 'mnist') return this.mnist;
    const { source: now } = this;
    const same = now instanceof SyntheticSource && String(now.stylesOff) === String(stylesOff);
    return same ? now : new SyntheticSource({ stylesOff });
  }

  use(source: DigitSource): void {
    if (source === this.source) return;
    // MNIST stays for later, with all that has been loaded of it.
    if (this.source !== this.mnist) this.source.dispose();
    this.stopListening();
    this.source = source;
    this.stopListening = this.listen();
    source.start();
  }

  tell(): void {
    this.report(this.source.status());
  }

  private listen(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      this.tell();
    };
    const stop = this.source.subscribe(() => {
      timer ??= setTimeout(tell, progressMs);
    });
    tell();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }
}
