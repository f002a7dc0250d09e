import { Component, type ReactNode } from 'react';
import { retryParts } from './loadable.ts';

interface BoundaryProps {
  readonly fallback: (error: unknown, retry: () => void) => ReactNode;
  readonly resetKey?: unknown;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failed: { readonly error: unknown } | null;
}

/** Catches what its children throw while they are rendered. React prints it to the console. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failed: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failed: { error } };
  }

  override componentDidUpdate({ resetKey }: BoundaryProps, { failed }: BoundaryState): void {
    // Not in the update in which it failed: that may have brought the new value.
    if (failed && this.state.failed && resetKey !== this.props.resetKey) this.retry();
  }

  private readonly retry = () => {
    retryParts();
    this.setState({ failed: null });
  };

  override render(): ReactNode {
    const { failed } = this.state;
    return failed ? this.props.fallback(failed.error, this.retry) : this.props.children;
  }
}
