/** When a screen breaks, the person is told so and may load it again; the rest of the page stays. */
import { Component, type ReactNode } from 'react';
import { Failure } from '../ui/states.tsx';

export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Failure error={this.state.error} again={() => location.reload()} />;
  }
}
