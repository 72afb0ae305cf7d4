import { t } from '@fresnel/sdk';
import { Notice, Skeleton } from '@fresnel/ui';
import type { ReactNode } from 'react';
import { SignIn } from './SignIn';
import { useSession } from './session';

/** Shows the page to whoever is signed in; to others, how to. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  switch (session.state) {
    case 'in':
      return children;
    case 'out':
      return <SignIn problem={session.problem} />;
    case 'waiting': {
      const detail = session.problem.detail || session.problem.title;
      return <Notice>{session.problem.status === 0 ? t('signIn.unreachable', { detail }) : t('signIn.starting', { detail })}</Notice>;
    }
    default:
      return <Skeleton label={t('signIn.asking')} rows={0} />;
  }
}
