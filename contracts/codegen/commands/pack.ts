import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { loadProject } from '../config.ts';
import { ContractError } from '../contract-error.ts';
import { clientPackage } from '../pack/client-package.ts';
import { readContracts } from '../read-contracts.ts';
import { type Command, onlyOne, parseOptions, UsageError } from './command.ts';

export const pack: Command = {
  summary: 'Makes a package of the client of a service',
  usage:
    () => `covenant pack SERVICE: makes a package of the client of a service: types, client, README; its version is the contract's
  --name NAME        of the package (SERVICE-client)
  --output FOLDER    where it goes, which must be empty (SERVICE-client)
  --project FOLDER   where covenant.config.ts is (here)
Then \`npm publish FOLDER\`, or \`npm pack FOLDER\`. It needs nothing of Node: it runs wherever there is fetch.`,
  run: async args => {
    const { values, rest } = parseOptions(args, [], ['name', 'output', 'project']);
    const project = await loadProject(values.project ?? process.cwd());
    const wanted = onlyOne(rest, '');
    const { services, findings } = readContracts(project);
    if (findings.hasErrors) throw new ContractError(findings.sorted(), project.root);
    const contract = services.find(({ service }) => service.name === wanted);
    if (!contract) {
      const known = services.map(({ service }) => service.name).join(', ');
      throw new UsageError(`There is no service ${wanted}; there are ${known}`);
    }
    const name = values.name ?? `${wanted}-client`;
    if (!/^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/.test(name))
      throw new UsageError(`${name} is no name of a package: give one with --name`);
    const folder = resolve(values.output ?? `${wanted}-client`);
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new UsageError(`${relative(process.cwd(), folder) || folder} is not empty, so nothing is written into it`);
    const files = clientPackage(contract.service, name);
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { version }: { version?: unknown } = JSON.parse(files.get('package.json') ?? '{}');
    return { output: `${name}@${String(version)} is in ${relative(process.cwd(), folder) || folder}`, exitCode: 0 };
  },
};
