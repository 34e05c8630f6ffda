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

/**
 * Makes the JVM archive its loaded classes (CDS), once for an installation: later starts take half the time.
 * The archive holds only for the very paths it was made with, so it is made where the jars stay, and put there in one
 * piece.
 * @param trial starts and ends the program once, writing the archive to the file it is given, in an empty folder of its
 * own
 */
export async function archiveOnce(
  archive: string,
  trial: (file: string, folder: string) => Promise<void>,
): Promise<void> {
  if (fs.existsSync(archive)) return;
  const folder = fs.mkdtempSync(`${archive}.draft-`);
  try {
    const file = path.join(folder, 'archive');
    await trial(file, folder);
    if (fs.existsSync(file)) fs.renameSync(file, archive); // without it everything works, only slower
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A short mark of some files' content, to key what is built from them. */
export function mark(...files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(fs.readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}
