// Objects that hold hostile texts wherever an API server takes them. What it refuses (most names, labels, images) is left out by asking it.
import { PAYLOADS } from './payloads.mjs';

export const GROUP = 'hostile.example.com';
/** Somewhat under what etcd takes, in one word. */
export const MEGABYTE = 'M'.repeat(1_000_000);

const texts = PAYLOADS.map(({ text }) => text);
const keyed = (prefix) => Object.fromEntries(PAYLOADS.map(({ number, text }) => [`${prefix}${number}`, text]));
const meta = (name, namespace) => ({ name, namespace, annotations: keyed('hostile.example.com/a') });

/** What nobody has to be able to name: each payload with only the characters that a path segment may hold. */
export const roleNames = texts.filter((text) => !/[/%]/.test(text) && text.length < 400 && !text.includes('\u0000'));

export function definition() {
  const any = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, description: texts[3] };
  const column = (name, jsonPath, more = {}) => ({ name, jsonPath, type: 'string', description: texts[0], ...more });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `horrors.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'horrors', singular: 'horror', kind: 'Horror', shortNames: ['hrr'], categories: ['constructor'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [
            column('Text', '.spec.text'),
            column('<img src=x onerror=alert(1)>', '.status.phase'),
            column('javascript:alert(1)', '.spec.url'),
            column('\u202eesrever', '.status.message'),
          ],
          schema: {
            openAPIV3Schema: {
              type: 'object',
              description: texts[0],
              properties: {
                spec: { ...any, properties: { text: { type: 'string', description: texts[20] }, url: { type: 'string', description: texts[60] } } },
                status: any,
              },
            },
          },
        },
      ],
    },
  };
}

export const horror = (namespace, { number, text }) => ({
  apiVersion: `${GROUP}/v1`,
  kind: 'Horror',
  metadata: { name: `horror-${number}`, namespace, annotations: { 'hostile.example.com/text': text } },
  spec: { text, url: text, [text]: text, secretRef: { name: text }, list: [text, { name: text, value: text }] },
});

export const horrorStatus = ({ text }) => ({
  status: {
    phase: text,
    message: text,
    conditions: [{ type: text, status: 'False', reason: text, message: text, lastTransitionTime: text }],
    ...(text.length < 100 ? { [text]: { [text]: text } } : {}),
  },
});

/** One object of the kind whose status, spec and conditions hold all of them, and a value of a megabyte. */
export const allHorrors = (namespace) => ({
  ...horror(namespace, PAYLOADS[0]),
  metadata: meta('all', namespace),
  spec: { text: MEGABYTE, ...keyed('f'), ...JSON.parse('{"__proto__":{"polluted":"yes"}}') },
});
export const allStatus = () => ({
  status: {
    phase: 'Bad',
    conditions: PAYLOADS.map(({ text }) => ({ type: text, status: 'False', reason: text, message: text, lastTransitionTime: new Date().toISOString() })),
  },
});

export const configMap = (namespace) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta('all', namespace),
  data: { ...keyed('k'), ...JSON.parse('{"__proto__":"a key","constructor":"another"}'), ['K'.repeat(253)]: 'a long key' },
});
export const largeMap = (namespace) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large', namespace }, data: { megabyte: MEGABYTE } });

export const pod = (namespace) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...meta('all', namespace), labels: { constructor: 'toString', ['l'.repeat(63)]: 'v'.repeat(63), [`${'p.'.repeat(120)}example.com/k`]: 'x' } },
  spec: {
    containers: [
      {
        name: 'c'.repeat(63),
        image: `<img src=x onerror=alert(1)>:${'i'.repeat(400)}`,
        command: texts.slice(0, 60),
        args: texts.slice(60),
        workingDir: texts[1],
        env: PAYLOADS.map(({ number, text }) => ({ name: `E${number}`, value: text })),
        readinessProbe: { httpGet: { path: `/${texts[3]}`, port: 80, httpHeaders: [{ name: 'X-H', value: texts[60] }] } },
        volumeMounts: [{ name: 'v', mountPath: '/<img src=x onerror=alert(1)>', subPath: 'javascript;alert(1)' }],
      },
      { name: 'two', image: 'javascript:alert(1)' },
    ],
    volumes: [{ name: 'v', nfs: { server: texts[3], path: `/${texts[0]}` } }],
    nodeSelector: { 'hostile.example.com/none': 'here' },
  },
});
export const podStatus = () => ({
  status: {
    reason: texts[3],
    message: texts[0],
    conditions: PAYLOADS.slice(0, 40).map(({ number, text }) => ({ type: `hostile.example.com/c${number}`, status: 'False', reason: text, message: text })),
  },
});

export const event = (namespace, { number, text }) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: `hostile.${number}`, namespace },
  involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: 'all', fieldPath: text },
  reason: text.slice(0, 120),
  message: text.slice(0, 1000),
  type: 'Warning',
  count: 3,
  firstTimestamp: new Date().toISOString(),
  lastTimestamp: new Date().toISOString(),
  source: { component: text, host: text },
  reportingComponent: text,
});

export const role = (name) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules: [{ apiGroups: [name], resources: [name], verbs: [name], resourceNames: [name] }],
});
export const binding = (namespace, name) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name, namespace },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }],
});
