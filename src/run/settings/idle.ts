import type { RunStatus } from '../contract.ts';
import { defaultSettings } from './run-settings.ts';

/** Before the first run. */
export const idle: RunStatus = {
  state: 'idle',
  goesOn: false,
  runId: null,
  startedAt: null,
  step: 0,
  totalSteps: 0,
  epoch: 0,
  epochs: defaultSettings.epochs,
  epochsDone: null,
  progress: 0,
  imagesPerSecond: null,
  secondsLeft: null,
  learningRate: null,
  engine: null,
  settings: defaultSettings,
  origin: null,
  message: null,
  mixing: null,
  savedAt: null,
};
