// Every screen of the product: how it is reached, and what stands on it when it is there.
import { typeOver } from './editor.mjs';
import { until } from './product.mjs';

const rows = (page) => page.getByRole('grid').locator('[role=row] a, [role=row] [data-row]').first();
const heading = (page) => page.getByRole('main').getByRole('heading', { level: 1 });
const overview = (page) => page.getByRole('tabpanel').getByRole('heading', { level: 2 }).first();
const dialog = (page) => page.getByRole('dialog').last();
const editor = (page) => page.locator('.cm-content').first();
const TRACKER = '/c/demo/deployments.apps/shop/parcel-tracker';

const list = (name, resource, more = {}) => ({ name: `list-${name}`, path: `/c/demo/${resource}`, sign: rows, ...more });
const details = (name, resource, key, more = {}) => ({ name: `of-${name}`, path: (world) => `/c/demo/${resource}/${world[key]}`, sign: overview, ...more });

/** Opens an action of the object whose page is shown. */
async function action(page, name) {
  await page.getByRole('button', { name: /^Actions for/ }).click();
  const item = page.getByRole('menuitem', { name, exact: true });
  await item.waitFor();
  await item.click();
  await dialog(page).waitFor();
}

/** Has one panel open below what the page shows. */
function panel(name, id, { of, params = {}, path = '/c/demo/pods', sign, act, ...more }) {
  return {
    name: `panel-${name}`,
    path,
    before: async (page, world) => {
      const [resource, key] = of;
      const [namespace, object] = world[key].split('/');
      const ref = { cluster: 'demo', resource, name: object, ...(namespace === '_' ? {} : { namespace }) };
      await page.addInitScript(
        ([panelId, title, given]) => {
          if (sessionStorage.getItem('fresnel.panels')) return;
          const panels = [{ panel: panelId, title, params: given, side: 0, current: true }];
          sessionStorage.setItem('fresnel.panels', JSON.stringify({ panels, form: 'docked', height: 420 }));
        },
        [id, object, { objects: [ref], ...params }],
      );
    },
    sign: sign ?? ((page) => page.getByRole('region', { name: 'Activity panel' }).getByRole('tab').first()),
    act,
    ...more,
  };
}

