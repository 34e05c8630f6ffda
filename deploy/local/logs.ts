import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { stateFolder } from './folders.ts';

/** Follows the logs of what is named, or of everything: `logs orders kafka`. */
export async function logsCommand(names: readonly string[]): Promise<void> {
  const folder = path.join(stateFolder('dev'), 'logs');
  const present = fs.existsSync(folder)
    ? fs.readdirSync(folder).flatMap(name => (name.endsWith('.log') ? [name.slice(0, -4)] : []))
    : [];
  const unknown = names.filter(name => !present.includes(name));
  if (present.length === 0 || unknown.length > 0)
    throw new Error(`No log of ${unknown.join(', ') || 'anything yet'}. There are: ${present.join(', ')}`);
  const files = (names.length > 0 ? names : present).map(name => path.join(folder, `${name}.log`));
  const tail = spawn('tail', ['-n', '20', '-F', ...files], { stdio: 'inherit' });
  process.on('SIGINT', () => tail.kill());
  await new Promise(resolve => tail.once('exit', resolve));
}
