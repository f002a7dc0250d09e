import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { Architecture } from '../../network/architecture.ts';
import { type ActivationSource, LiveFigure } from '../../ui/network/live-figure.ts';
import { useTheme } from '../../ui/theme.ts';

/** The values that the instruments read numbers from, painted as the figure below is. */
export function useFigure(architecture: Architecture, source: ActivationSource): LiveFigure {
  const figure = useMemo(() => new LiveFigure(architecture), [architecture]);
  const theme = useTheme();
  useLayoutEffect(() => figure.restyle(theme, 'layer'), [figure, theme]);
  useEffect(() => figure.follow(source), [figure, source]);
  return figure;
}
