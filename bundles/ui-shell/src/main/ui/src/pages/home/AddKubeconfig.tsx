import { type Cluster, getJson, ProblemError, type Problem as ProblemOf, problemOf, t } from '@fresnel/sdk';
import { basePath, problemIn } from '@fresnel/sdk/host';
import { Button, Modal, Notice, Problem } from '@fresnel/ui';
import { type DragEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import styles from './home.module.css';

const PATH = '/api/v1/kubeconfigs';

/** Adding clusters by a kubeconfig: whether one may, and how it goes. */
export interface Adding {
  readonly may: boolean;
  /** contexts that were added so, and may be taken away */
  readonly contexts: readonly string[];
  readonly over: boolean;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly state: State;
  readonly drop: object;
  readonly choose: () => void;
  readonly take: (file: File | undefined, run?: boolean) => Promise<void>;
  readonly remove: (cluster: Cluster) => Promise<void>;
  readonly settle: () => void;
}

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'added'; readonly contexts: readonly string[] }
  | { readonly is: 'asks'; readonly file: File; readonly commands: readonly string[] }
  | { readonly is: 'failed'; readonly problem: ProblemOf };

const IDLE: State = { is: 'idle' };

export function useAdding(): Adding {
  const [given, setGiven] = useState<{ readonly mayAdd: boolean; readonly contexts: readonly string[] }>({ mayAdd: false, contexts: [] });
  const [state, setState] = useState<State>(IDLE);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const ask = useCallback(() => getJson<typeof given>(PATH).then(setGiven, () => undefined), []);
  useEffect(() => void ask(), [ask]);
  return useMemo(() => {
    const take = async (file: File | undefined, run = false) => {
      if (file === undefined) return;
      setState(IDLE);
      try {
        const { contexts } = await send(`${PATH}${run ? '?run=true' : ''}`, 'POST', file);
        setState({ is: 'added', contexts });
        await ask();
      } catch (cause) {
        const problem = problemOf(cause);
        setState(problem.code === 'KUBECONFIG_RUNS' ? { is: 'asks', file, commands: (problem.args?.commands ?? []) as string[] } : { is: 'failed', problem });
      }
    };
    const remove = (cluster: Cluster) =>
      send(`${PATH}/${encodeURIComponent(cluster.id)}`, 'DELETE').then(
        () => ask(),
        (cause: unknown) => setState({ is: 'failed', problem: problemOf(cause) }),
      );
    const carries = (event: DragEvent) => event.dataTransfer.types.includes('Files');
    const drop = {
      onDragOver: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => event.currentTarget.contains(event.relatedTarget as Node) || setOver(false),
      onDrop: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      },
    };
    return {
      may: given.mayAdd,
      contexts: given.contexts,
      over,
      input,
      state,
      drop,
      choose: () => input.current?.click(),
      take,
      remove,
      settle: () => setState(IDLE),
    };
  }, [given, state, over, ask]);
}

async function send(path: string, method: string, body?: Blob): Promise<{ readonly contexts: readonly string[] }> {
  const response = await fetch(basePath() + path, {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/yaml' },
    ...(body ? { body } : {}),
  });
  if (!response.ok) throw new ProblemError(await problemIn(response));
  return response.status === 204 ? { contexts: [] } : ((await response.json()) as { contexts: string[] });
}

/** Where a kubeconfig is dropped, what came of it, and what it wants to run. */
export function AddKubeconfig({ adding }: { readonly adding: Adding }) {
  const { state, input, over } = adding;
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('home.add')}
        onChange={(event) => {
          void adding.take(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {over && <div className={styles.drop}>{t('home.drop')}</div>}
      {state.is === 'added' && (
        <Notice tone="ok" actions={<Close adding={adding} />}>
          {t('home.added', { names: state.contexts.join(', '), count: state.contexts.length })}
        </Notice>
      )}
      {state.is === 'failed' && <Problem tried={t('home.addFailed')} problem={state.problem} />}
      {state.is === 'asks' && (
        <Modal
          title={t('home.runs')}
          onClose={adding.settle}
          actions={
            <>
              <Button kind="danger" onPress={() => void adding.take(state.file, true)}>
                {t('home.runThem')}
              </Button>
              <Button onPress={adding.settle}>{t('home.cancel')}</Button>
            </>
          }
        >
          <p>{t('home.runsWhat')}</p>
          <ul className={styles.commands}>
            {state.commands.map((command) => (
              <li key={command}>
                <code>{command}</code>
              </li>
            ))}
          </ul>
        </Modal>
      )}
    </>
  );
}

function Close({ adding }: { readonly adding: Adding }) {
  return (
    <Button kind="link" onPress={adding.settle}>
      {t('home.close')}
    </Button>
  );
}
