// The sidecar and the server as two processes of two users on a shared folder, told by a file that changes as a ConfigMap does.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { variant } from './bundles.mjs';
import { freePort, layout, until } from './product.mjs';

const EDITS = process.env.SOAK === 'true' ? 100 : 12;
const LIMIT_MIB = 96;
const MANAGER = 64101;
const SERVER = 64102;
const noRoot = process.getuid?.() === 0 ? false : 'only root may start processes of two users';
const readOnly = ['--die-with-parent', '--dev-bind', '/', '/', '--remount-ro', '/'];
const canSeal = spawnSync('bwrap', [...readOnly, 'true']).status === 0;

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Every so many edits one replica is killed. */
const KILLED = process.env.SOAK === 'true' ? 5 : Number.POSITIVE_INFINITY;

describe('sidecar and server on a shared folder', { skip: noRoot }, () => {
  const children = [];
  const builds = [];
  let temp;
  let port;

  function folder(name, owner) {
    const path = join(temp, name);
    mkdirSync(path);
    chownSync(path, owner, owner);
    return path;
  }

  function start(uid, words, { sealed } = {}) {
    const home = folder(`home-${children.length}`, uid);
    const own = sealed
      ? ['bwrap', ...readOnly, ...sealed.flatMap((path) => ['--bind', path, path]), 'setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']
      : [];
    const [program, ...rest] = [...own, join(layout, 'bin/fresnel'), ...words.map(String)];
    const child = spawn(program, rest, {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', HOME: home, KUBECONFIG: join(home, 'none'), JAVA_HOME: process.env.JAVA_HOME ?? '', FRESNEL_AOT: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own: what bwrap began goes with it, also after it has changed its user
      ...(sealed ? {} : { uid, gid: uid }),
    });
    child.log = '';
    child.stdout.on('data', (bytes) => (child.log += bytes));
    child.stderr.on('data', (bytes) => (child.log += bytes));
    child.ended = new Promise((done) => child.once('exit', done));
    children.push(child);
    return child;
  }

  let number = 0;
  /** As the kubelet does it: a new folder, then one link replaced. */
  function edit(mount, text) {
    const fresh = `..${++number}`;
    mkdirSync(join(mount, fresh));
    writeFileSync(join(mount, fresh, 'plugins.yaml'), text);
    symlinkSync(fresh, join(mount, '..tmp'));
    renameSync(join(mount, '..tmp'), join(mount, '..data'));
    if (!existsSync(join(mount, 'plugins.yaml'))) symlinkSync('..data/plugins.yaml', join(mount, 'plugins.yaml'));
    if (number > 2) rmSync(join(mount, `..${number - 2}`), { recursive: true });
  }

  before(async () => {
    temp = mkdtempSync(join(tmpdir(), 'fresnel-sidecar-'));
    chmodSync(temp, 0o755);
    mkdirSync(join(temp, 'shelf'));
    mkdirSync(join(temp, 'mount'));
    for (const version of ['1.0.1', '1.0.2', '1.0.3']) {
      const made = variant(join(layout, 'plugins/resources.jar'), {
        'META-INF/MANIFEST.MF': (text) => text.replace(/Bundle-Version: .*/, `Bundle-Version: ${version}`),
      });
      const path = join(temp, 'shelf', `resources-${version}.jar`);
      copyFileSync(made.path, path);
      made.remove();
      builds.push({ version, path, digest: sha256(path) });
    }
    port = await freePort();
  });

  after(async () => {
    const tell = (signal) => {
      for (const child of children)
        try {
          process.kill(-child.pid, signal);
        } catch {
          // the whole group has ended
        }
    };
    tell('SIGTERM');
    await Promise.race([Promise.all(children.map((child) => child.ended)), new Promise((late) => setTimeout(late, 10_000))]);
    tell('SIGKILL');
    for (const child of children) for (const pipe of [child.stdout, child.stderr]) pipe.destroy();
    rmSync(temp, { recursive: true, force: true, maxRetries: 10 });
  });

  test(`${EDITS} edits in a row, each converges; three replicas${EDITS > KILLED ? ', one of them killed again and again,' : ''} end with the same digests`, {
    timeout: 600_000,
  }, async () => {
    const wish = (build) => `plugins:\n  - name: resources\n    source: ${join(temp, 'shelf')}\n    version: "[${build.version},${build.version}]"\n`;
    edit(join(temp, 'mount'), wish(builds[0]));
    const shared = folder('shared', MANAGER);
    const locks = folder('locks', MANAGER);
    const replicas = [shared, folder('b', MANAGER), folder('c', MANAGER)];
    const manager = (plugins, i) =>
      start(
        MANAGER,
        [
          'manager',
          '--config',
          join(temp, 'mount/plugins.yaml'),
          '--plugins-dir',
          plugins,
          '--lock',
          join(locks, 'plugins.lock'),
          '--allow-unsigned',
          '--interval',
          '0.2',
          '--watch',
        ],
        i === 0 && canSeal ? { sealed: [shared, locks] } : {},
      );
    const managers = replicas.map(manager);
    const server = start(SERVER, ['--port', port, '--plugins-dir', shared, '--data-dir', folder('data', SERVER), '--no-local-key']);
    const url = `http://127.0.0.1:${port}/api/v1/plugins`;
    const serves = async () => (await (await fetch(url)).json()).plugins.find((plugin) => plugin.id === 'resources' && plugin.state === 'SERVING')?.digest;
    const converged = (build) =>
      until(
        `${build.version} serves`,
        async () => {
          for (const child of [...managers, server]) assert.equal(child.exitCode, null, child.log);
          const now = await serves();
          if (now !== build.digest) throw new Error(`serving is ${now}; the sidecar said ${managers[0].log.slice(-300)}`);
          return true;
        },
        { timeout: 90_000, every: 50 },
      );
    await until('the server answers', async () => (await fetch(url)).ok, { timeout: 120_000 });
    await converged(builds[0]);
    for (let i = 1; i <= EDITS; i++) {
      edit(join(temp, 'mount'), wish(builds[i % builds.length]));
      if (i % KILLED === 0) {
        // whatever it was about to write: the next one finishes it
        process.kill(-managers[2].pid, 'SIGKILL');
        await managers[2].ended;
        managers[2] = manager(replicas[2], 2);
      }
      await converged(builds[i % builds.length]);
    }
    const last = builds[EDITS % builds.length];
    for (const replica of replicas) {
      await until(`${replica} has it`, () => existsSync(join(replica, 'resources.jar')) && sha256(join(replica, 'resources.jar')) === last.digest);
      await until(
        'and nothing else',
        () =>
          readdirSync(replica)
            .filter((name) => name !== '.fresnel')
            .join() === 'resources.jar',
      );
    }
    await until('the sidecar says so', () => JSON.parse(readFileSync(join(shared, '.fresnel/status.json'), 'utf8')).converged === true);
    const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${managers[1].pid}/status`, 'utf8'))[1]) / 1024;
    console.log(`sidecar: peak ${Math.round(peak)} MiB after ${EDITS} edits`);
    assert.ok(peak <= LIMIT_MIB, `${peak} MiB`);
  });

  test('as an init container it ends when all is there, and says what is not', async () => {
    const plugins = folder('init', MANAGER);
    const config = join(temp, 'once.yaml');
    writeFileSync(config, `plugins: [{name: resources, source: ${join(temp, 'shelf')}}]\n`);
    const once = start(MANAGER, ['manager', '--config', config, '--plugins-dir', plugins, '--once', '--allow-unsigned']);
    assert.equal(await once.ended, 0, once.log);
    assert.equal(sha256(join(plugins, 'resources.jar')), builds.at(-1).digest);
    const untrusted = start(MANAGER, ['manager', '--config', config, '--plugins-dir', folder('init2', MANAGER), '--once', '--patience', '1']);
    assert.equal(await untrusted.ended, 1);
    assert.match(untrusted.log, /not signed/);
    const wrong = start(MANAGER, ['manager', '--plugins-dir', plugins, '--nonsense']);
    assert.equal(await wrong.ended, 2);
    assert.match(wrong.log, /no flag '--nonsense'/);
  });
});
