// A product to look at: the demo cluster, seen by two people, beside one that cannot be reached, and objects that stay as they are.
import { createServer, request as httpRequest } from 'node:http';
import { demoAnswers, startProduct, until } from './product.mjs';

const MERGE = 'application/merge-patch+json';
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** The demo cluster as somebody sees it who may list and read, but no Secrets, and may change nothing. */
function viewer(port) {
  const server = createServer((asked, answer) => {
    const status = (code, message) =>
      answer
        .writeHead(code, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code, message }));
    const parts = [];
    asked.on('data', (bytes) => parts.push(bytes));
    asked.on('end', () => {
      const path = asked.url.split('?')[0];
      if (path.endsWith('/selfsubjectrulesreviews') || path.endsWith('/selfsubjectaccessreviews')) {
        const review = JSON.parse(Buffer.concat(parts).toString());
        const { verb, resource } = review.spec.resourceAttributes ?? {};
        review.status = path.endsWith('rulesreviews')
          ? { resourceRules: [], nonResourceRules: [], incomplete: true }
          : { allowed: ['get', 'list', 'watch'].includes(verb) && resource !== 'secrets' };
        return answer.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(review));
      }
      const writes = WRITES.includes(asked.method) && !path.includes('/selfsubject');
      if (writes || /\/secrets(\/|$)/.test(path)) return status(403, `User "viewer" cannot ${writes ? 'change' : 'list'} ${path}`);
      const { authorization: _, ...headers } = asked.headers;
      const on = httpRequest(
        { host: '127.0.0.1', port, method: asked.method, path: `/k8s/demo${asked.url}`, headers: { ...headers, host: `127.0.0.1:${port}` } },
        (response) => {
          answer.writeHead(response.statusCode, response.headers);
          response.pipe(answer);
        },
      );
      on.on('error', () => answer.destroy());
      answer.on('close', () => on.destroy());
      on.end(Buffer.concat(parts));
    });
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const config = (name, server) => `
clusters: [{name: ${name}, cluster: {server: "${server}"}}]
users: [{name: ${name}, user: {token: t}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}}}]`;

/** A started product with the demo cluster, one seen by a viewer, one that cannot be reached, and objects that stay as they are. */
export async function startWorld(options = {}) {
  const product = await startProduct({ args: ['--demo'], ...options });
  const limited = await viewer(product.port);
  const kube = async (method, path, body, type = method === 'PATCH' ? MERGE : 'application/json') => {
    const answer = await fetch(`${product.url}/k8s/demo${path}`, { method, headers: { 'Content-Type': type }, body: body && JSON.stringify(body) });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`);
    return told;
  };
  const items = async (path) => (await kube('GET', path)).items;
  const stop = async () => {
    limited.closeAllConnections();
    limited.close();
    await product.stop();
  };
  try {
    await demoAnswers(product);
    for (const [name, server] of [
      ['viewer', `http://127.0.0.1:${limited.address().port}`],
      ['osaka', 'https://127.0.0.1:9'],
    ])
      await fetch(`${product.url}/api/v1/kubeconfigs`, { method: 'POST', body: config(name, server) });
    await until('clusters are known', async () => {
      const { clusters } = await (await fetch(`${product.url}/api/v1/clusters`)).json();
      return ['viewer', 'osaka'].every((name) => clusters.some(({ id }) => id === name));
    });
    await made(kube);
    const bad = (pod) => pod.status?.containerStatuses?.some((one) => one.state?.waiting?.reason === 'CrashLoopBackOff');
    const of = (app) => (pod) => ready(pod) && pod.metadata.name.startsWith(app);
    const pods = await until(
      'pods run, and one does not',
      async () => {
        const all = await items('/api/v1/pods');
        return all.some(bad) && all.some(of('parcel-desk')) && all.some(of('ebs-csi-controller')) && all;
      },
      { timeout: 180_000 },
    );
    await kube('PATCH', '/apis/apps/v1/namespaces/shop/deployments/parcel-tracker', {
      spec: { template: { metadata: { annotations: { turn: '2' } } } },
    });
    const at = (one) => `${one.metadata.namespace ?? '_'}/${one.metadata.name}`;
    const first = async (path, which = () => true) => at((await items(path)).find(which));
    return {
      url: product.url,
      product,
      kube,
      stop,
      pod: at(pods.find(of('parcel-desk'))),
      talking: at(pods.find(of('ebs-csi-controller'))),
      failing: at(pods.find(bad)),
      node: await first('/api/v1/nodes', (one) => one.metadata.labels?.['eks.amazonaws.com/nodegroup'] !== undefined),
      service: await first('/api/v1/namespaces/shop/services'),
      configMap: await first('/api/v1/configmaps', (one) => one.metadata.namespace === 'shop'),
      job: 'platform/parcel-import',
      cronJob: await first('/apis/batch/v1/cronjobs'),
      stateful: await first('/apis/apps/v1/statefulsets', (one) => (one.status?.replicas ?? 0) > 0),
      scaled: await first('/apis/keda.sh/v1alpha1/scaledobjects'),
      nodePool: await first('/apis/karpenter.sh/v1/nodepools'),
      role: await first('/apis/rbac.authorization.k8s.io/v1/clusterroles'),
      binding: await first('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'),
      account: await first('/api/v1/serviceaccounts'),
      claim: await first('/api/v1/persistentvolumeclaims'),
      scaler: await first('/apis/autoscaling/v2/horizontalpodautoscalers'),
      ingress: await first('/apis/networking.k8s.io/v1/ingresses'),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(pod) {
  return pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True');
}

/** Objects of our own, where nobody rolls out, evicts or tidies up. */
async function made(kube) {
  const core = (kind, name, more) => ({ apiVersion: 'v1', kind, metadata: { name, labels: { app: name } }, ...more });
  await kube('POST', '/apis/apps/v1/namespaces/shop/deployments', deployment('parcel-tracker'));
  await kube('POST', '/api/v1/namespaces/shop/secrets', core('Secret', 'parcel-tracker', { stringData: { 'api-token': 'f3b1', 'tls.conf': 'one\ntwo\n' } }));
  await kube('POST', '/api/v1/namespaces/platform/configmaps', core('ConfigMap', 'parcel-desk', { data: { COLOUR: 'blue' } }));
  const port = { selector: { app: 'parcel-desk' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] };
  await kube('POST', '/api/v1/namespaces/platform/services', core('Service', 'parcel-desk', { spec: port }));
  await kube('POST', '/apis/apps/v1/namespaces/platform/deployments', deployment('parcel-desk', { envFrom: [{ configMapRef: { name: 'parcel-desk' } }] }));
  const { spec } = deployment('parcel-import');
  const template = { spec: { ...spec.template.spec, restartPolicy: 'Never' } };
  await kube('POST', '/apis/batch/v1/namespaces/platform/jobs', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'parcel-import' },
    spec: { template },
  });
}

function deployment(name, container = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name, 'app.kubernetes.io/part-of': 'parcels' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27', ...container }] } },
    },
  };
}
