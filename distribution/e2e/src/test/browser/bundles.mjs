// Makes other builds of a plugin out of a built one, and places them as an author's build does.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const jarTool = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/jar') : 'jar';

/** A copy of a jar in which the named files say something else; the digest differs, the version does not. */
export function variant(jar, changes) {
  const folder = mkdtempSync(join(tmpdir(), 'fresnel-variant-'));
  const copy = join(folder, 'variant.jar');
  copyFileSync(jar, copy);
  for (const [path, change] of Object.entries(changes)) {
    execFileSync(jarTool, ['xf', copy, path], { cwd: folder });
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    // the tool takes a manifest by its own flag only, else it drops it
    execFileSync(jarTool, path === 'META-INF/MANIFEST.MF' ? ['ufm', copy, file] : ['uf', copy, '-C', folder, path], { stdio: 'ignore' });
  }
  return { path: copy, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Places a file under that name in one step. */
export function place(file, target) {
  const partial = `${target}.part`;
  copyFileSync(file, partial);
  renameSync(partial, target);
}
