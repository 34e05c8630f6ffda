import { spawn, spawnSync } from 'node:child_process';
import { stdin, stdout } from 'node:process';
import readline from 'node:readline/promises';
import pg from 'pg';
import { databaseUrl } from '../services.ts';

const print = (result: pg.QueryResult): void => {
  if (result.rows.length > 0) console.table(result.rows);
  console.log(`${result.command} ${result.rowCount ?? ''}`.trim());
};

/** Statements as they are typed, each ended by a semicolon. */
async function ownConsole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const prompt = `${new URL(url).pathname.slice(1)}=> `;
  const lines = readline.createInterface({ input: stdin });
  stdout.write(prompt);
  let statement = '';
  for await (const line of lines) {
    statement += `${line}\n`;
    if (line.trimEnd().endsWith(';')) {
      await client.query(statement).then(
        result => [result].flat().forEach(print),
        (error: Error) => console.error(error.message),
      );
      statement = '';
    }
    stdout.write(prompt);
  }
  await client.end();
}

/** SQL on the database of a service: the system's psql where there is one, else a small console of our own. */
export async function sqlConsole(server: string, service = 'postgres'): Promise<void> {
  const url = databaseUrl(server, service);
  if (spawnSync('psql', ['--version'], { stdio: 'ignore' }).status !== 0) return ownConsole(url);
  await new Promise(resolve => spawn('psql', [url], { stdio: 'inherit' }).once('exit', resolve));
}
