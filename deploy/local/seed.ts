import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './folders.ts';
import { firstAdminEmail, firstAdminFile } from './services.ts';
import type { Stack } from './stack.ts';
import type { Steps } from './steps.ts';

/** The program that fills a new shop through its public API, as a merchant would; it may be run again. */
const program = path.join(root, 'services/catalog/seed/main.ts');

/** What the seed program is told: where the gateway is, and who may import. */
export function seedEnvironment(stack: Stack): Record<string, string> {
  return {
    GATEWAY_URL: `http://127.0.0.1:${stack.place.ports.gateway}`,
    ADMIN_EMAIL: firstAdminEmail,
    ADMIN_PASSWORD: fs.readFileSync(firstAdminFile(stack.place.state), 'utf8').trim(),
  };
}

/** Fills the shop, once for a state; what the program prints is shown as progress, its last line as the result. */
export async function seedOnce(stack: Stack, steps: Steps): Promise<void> {
  const marker = path.join(stack.place.state, 'seeded');
  if (fs.existsSync(marker) || !fs.existsSync(program)) return;
  await steps.step(
    'seed',
    report => runSeed(stack, report),
    last => last,
  );
  fs.writeFileSync(marker, new Date().toISOString());
}

function runSeed(stack: Stack, report: (text: string) => void): Promise<string> {
  const environment = { ...process.env, ...seedEnvironment(stack) };
  const child = spawn(process.execPath, [program], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let last = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
      last = output.trimEnd().split('\n').at(-1) ?? '';
      report(last);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => (code === 0 ? resolve(last) : reject(new Error(`The seed failed (${code}):\n${output}`))));
  });
}
