import type { KubeObject } from '@fresnel/sdk';
import { describe, expect, it } from 'vitest';
import { healthOf } from './Conditions';
import { containersOf } from './containers';

const metadata = { name: 'x' };
const template = {
  spec: { containers: [{ name: 'app', image: 'app:1', resources: { requests: { cpu: '500m' }, limits: { memory: '1Gi' } }, readinessProbe: {} }] },
};

describe('containers', () => {
  it('are found in a pod, a workload’s template and a CronJob’s job template', () => {
    const deployment: KubeObject = { kind: 'Deployment', metadata, spec: { template } };
    const cronJob: KubeObject = { kind: 'CronJob', metadata, spec: { jobTemplate: { spec: { template } } } };
    for (const object of [deployment, cronJob]) {
      expect(containersOf(object)).toMatchObject([{ name: 'app', image: 'app:1', cpu: '500m / –', memory: '– / 1Gi', probes: ['ready'], state: undefined }]);
    }
    expect(containersOf({ kind: 'ConfigMap', metadata })).toEqual([]);
  });

  it('say how they are in Kubernetes’ words', () => {
    const pod = (status: object): KubeObject => ({ kind: 'Pod', metadata, spec: template.spec, status: { containerStatuses: [{ name: 'app', ...status }] } });
    const state = (status: object) => containersOf(pod(status))[0]!.state;
    expect(state({ ready: true, state: { running: {} } })).toMatchObject({ health: 'ok', word: 'Running' });
    expect(state({ ready: false, state: { running: {} }, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } })).toMatchObject({
      health: 'warning',
      more: 'OOMKilled, exit 137',
    });
    expect(state({ state: { waiting: { reason: 'CrashLoopBackOff' } } })).toMatchObject({ health: 'error', word: 'CrashLoopBackOff' });
    expect(state({ state: { waiting: { reason: 'ContainerCreating' } } })).toMatchObject({ health: 'progress' });
    expect(state({ state: { terminated: { exitCode: 2, reason: 'Error' } } })).toMatchObject({ health: 'error', word: 'Error', more: 'exit 2' });
    expect(state({ state: { terminated: { exitCode: 0, reason: 'Completed' } } })).toMatchObject({ health: 'off', word: 'Completed' });
    expect(containersOf({ kind: 'Pod', metadata, spec: template.spec })[0]!.state).toMatchObject({ health: 'off', word: undefined });
  });
});

it.each([
  ['Ready', 'True', 'ok'],
  ['Ready', 'False', 'warning'],
  ['Ready', 'Unknown', 'unknown'],
  ['MemoryPressure', 'True', 'error'],
  ['MemoryPressure', 'False', 'ok'],
  ['NetworkUnavailable', 'False', 'ok'],
  ['ReplicaFailure', 'True', 'error'],
  ['Complete', 'False', 'off'],
])('the condition %s=%s is %s', (type, status, health) => {
  expect(healthOf({ type, status })).toBe(health);
});
