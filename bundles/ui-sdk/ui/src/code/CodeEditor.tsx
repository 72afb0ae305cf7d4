import { t } from '@fresnel/sdk';
import { lazy, Suspense } from 'react';
import { Skeleton } from '../domain/Sentence';
import type { CodeEditorProps } from './model';

const View = lazy(() => import('./CodeView'));

/** An editor for YAML with completion, hover documentation and marks; it is loaded when the first one opens. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton label={t('code.loading')} rows={12} />}>
      <View {...props} />
    </Suspense>
  );
}
