import type { KubeObject } from '@fresnel/sdk';
import { expect, it } from 'vitest';
import { isLocalPort, portsOf } from './ForwardPanel';
import { containersOf, runsWindows, usualContainer } from './pod';

const POD: KubeObject = {
  metadata: { name: 'web', annotations: { 'kubectl.kubernetes.io/default-container': 'app' } } as KubeObject['metadata'],
  spec: {
    os: { name: 'linux' },
    containers: [
      { name: 'proxy' },
      {
        name: 'app',
        tty: true,
        ports: [
          { name: 'http', containerPort: 8080 },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
    ],
    ephemeralContainers: [{ name: 'debugger-1', tty: true }],
  },
  status: {
    containerStatuses: [
      { name: 'proxy', state: { running: {} } },
      { name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
};

it('knows the containers of a pod, and which one is meant', () => {
  expect(containersOf(POD).map((one) => [one.name, one.running, one.debug, one.waiting])).toEqual([
    ['proxy', true, false, undefined],
    ['app', false, false, 'CrashLoopBackOff'],
    ['debugger-1', false, true, undefined],
  ]);
  expect(usualContainer(POD)?.name).toBe('app');
  expect(usualContainer({ ...POD, metadata: { name: 'web' } as KubeObject['metadata'] })?.name).toBe('proxy');
  expect(runsWindows(POD)).toBe(false);
  expect(runsWindows({ ...POD, spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } })).toBe(true);
});

it('knows sidecars always, and what prepares the pod while it runs', () => {
  const running = { running: {} };
  const pod: KubeObject = {
    metadata: POD.metadata,
    spec: {
      containers: [{ name: 'app' }],
      initContainers: [{ name: 'migrate' }, { name: 'mesh', restartPolicy: 'Always', ports: [{ containerPort: 15000 }] }],
    },
    status: { initContainerStatuses: [{ name: 'migrate', state: running }, { name: 'mesh' }] },
  };
  expect(containersOf(pod).map(({ name }) => name)).toEqual(['app', 'mesh', 'migrate']);
  expect(usualContainer({ ...pod, metadata: { name: 'web' } as KubeObject['metadata'] })?.name).toBe('migrate');
  const later = {
    ...pod,
    status: {
      initContainerStatuses: [
        { name: 'migrate', state: { terminated: {} } },
        { name: 'mesh', state: running },
      ],
    },
  };
  expect(containersOf(later).map(({ name }) => name)).toEqual(['app', 'mesh']);
  expect(portsOf({ cluster: 'c', namespace: 'n', name: 'web', resource: 'pods' }, later)).toEqual([{ value: '15000', title: '15000' }]);
});

it('offers the ports that objects name, without those that cannot be forwarded', () => {
  const ref = { cluster: 'c', namespace: 'n', name: 'web' };
  expect(portsOf({ ...ref, resource: 'pods' }, POD)).toEqual([{ value: '8080', title: '8080 (http)' }]);
  expect(portsOf({ ...ref, resource: 'deployments.apps' }, { metadata: POD.metadata, spec: { template: POD } })).toEqual([
    { value: '8080', title: '8080 (http)' },
  ]);
  expect(portsOf({ ...ref, resource: 'services' }, { metadata: POD.metadata, spec: { ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] } })).toEqual([
    { value: '80', title: '80' },
  ]);
});

it('knows what may be a port of this computer', () => {
  expect(['', ' ', '8080', '1024', '65535'].every(isLocalPort)).toBe(true);
  expect(['80', '0', 'web', '8080x', '70000', '-1', '8e3'].some(isLocalPort)).toBe(false);
});
