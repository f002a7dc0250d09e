import { type ComponentProps, useMemo } from 'react';
import { useStore } from 'zustand/react';
import { operated } from '../../../../explain/surgery.ts';
import { LooksTool } from '../looks-tool.tsx';

type LooksFrameProps = Omit<ComponentProps<typeof LooksTool>, 'changed'>;

/** The tool with the network that its surgery makes, which on the page answers the drawing. */
export function LooksFrame(props: LooksFrameProps) {
  const { network } = props;
  const edits = useStore(props.operation, (state) => state.edits);
  const changed = useMemo(
    () => (network && edits.length > 0 ? operated(network, edits) : null),
    [network, edits],
  );
  return <LooksTool {...props} changed={changed} />;
}
