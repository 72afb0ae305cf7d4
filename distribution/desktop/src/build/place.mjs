// place.mjs JAR NAME: puts a freshly built plugin into the desktop layout, in one step, so that a running Fresnel takes it over.
import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [jar, name] = process.argv.slice(2);
const folder = join(dirname(fileURLToPath(import.meta.url)), "../../target/fresnel/plugins");
const target = join(folder, `${name}.jar`);

// No layout yet: the build of distribution/desktop will bring it. No jar: this is the parent of all plugins.
const same = () => existsSync(target) && readFileSync(target).equals(readFileSync(jar));
// The template is an example, no plugin that anybody gets.
if (name !== "template" && existsSync(folder) && existsSync(jar) && !same()) {
  const part = join(folder, `.${name}.jar.part`);
  copyFileSync(jar, part);
  renameSync(part, target);
}
