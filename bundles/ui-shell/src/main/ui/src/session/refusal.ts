import { type Problem, t } from '@fresnel/sdk';

/** Why somebody was not let in, and what to do about it; what is not known here is said in the server's words. */
export function refusalInWords(problem: Problem): string {
  switch (problem.code) {
    case 'TOKEN_MALFORMED':
      return t('signIn.problem.malformed');
    case 'TOKEN_UNSIGNED':
      return t('signIn.problem.unsigned');
    case 'TOKEN_EXPIRED':
      return t('signIn.problem.expired');
    case 'TOKEN_REFUSED':
      return t('signIn.problem.refused');
    case 'TOO_MANY_ATTEMPTS':
      return t('signIn.problem.tooMany');
    default:
      return problem.detail || problem.title;
  }
}
