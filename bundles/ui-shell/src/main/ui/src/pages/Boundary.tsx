import { problemOf, t } from '@fresnel/sdk';
import { Problem } from '@fresnel/ui';
import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  readonly children: ReactNode;
}

/** A page of the frame that fails costs its rectangle, not the frame. */
export class Boundary extends Component<BoundaryProps, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('failed') };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <Problem tried={t('page.failed')} problem={problemOf(this.state.error)} onRetry={() => this.setState({ error: undefined })} />;
  }
}
