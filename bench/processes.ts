import { readdir, readFile, readlink } from 'node:fs/promises';

/** CPU seconds of a process, user and system (proc(5): fields 14 and 15, hundredths of a second); 0 when it ended. */
export async function cpuOf(pid: number): Promise<number> {
  const fields = await statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** The fields of /proc/<pid>/stat from the third on; none when the process ended. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function processes(): Promise<number[]> {
  return (await readdir('/proc')).map(Number).filter(Number.isInteger);
}

/** The sockets that listen on a port, by inode (proc(5), /proc/net/tcp). */
async function listeningSockets(port: number): Promise<Set<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(['tcp', 'tcp6'].map(name => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  const rows = tables.flatMap(table => table.split('\n')).map(line => line.trim().split(/\s+/));
  return new Set(
    rows.filter(row => row[1]?.endsWith(`:${wanted}`) && row[3] === '0A').map(row => `socket:[${row[9]}]`),
  );
}

/** The process that listens on a port of this machine; undefined when it cannot be seen. */
export async function listenerOf(port: number): Promise<number | undefined> {
  const sockets = await listeningSockets(port);
  for (const pid of await processes()) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      if (sockets.has(target)) return pid;
    }
  }
  return undefined;
}

/** A process and its children, such as the backends of PostgreSQL. */
async function familyOf(pid: number): Promise<number[]> {
  const all = await Promise.all((await processes()).map(async one => ({ one, parent: (await statOf(one))[1] })));
  return [pid, ...all.filter(({ parent }) => parent === String(pid)).map(({ one }) => one)];
}

/** CPU seconds of processes by name, each with its children that run now. */
export async function cpuByName(pids: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const [name, pid] of pids) {
    const seconds = await Promise.all((await familyOf(pid)).map(cpuOf));
    used.set(
      name,
      seconds.reduce((sum, one) => sum + one, 0),
    );
  }
  return used;
}
