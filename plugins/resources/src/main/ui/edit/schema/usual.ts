type Usual = (name: string) => Readonly<Record<string, unknown>>;

const IMAGE = 'nginx:1.29';

const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };

const pod = (name: string, more: object = {}) => ({ containers: [{ name, image: IMAGE, ports: [{ containerPort: 80 }], resources }], ...more });

const task = (name: string) => ({ containers: [{ name, image: 'busybox:1.37', command: ['sh', '-c', 'echo done'], resources }], restartPolicy: 'Never' });

const labelled = (name: string, spec: object) => ({ selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec } });

/** What is written beside metadata, by `group/Kind`: schemas say what must be there, these say what works. */
export const USUAL: Readonly<Record<string, Usual>> = {
  '/Pod': (name) => ({ spec: pod(name) }),
  'apps/Deployment': (name) => ({ spec: { replicas: 2, ...labelled(name, pod(name)) } }),
  'apps/ReplicaSet': (name) => ({ spec: { replicas: 2, ...labelled(name, pod(name)) } }),
  'apps/DaemonSet': (name) => ({ spec: labelled(name, pod(name)) }),
  'apps/StatefulSet': (name) => ({
    spec: {
      replicas: 1,
      serviceName: name,
      ...labelled(name, { containers: [{ name, image: IMAGE, resources, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] }),
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
    },
  }),
  'batch/Job': (name) => ({ spec: { backoffLimit: 3, template: { spec: task(name) } } }),
  'batch/CronJob': (name) => ({ spec: { schedule: '0 * * * *', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { template: { spec: task(name) } } } } }),
  '/Service': (name) => ({ spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 80 }] } }),
  'networking.k8s.io/Ingress': (name) => ({
    spec: {
      rules: [{ host: `${name}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] } }],
    },
  }),
  'networking.k8s.io/NetworkPolicy': (name) => ({
    spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }] },
  }),
  '/ConfigMap': () => ({ data: { key: 'value' } }),
  '/Secret': () => ({ type: 'Opaque', stringData: { key: '' } }),
  '/Namespace': () => ({}),
  '/ServiceAccount': () => ({}),
  '/PersistentVolumeClaim': () => ({ spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
  '/ResourceQuota': () => ({ spec: { hard: { 'requests.cpu': '4', 'requests.memory': '8Gi', pods: '20' } } }),
  '/LimitRange': () => ({ spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m', memory: '64Mi' }, default: { memory: '128Mi' } }] } }),
  'autoscaling/HorizontalPodAutoscaler': (name) => ({
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    },
  }),
  'policy/PodDisruptionBudget': (name) => ({ spec: { minAvailable: 1, selector: { matchLabels: { app: name } } } }),
  'rbac.authorization.k8s.io/Role': () => ({ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }] }),
  'rbac.authorization.k8s.io/ClusterRole': () => ({ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }] }),
  'rbac.authorization.k8s.io/RoleBinding': (name) => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }],
  }),
  'rbac.authorization.k8s.io/ClusterRoleBinding': () => ({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }],
  }),
};
