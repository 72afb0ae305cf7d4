import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LONGEST = 10 * 60 * 1000;

/** Runs `npm ci` in the root unless node_modules holds what package-lock.json names. One at a time, also between builds that run beside each other. */
export async function installPackages(root) {
  if (installed(root)) return;
  const lock = join(root, 'node_modules.lock');
  await take(lock);
  try {
    if (installed(root)) return;
    console.log('npm ci');
    const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (npm.status !== 0) throw new Error(`npm ci ended with ${npm.status ?? npm.error?.message}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function installed(root) {
  const mark = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(mark)) return false;
  const present = JSON.parse(readFileSync(mark, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, link, optional }]) => !path.startsWith('node_modules/') || link || optional || present[path]?.version === version,
  );
}

async function take(lock) {
  for (const started = Date.now(); ; ) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > LONGEST) rmSync(lock, { recursive: true, force: true });
      if (Date.now() - started > LONGEST) throw new Error(`${lock} is held by another build`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
