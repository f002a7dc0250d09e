/** The little of ConvNetJS that the benchmark uses; the package has no types. */
declare module 'convnetjs' {
  export class Vol {
    constructor(width: number, height: number, depth: number, value: number);
    w: Float64Array;
  }
  export class Net {
    makeLayers(definitions: readonly Readonly<Record<string, unknown>>[]): void;
    forward(input: Vol): Vol;
    getParamsAndGrads(): { params: { length: number } }[];
  }
  export class Trainer {
    constructor(net: Net, options: Readonly<Record<string, unknown>>);
    train(input: Vol, label: number): { loss: number };
  }
  const library: { Vol: typeof Vol; Net: typeof Net; Trainer: typeof Trainer };
  export default library;
}
