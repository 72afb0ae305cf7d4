import { Component, type ReactNode, Suspense, use } from 'react';
import { problemOf } from '../page/problem';
import type { Failure } from './hooks';
import type { Contribution, Loading } from './Registry';
import { registry } from './registryOfPage';

export interface SlotProps {
  readonly of: Contribution<{ readonly module: string }>;
  readonly props: Readonly<Record<string, unknown>>;
  readonly loading: ReactNode;
  readonly failed: (failure: Failure, retry: () => void) => ReactNode;
}

/** Shows what a plugin contributed in a rectangle of its own: it loads by itself and fails by itself. */
export function Slot({ of, props, loading, failed }: SlotProps) {
  return (
    <Boundary key={`${of.id} ${of.revision}`} of={of} failed={failed}>
      <Suspense fallback={loading}>
        <Loaded of={of} props={props} />
      </Suspense>
    </Boundary>
  );
}

function Loaded({ of, props }: Pick<SlotProps, 'of' | 'props'>) {
  const loading: Loading = registry.load(of);
  if (loading.error !== undefined) throw loading.error;
  const View = loading.component ?? use(loading.promise);
  return <View {...props} />;
}

interface BoundaryProps {
  readonly of: SlotProps['of'];
  readonly failed: SlotProps['failed'];
  readonly children: ReactNode;
}

class Boundary extends Component<BoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('failed') };
  }

  private readonly retry = () => {
    registry.forget(this.props.of);
    this.setState({ error: undefined });
  };

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    const { plugin, pluginTitle, version } = this.props.of;
    return this.props.failed({ plugin, pluginTitle, version, problem: problemOf(this.state.error) }, this.retry);
  }
}
