import { useEffect, useState } from 'react';
import type { Layer } from '../../../network/architecture.ts';
import type { Unit } from '../../../network/unit.ts';

/** Places that the window takes in a second. */
const slideSpeeds = { slow: 3, medium: 12, fast: 48 } as const;
export type SlideSpeed = keyof typeof slideSpeeds;

interface Slide {
  /** The unit that the window stands at: the chosen one, or the one that the slide has come to. */
  readonly unit: Unit;
  /** Places of the map that are painted, row by row; null where the whole map is shown. */
  readonly painted: number | null;
  readonly playing: boolean;
  play(): void;
  pause(): void;
  /** The whole map again, with the chosen unit. */
  stop(): void;
}

/**
 * Walks the window of a map from place to place, row by row, at its own speed.
 * @param onUnit told where it stands when it pauses and when it has come to the end
 */
export function useSlide(unit: Unit, layer: Layer, speed: SlideSpeed, onUnit: (unit: Unit) => void): Slide {
  const [place, setPlace] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const last = layer.width * layer.height - 1;
  const unitAt = (at: number): Unit => ({
    ...unit,
    row: Math.floor(at / layer.width),
    column: at % layer.width,
  });
  const ended = place !== null && place >= last;

  useEffect(() => {
    if (!playing || ended) return;
    const timer = setInterval(
      () => setPlace((at) => Math.min(last, (at ?? -1) + 1)),
      1000 / slideSpeeds[speed],
    );
    return () => clearInterval(timer);
  }, [playing, ended, last, speed]);

  // Another map begins whole.
  const [map, setMap] = useState(unit);
  if (map.layer !== unit.layer || map.map !== unit.map) {
    setMap(unit);
    setPlace(null);
    setPlaying(false);
  }

  return {
    unit: place === null ? unit : unitAt(place),
    painted: place === null || ended ? null : place + 1,
    playing: playing && !ended,
    play: () => {
      setPlace((at) => (at === null || at >= last ? 0 : at));
      setPlaying(true);
    },
    pause: () => {
      setPlaying(false);
      if (place !== null) onUnit(unitAt(place));
    },
    stop: () => {
      setPlaying(false);
      setPlace(null);
    },
  };
}
