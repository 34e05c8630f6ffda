import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** One JVM's worth of thrift on a small machine: a serial collector and only the quick compiler. */
export const thrift = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

/** A tool of the JDK that `JAVA_HOME` names, or the one on the path. */
export function jdk(tool: string): string {
  const home = process.env.JAVA_HOME;
  return home ? path.join(home, 'bin', tool) : tool;
}

/** All jars of a folder in an order that never changes (class-data archives check it). */
export const classpath = (folder: string): string =>
  fs
    .readdirSync(folder)
    .filter(name => name.endsWith('.jar'))
    .sort()
    .map(name => path.join(folder, name))
    .join(':');

/** A short mark of some files' content, to key what is built from them. */
export function mark(...files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(fs.readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}
