/** A map as it forms. */
export interface UmapProgress {
  /** n * 2. */
  readonly places: Float32Array;
  /** Share of the epochs that have been made, 0..1; 0 while neighbours are sought. */
  readonly done: number;
}

export interface UmapWish {
  /** n * width. */
  readonly values: Float32Array;
  readonly width: number;
  /** n * 2: where the points begin. */
  readonly from: Float32Array;
  /** Any 32-bit integer. The same wish with the same seed gives the same map. */
  readonly seed: number;
}

/** Served by the worker that makes one map by UMAP and ends with it. */
export interface UmapWorker {
  /** @param report told the map as it forms, some times a second */
  umap(wish: UmapWish, report: (progress: UmapProgress) => void): Promise<UmapProgress>;
}
