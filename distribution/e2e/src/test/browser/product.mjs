// Starts the assembled product as its users do, on a free port with folders of its own.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../../../../..');
export const layout = join(root, 'distribution/desktop/target/fresnel');

/** Most products of tests live for seconds, which the second compiler would double in CPU time. */
const shortLived = process.env.SOAK === 'true' || process.env.FRESNEL_BUDGETS ? {} : { FRESNEL_JAVA_OPTS: '-XX:TieredStopAtLevel=1' };

/** A port that nobody holds right now; below those that systems give to whoever asks for any, so that it stays free for a while. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise((done) => {
      const probe = createServer();
      probe.once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
    if (free) return port;
  }
}

/** Awaits a condition; fails with what was last seen. */
export async function until(what, check, { timeout = 60_000, every = 50 } = {}) {
  const end = Date.now() + timeout;
  let last;
  for (;;) {
    try {
      last = await check();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${timeout} ms, last: ${last}`, { cause: last });
    await new Promise((next) => setTimeout(next, every));
  }
}

/** Starts it, on another port when somebody took the one that was free. */
export async function startProduct(options = {}) {
  for (let turn = 0; ; turn++) {
    try {
      return await started(options);
    } catch (error) {
      if (options.port !== undefined || turn === 3 || !/Cannot listen on/.test(error.message)) throw error;
    }
  }
}

/** Makes the class cache that each start but the first has, into that folder. */
export async function classCache(folder) {
  const product = await startProduct({ env: { FRESNEL_AOT: 'on' } });
  try {
    const made = join(product.home, 'data/aot');
    await until('the class cache is made', () => existsSync(made) && readdirSync(made).some((name) => name.endsWith('.aot')), { timeout: 300_000, every: 500 });
    cpSync(made, folder, { recursive: true, filter: (path) => path === made || path.endsWith('.aot') });
  } finally {
    await product.stop();
  }
}

/** The id of the cluster of its kubeconfig, which is read while the platform answers already. */
export const clusterOf = (product) =>
  until('its cluster is known', async () => {
    const { clusters } = await (await fetch(`${product.url}/api/v1/clusters`)).json();
    return clusters.find(({ source }) => source === 'kubeconfig')?.id;
  });

/** The demo cluster plays its past when it is asked for the first time. */
export const demoAnswers = (product) => until('the demo cluster answers', async () => (await fetch(`${product.url}/k8s/demo/version`)).ok);

/**
 * @param {{kubeconfig?: string, trust?: string, args?: string[], plugins?: string[], from?: string, env?: Record<string,string>, localKey?: boolean}} options
 *   trust: a trust.json to start with
 *   localKey: whoever comes needs a key or a token, as without --no-local-key
 *   plugins: names of the layout's plugins to start with, without `.jar`; default all
 *   port: where to listen; default any free one
 *   from: the folder that holds bin/fresnel; default what the build laid out
 *   cache: a folder of class caches to start with (`classCache`), as each start but the first has one
 */
async function started({ kubeconfig, args = [], plugins, from = layout, env = {}, localKey = false, trust, cache, port: given }) {
  if (!existsSync(from)) throw new Error(`no product at ${from}: run ./mvnw package first`);
  const port = given ?? (await freePort());
  const home = mkdtempSync(join(tmpdir(), 'fresnel-e2e-'));
  const pluginsDir = join(home, 'plugins');
  mkdirSync(pluginsDir);
  if (plugins) for (const name of plugins) cpSync(join(from, 'plugins', `${name}.jar`), join(pluginsDir, `${name}.jar`));
  else cpSync(join(from, 'plugins'), pluginsDir, { recursive: true });

  if (trust) {
    mkdirSync(join(home, 'data/catalog'), { recursive: true });
    cpSync(trust, join(home, 'data/catalog/trust.json'));
  }
  if (cache) cpSync(cache, join(home, 'data/aot'), { recursive: true });
  const flags = ['--port', port, '--data-dir', join(home, 'data'), '--plugins-dir', pluginsDir, ...(localKey ? [] : ['--no-local-key']), ...args];
  if (kubeconfig) flags.push('--kubeconfig', kubeconfig);
  const child = spawn(join(from, 'bin/fresnel'), flags.map(String), {
    // no class cache: two more processes would make it for a start that never comes, and write while the folder is removed
    env: { ...process.env, FRESNEL_AOT: cache ? 'on' : 'off', ...shortLived, KUBECONFIG: join(home, 'no-kubeconfig'), HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (bytes) => (log += bytes));
  child.stderr.on('data', (bytes) => (log += bytes));
  let ended = false;
  const exited = new Promise((done) => child.once('exit', done)).finally(() => (ended = true));

  const base = args.includes('--base-path') ? args[args.indexOf('--base-path') + 1] : '';
  const url = `http://127.0.0.1:${port}${base}`;
  const product = {
    url,
    port,
    home,
    pluginsDir,
    pid: child.pid,
    exited,
    log: () => log,
    async stop() {
      if (!ended) child.kill('SIGTERM');
      const code = await Promise.race([exited, new Promise((late) => setTimeout(() => late('late'), 10_000))]);
      if (code === 'late') child.kill('SIGKILL');
      await exited;
      await until('its folder is removed', () => {
        rmSync(home, { recursive: true, force: true });
        return true;
      });
      return code;
    },
  };
  try {
    // its own word besides: somebody else may answer at a port that it will not get
    await until(
      'the product is ready',
      async () => ended || (/^Fresnel \S+ at /m.test(log) && (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) })).ok),
      { timeout: 120_000 },
    );
    if (ended) throw new Error(`it ended with ${await exited}`);
  } catch (error) {
    await product.stop();
    throw new Error(`${error.message}\n${log}`, { cause: error });
  }
  return product;
}
