import type { Problem } from '../model/types';

/** An error that carries the server's problem+json whole. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ProblemError';
  }
}

/** What went wrong, whatever was thrown. */
export function problemOf(cause: unknown): Problem {
  if (cause instanceof ProblemError) return cause.problem;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { status: 0, title: 'Failed', detail, code: 'PAGE_FAILED' };
}

/** Reads the problem in an answer; an answer that is not problem+json is kept as its text. */
export async function problemIn(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'code' in body) {
      return { status: response.status, title: response.statusText, detail: '', ...(body as Partial<Problem>), code: String(body.code) };
    }
  } catch {
    // not JSON: the text itself is the answer
  }
  return { status: response.status, title: response.statusText, detail: text.slice(0, 2000), code: 'HTTP' };
}
