import type { ReactNode } from 'react';
import styles from './slider.module.css';

interface SliderProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly valueText?: string;
  readonly preview?: ReactNode;
}

export function Slider({ label, min, max, step, value, onChange, valueText, preview }: SliderProps) {
  const filled = `${(100 * (value - min)) / (max - min)}%`;
  return (
    <label className={styles.slider}>
      <span className={styles.name}>{label}</span>
      {preview}
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={valueText}
        style={{ '--filled': filled }}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}
