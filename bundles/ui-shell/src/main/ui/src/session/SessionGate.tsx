import { t } from '@fresnel/sdk';
import { Notice, Skeleton } from '@fresnel/ui';
import { lazy, type ReactNode, Suspense } from 'react';
import { Brand } from '../frame/Brand';
import { useSession } from './session';

const SignIn = lazy(() => import('./SignIn').then((file) => ({ default: file.SignIn })));

/** Shows the page to whoever is signed in; to others, how to. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  switch (session.state) {
    case 'in':
      return children;
    case 'out':
      return (
        <Suspense fallback={<Skeleton label={t('signIn.asking')} rows={0} />}>
          <SignIn problem={session.problem} ended={session.ended} />
        </Suspense>
      );
    case 'waiting': {
      const detail = session.problem.detail || session.problem.title;
      return <Notice>{session.problem.status === 0 ? t('signIn.unreachable', { detail }) : t('signIn.starting', { detail })}</Notice>;
    }
    default:
      return <Boot />;
  }
}

/** What stood here before the first script ran, and stays until it is known who looks. */
function Boot() {
  return (
    <>
      <div data-boot="">
        <Brand />
        <span>Fresnel</span>
      </div>
      <Skeleton label={t('signIn.asking')} rows={0} />
    </>
  );
}
