import { stdin, stdout } from 'node:process';
import readline from 'node:readline/promises';
import { Redis } from 'ioredis';

/** Words of a command; quotes keep spaces together. */
export const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');

/** Redis commands as they are typed: `KEYS *`, `GET cart:…`. */
export async function redisConsole(url: string): Promise<void> {
  const client = new Redis(url);
  const lines = readline.createInterface({ input: stdin });
  stdout.write('redis> ');
  for await (const line of lines) {
    const [command, ...args] = words(line);
    if (command) {
      await client.call(command, ...args).then(
        answer => console.dir(answer, { depth: null }),
        (error: Error) => console.error(error.message),
      );
    }
    stdout.write('redis> ');
  }
  client.disconnect();
}
