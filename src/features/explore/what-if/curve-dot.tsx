interface CurveDotProps {
  /** Of the network, 0 to 3: a circle, a square, a triangle, a diamond. */
  readonly nth: number;
  readonly x: number;
  readonly y: number;
}

const shapes = ['', 'M-3-3H3V3H-3Z', 'M0-3.8L3.6 2.8H-3.6Z', 'M0-4L4 0L0 4L-4 0Z'];

/** A measured value on the curve of a network. */
export function CurveDot({ nth, x, y }: CurveDotProps) {
  return shapes[nth] ? (
    <path data-dot d={shapes[nth]} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} />
  ) : (
    <circle data-dot cx={x.toFixed(1)} cy={y.toFixed(1)} r={2.8} />
  );
}