/** Asks for a port of this machine, or for what becomes of one. */
async function forward(world, body) {
  const answer = await fetch(`${world.url}/api/v1/plugins/terminal/forwards?cluster=demo`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/**
 * name, path (a text, or a function of the world), sign: what is there when the screen is; act: what a person does then; refused: requests fail there;
 * wide: a small screen has no place for it.
 */
export const SCREENS = [
  { name: 'home', path: '/', sign: (page) => page.getByRole('main').getByRole('link', { name: 'osaka' }) },
  { name: 'overview', path: '/c/demo', sign: (page) => page.getByRole('region', { name: 'Capacity' }).getByText('Requests').first() },
  list('pods', 'pods', {}),
  list('deployments', 'deployments.apps'),
  list('nodes', 'nodes'),
  list('services', 'services'),
  list('jobs', 'jobs.batch'),
  list('claims', 'persistentvolumeclaims'),
  list('configmaps', 'configmaps'),
  list('secrets', 'secrets'),
  list('roles', 'clusterroles.rbac.authorization.k8s.io'),
  list('definitions', 'customresourcedefinitions.apiextensions.k8s.io'),
  list('custom', 'scaledobjects.keda.sh'),
  list('nodepools', 'nodepools.karpenter.sh'),
  list('scalers', 'horizontalpodautoscalers.autoscaling'),
  list('two', 'pods', { path: '/c/demo+viewer/pods', name: 'list-two-clusters', refused: true }),
  list('groups', 'pods', {
    path: '/c/demo/pods?group=namespace',
    sign: (page) => page.getByRole('list', { name: 'Group' }).getByRole('button', { name: /^shop/ }),
  }),
  {
    name: 'list-chosen',
    path: '/c/demo/pods?sort=name&label=app&q=a',
    sign: rows,
    act: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByRole('toolbar', { name: 'Selected rows' }).waitFor();
    },
  },
  { name: 'list-nothing', path: '/c/demo/pods?q=there-is-no-such-pod', sign: (page) => page.getByRole('main').getByText(/No Pods match/i) },
  { name: 'list-empty', path: '/c/demo/leases.coordination.k8s.io?ns=shop', sign: (page) => page.getByRole('main').getByText(/^No /).first() },
  {
    name: 'list-row-menu',
    path: '/c/demo/deployments.apps?sort=name',
    sign: rows,
    wide: true,
    act: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: 'Scale' }).waitFor();
    },
  },
  {
    name: 'list-columns',
    path: '/c/demo/pods',
    sign: rows,
    wide: true,
    act: async (page) => {
      await page.getByRole('button', { name: /^Columns/ }).click();
      await page.getByRole('dialog', { name: 'Columns' }).waitFor();
    },
  },
  {
    name: 'list-namespaces',
    path: '/c/demo/pods',
    sign: rows,
    act: async (page, _, width) => {
      if (width < 720) await page.getByRole('button', { name: 'Open navigation' }).click();
      await page
        .getByRole('button', { name: /All namespaces/ })
        .first()
        .click();
      await page.getByRole('dialog', { name: 'Namespaces' }).getByLabel('shop', { exact: true }).waitFor();
    },
  },
  {
    name: 'list-clusters',
    path: '/c/demo/pods',
    sign: rows,
    act: async (page) => {
      await page.getByRole('banner').getByText('demo', { exact: true }).click();
      await page.getByRole('dialog', { name: 'Clusters' }).waitFor();
    },
  },
  {
    name: 'list-save-view',
    path: '/c/demo/pods?q=a',
    sign: rows,
    act: async (page) => {
      await page.getByRole('button', { name: 'Saved views' }).click();
      await page.getByRole('menuitem', { name: 'Save this view' }).click();
      await dialog(page).getByRole('textbox').fill('Pods with an a');
    },
  },
  {
    name: 'list-copy-out',
    path: '/c/demo/pods',
    sign: rows,
    wide: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Copy out' }).click();
      await page.getByRole('menuitem', { name: 'CSV file' }).waitFor();
    },
  },
  {
    name: 'navigation',
    path: '/c/demo/pods',
    sign: rows,
    act: async (page, _, width) => {
      if (width > 1180) return;
      await page.getByRole('button', { name: 'Open navigation' }).click();
      await page.getByRole('navigation').getByRole('link', { name: 'Nodes' }).waitFor();
    },
  },

  details('pod', 'pods', 'pod'),
  details('failing-pod', 'pods', 'failing', { refused: true }),
  details('pod-containers', 'pods', 'pod', { query: '?tab=containers', sign: (page) => page.getByRole('tabpanel').getByText('Image').first() }),
  details('pod-events', 'pods', 'failing', { refused: true, query: '?tab=events', sign: (page) => page.getByRole('tabpanel').getByRole('row').nth(1) }),
  details('pod-access', 'pods', 'pod', { query: '?tab=access', sign: (page) => page.getByRole('tabpanel').getByRole('row').nth(1) }),
  details('pod-yaml', 'pods', 'pod', { query: '?tab=yaml', sign: editor }),
  details('pod-logs', 'pods', 'talking', { query: '?tab=logs/logs', sign: (page) => page.locator('[data-line]').first() }),
  { name: 'of-deployment', path: TRACKER, sign: overview },
  details('stateful', 'statefulsets.apps', 'stateful'),
  details('node', 'nodes', 'node', {}),
  { name: 'of-secret', path: '/c/demo/secrets/shop/parcel-tracker', sign: overview },
  {
    name: 'of-secret-shown',
    path: '/c/demo/secrets/shop/parcel-tracker',
    sign: overview,
    act: async (page) => {
      await page
        .getByRole('tabpanel')
        .getByRole('button', { name: /Show|Reveal/ })
        .first()
        .click();
      await page.getByText('f3b1').first().waitFor();
    },
  },
  details('configmap', 'configmaps', 'configMap'),
  details('service', 'services', 'service'),
  details('ingress', 'ingresses.networking.k8s.io', 'ingress'),
  details('job', 'jobs.batch', 'job'),
  details('cronjob', 'cronjobs.batch', 'cronJob'),
  details('claim', 'persistentvolumeclaims', 'claim'),
  details('scaler', 'horizontalpodautoscalers.autoscaling', 'scaler'),
  details('custom', 'scaledobjects.keda.sh', 'scaled'),
  details('nodepool', 'nodepools.karpenter.sh', 'nodePool'),
  details('role', 'clusterroles.rbac.authorization.k8s.io', 'role'),
  details('binding', 'clusterrolebindings.rbac.authorization.k8s.io', 'binding'),
  details('account', 'serviceaccounts', 'account'),
  { name: 'of-namespace', path: '/c/demo/namespaces/_/shop', sign: overview },
  { name: 'of-definition', path: '/c/demo/customresourcedefinitions.apiextensions.k8s.io/_/scaledobjects.keda.sh', sign: overview },
  { name: 'of-nothing', refused: true, path: '/c/demo/pods/shop/no-such-pod', sign: (page) => page.getByText(/There is no Pod/) },

  { name: 'events', path: '/c/demo/events', sign: (page) => page.getByRole('rowheader').first() },
  {
    name: 'events-open',
    path: '/c/demo/events',
    sign: (page) => page.getByRole('rowheader').first(),
    act: async (page) => {
      await page.getByRole('rowheader').getByRole('button').first().click();
      await page.getByRole('region', { name: 'Events in groups' }).getByRole('listitem').first().waitFor();
    },
  },
  { name: 'events-flat', path: '/c/demo/events?group=none', sign: rows },
  {
    name: 'history',
    path: `${TRACKER}?tab=resources/history`,
    sign: (page) => page.getByText(/^Recorded since/),
    act: async (page, { kube }) => {
      await kube('PATCH', '/apis/apps/v1/namespaces/shop/deployments/parcel-tracker', {
        metadata: { annotations: { looked: String(Date.now()) } },
      });
      await page.getByRole('list', { name: 'Changes, newest first' }).getByRole('article').filter({ hasText: 'looked' }).first().waitFor();
    },
  },

  { name: 'editor', path: `${TRACKER}?tab=yaml`, sign: editor },
  {
    name: 'editor-review',
    path: `${TRACKER}?tab=yaml`,
    sign: editor,
    act: async (page) => {
      await typeOver(page, 'nginx:1.27', 'nginx:1.28');
      await page.getByRole('button', { name: 'Review changes' }).click();
      await page.getByText('What the API server would store').waitFor();
    },
  },
  {
    name: 'editor-conflict',
    path: `${TRACKER}?tab=yaml`,
    sign: editor,
    act: async (page, { kube }) => {
      const change = (replicas) => kube('PATCH', '/apis/apps/v1/namespaces/shop/deployments/parcel-tracker', { spec: { replicas } });
      await change(2);
      await page.getByText('replicas: 2').first().waitFor();
      await typeOver(page, 'replicas: 2', 'replicas: 5');
      await change(3);
      await page.getByText('Changed since the editing began.').waitFor();
    },
    after: ({ kube }) => kube('PATCH', '/apis/apps/v1/namespaces/shop/deployments/parcel-tracker', { spec: { replicas: 2 } }),
  },
  {
    name: 'editor-form',
    path: `${TRACKER}?tab=yaml`,
    sign: editor,
    act: async (page) => {
      await page.getByRole('button', { name: 'Forms', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Environment', exact: true }).click();
      await page.getByRole('region', { name: 'Environment', exact: true }).waitFor();
    },
  },
  { name: 'create', path: '/p/resources/create?c=demo', sign: editor },
  {
    name: 'create-checked',
    refused: true,
    path: '/p/resources/create?c=demo',
    sign: editor,
    act: async (page) => {
      await editor(page).click();
      await page.keyboard.insertText(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made, namespace: shop}\ndata: {a: b}\n---\napiVersion: v1\nkind: Nothing\nmetadata: {name: made}\n',
      );
      await page.getByText('2 objects').first().waitFor();
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByText('Would be created').waitFor();
    },
  },

  {
    name: 'action-delete',
    path: TRACKER,
    sign: overview,
    act: async (page) => {
      await action(page, 'Delete');
      await dialog(page).getByText('The same with kubectl').waitFor();
    },
  },
  {
    name: 'action-scale',
    path: TRACKER,
    sign: overview,
    act: async (page) => {
      await action(page, 'Scale');
      await dialog(page).getByLabel('Replicas').fill('7');
      await dialog(page).getByText('--replicas=7').waitFor();
    },
  },
  {
    name: 'action-rollback',
    path: TRACKER,
    sign: overview,
    act: async (page) => {
      await action(page, 'Roll back');
      await dialog(page).getByRole('button', { name: 'Roll back' }).waitFor();
    },
  },
  {
    name: 'action-drain',
    path: (world) => `/c/demo/nodes/${world.node}`,
    sign: overview,
    act: async (page) => {
      await action(page, 'Drain');
      await dialog(page).getByText('The same with kubectl').waitFor();
    },
  },
  {
    name: 'action-done',
    refused: true, // the form is empty at first, and nothing to set or take away is refused
    path: TRACKER,
    sign: overview,
    act: async (page) => {
      await action(page, 'Annotate');
      await dialog(page).getByLabel('Set annotations').fill(`seen=${Date.now()}`);
      await dialog(page).getByRole('button', { name: 'Annotate', exact: true }).click();
      await dialog(page).getByText('Done.').waitFor();
    },
  },
  {
    name: 'action-menu',
    path: TRACKER,
    sign: overview,
    act: async (page) => {
      await page.getByRole('button', { name: /^Actions for/ }).click();
      await page.getByRole('menuitem', { name: 'Delete', exact: true }).waitFor();
    },
  },
  {
    name: 'bell',
    path: TRACKER,
    sign: overview,
    act: async (page) => {
      await action(page, 'Scale');
      await dialog(page).getByLabel('Replicas').fill('3');
      await dialog(page).getByText('--replicas=3').waitFor();
      await dialog(page).getByRole('button', { name: 'Scale', exact: true }).click();
      await dialog(page).getByText('Done.').waitFor();
      await dialog(page).getByRole('button', { name: 'Close' }).last().click();
      await page.getByRole('button', { name: /^Notifications/ }).click();
      await page.getByRole('dialog', { name: 'Notifications' }).getByRole('button', { name: 'Undo…' }).first().waitFor();
    },
    after: ({ kube }) => kube('PATCH', '/apis/apps/v1/namespaces/shop/deployments/parcel-tracker', { spec: { replicas: 2 } }),
  },
  {
    name: 'palette',
    path: '/c/demo/pods',
    sign: rows,
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').waitFor();
    },
  },
  {
    name: 'palette-found',
    path: '/c/demo/pods',
    sign: rows,
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('deploy/parcel -n shop');
      await page
        .getByRole('option', { name: /parcel-tracker/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'help',
    path: '/c/demo/pods',
    sign: rows,
    act: async (page) => {
      await page
        .getByRole('banner')
        .getByRole('button', { name: /Help|Shortcuts|Keyboard/ })
        .click();
      await dialog(page).waitFor();
    },
  },
  ...['general', 'clusters', 'plugins', 'shortcuts', 'transfer'].map((tab) => ({
    name: `settings-${tab}`,
    path: `/settings?tab=${tab}`,
    sign: (page) => page.getByRole('tabpanel'),
  })),
  { name: 'plugins', path: '/plugins', sign: (page) => page.getByRole('main').getByText('Demo cluster').first() },

  { name: 'no-right-list', refused: true, path: '/c/viewer/secrets', sign: (page) => page.getByText(/You may not list secrets/) },
  {
    name: 'no-right-menu',
    refused: true,
    path: (world) => `/c/viewer/pods/${world.pod}`,
    sign: overview,
    act: async (page) => {
      await page.getByRole('button', { name: /^Actions for/ }).click();
      await page
        .getByText(/You lack the right/)
        .first()
        .waitFor();
      // the panel and the action it leads to are one entry
      await until('one entry to debug', async () => (await page.getByRole('menuitem', { name: /^Debug/ }).count()) === 1);
    },
  },
  { name: 'no-right-overview', refused: true, path: '/c/viewer', sign: (page) => page.getByRole('region', { name: 'Capacity' }) },
  { name: 'no-right-object', refused: true, path: '/c/viewer/secrets/shop/parcel-tracker', sign: (page) => page.getByText(/Tried to read/) },
  { name: 'away-list', refused: true, path: '/c/osaka/pods', sign: (page) => page.getByText(/cannot be reached|Tried to list/).first() },
  { name: 'away-beside', refused: true, path: '/c/demo+osaka/pods', sign: (page) => page.getByText(/cannot be reached|Tried to list/).first() },
  { name: 'away-overview', refused: true, path: '/c/osaka', sign: (page) => page.getByText(/cannot be reached|osaka/).first() },
  {
    name: 'missing-kind',
    refused: true,
    path: '/c/demo/nothings.example.org',
    sign: (page) =>
      page
        .getByRole('main')
        .getByText(/nothings/)
        .first(),
  },
  {
    name: 'missing-cluster',
    refused: true,
    path: '/c/nowhere/pods',
    sign: (page) =>
      page
        .getByRole('main')
        .getByText(/nowhere/)
        .first(),
  },
  { name: 'missing-page', path: '/what/is/this', sign: heading, refused: true },

  { name: 'logs', path: (world) => `/p/logs/view?of=demo/pods/${world.talking}`, sign: (page) => page.locator('[data-line]').first() },
  {
    name: 'logs-workload',
    path: '/p/logs/view?of=demo/deployments.apps/kube-system/ebs-csi-controller',
    sign: (page) => page.locator('[data-line]').first(),
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Search', exact: true }).fill('error');
      await page
        .locator('[data-line]', { has: page.locator('mark') })
        .first()
        .waitFor();
    },
  },
  {
    name: 'logs-line',
    path: (world) => `/p/logs/view?of=demo/pods/${world.talking}`,
    sign: (page) => page.locator('[data-line]').first(),
    act: async (page) => {
      await page.getByRole('group', { name: /lines?$/ }).focus();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Copy link' }).waitFor();
    },
  },
  {
    name: 'logs-fields',
    path: (world) => `/p/logs/view?of=demo/pods/${world.talking}`,
    sign: (page) => page.locator('[data-line]').first(),
    act: async (page) => {
      await page.getByRole('button', { name: 'Filter by field, columns' }).click();
      await page.getByRole('textbox', { name: /Test of a field/ }).fill('level=nothing-like-it');
      await page.keyboard.press('Enter');
      await page.getByText('No line matches').waitFor();
    },
  },
  { name: 'logs-which', path: '/p/logs/view?c=demo', sign: (page) => page.getByRole('button', { name: 'Show logs' }) },
  panel('logs', 'logs/view', { of: ['pods', 'talking'], sign: (page) => page.locator('[data-line]').first() }),
  panel('terminal', 'terminal/shell', {
    of: ['pods', 'pod'],
    sign: (page) => page.getByText(/Connected to/),
    act: async (page) => {
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('help\n');
      await until('something is drawn', async () => /help/.test(await page.locator('.xterm-rows').textContent()));
    },
  }),
  panel('terminal-files', 'terminal/shell', {
    of: ['pods', 'pod'],
    sign: (page) => page.getByText(/Connected to/),
    act: async (page) => {
      await page.getByRole('button', { name: 'Files' }).click();
      await dialog(page).waitFor();
    },
  }),
  panel('debug', 'terminal/debug', { of: ['pods', 'pod'], sign: (page) => page.getByRole('dialog').getByRole('button', { name: 'Debug', exact: true }) }),
  panel('node', 'terminal/node', { of: ['nodes', 'node'], path: '/c/demo/nodes' }),
  panel('forward', 'terminal/forward', { of: ['services', 'service'], path: '/c/demo/services', sign: (page) => page.getByText(/Port of/).first() }),
  panel('forward-listed', 'terminal/forward', {
    of: ['services', 'service'],
    path: '/c/demo/services',
    sign: (page) => page.getByText(/Port of/).first(),
    act: async (page) => {
      await page.getByRole('button', { name: 'Forward', exact: true }).click();
      await page
        .getByRole('link', { name: /^http:\/\/localhost:/ })
        .first()
        .waitFor();
    },
  }),
  panel('edit', 'resources/edit', { of: ['pods', 'pod'], sign: editor }),
  { name: 'forwards', path: '/p/terminal/forwards?c=demo', sign: heading },
  {
    name: 'forwards-listed',
    path: '/p/terminal/forwards?c=demo',
    before: async (_, world) => {
      const [namespace, name] = world.service.split('/');
      world.forwards = await Promise.all(['80', '80'].map((port) => forward(world, { do: 'start', resource: 'services', namespace, name, port })));
      await forward(world, { do: 'stop', id: world.forwards[1].id });
    },
    sign: (page) => page.getByRole('link', { name: /^http:\/\/localhost:/ }).first(),
    after: (world) => Promise.all(world.forwards.map(({ id }) => forward(world, { do: 'remove', id }))),
  },

  { name: 'map', path: '/p/map/map?c=demo', sign: (page) => page.getByRole('application', { name: 'Map' }), settle: 700 },
  { name: 'map-cluster', path: '/p/map/map?c=demo&level=cluster', sign: (page) => page.getByRole('application', { name: 'Map' }), settle: 700 },
  {
    name: 'map-open',
    path: '/p/map/map?c=demo&level=workloads&open=shop&sel=deployments.apps/shop/storefront',
    sign: (page) => page.getByRole('application', { name: 'Map' }),
    settle: 900,
  },
  {
    name: 'map-focus',
    path: (world) => `/p/map/map?c=demo&level=pods&focus=pods/${world.pod}&steps=2`,
    sign: (page) => page.getByRole('application', { name: 'Map' }),
    settle: 900,
  },
  {
    name: 'map-problems',
    path: '/p/map/map?c=demo&level=workloads&only=problems',
    sign: (page) => page.getByRole('application', { name: 'Map' }),
    settle: 900,
  },
  { name: 'map-table', path: '/p/map/map?c=demo&view=table', sign: (page) => page.getByRole('table').getByRole('row').nth(3) },
];

/** Whether a screen of this width has it. */
export function has(screen, width) {
  return !screen.wide || width > 720;
}

/** Leads the page to a screen. */
export async function show(page, screen, world, width) {
  await screen.before?.(page, world);
  const path = typeof screen.path === 'function' ? screen.path(world) : screen.path;
  await page.goto(world.url + path + (screen.query ?? ''));
  await screen.sign(page).waitFor();
  await screen.act?.(page, world, width);
}
