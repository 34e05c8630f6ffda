import type { Project } from '../config.ts';
import type { ValidatorModule } from './validators.ts';

/**
 * Generated code as a project can import it. Emitters write `.ts`; a package's modules have no extension, and a project
 * whose compiler does not take `.ts` gets `.js`.
 */
export function withImportSpecifiers(code: string, { importExtension }: Pick<Project, 'importExtension'>): string {
  const extension = (module: string) => (module.startsWith('.') ? (importExtension ?? '.ts') : '');
  let written = '';
  let done = 0;
  // The ends of imports are few, and lines that begin like one are many.
  for (let at = code.indexOf(END); at !== -1; at = code.indexOf(END, at + END.length)) {
    const start = code.lastIndexOf('\n', at) + 1;
    const end = at + END.length;
    const [, before, module] = specifier.exec(code.slice(start, end)) ?? [];
    if (module === undefined || (end < code.length && code[end] !== '\n')) continue;
    written += `${code.slice(done, start)}${before}'${module}${extension(module)}';`;
    done = end;
  }
  return written + code.slice(done);
}

const END = `.ts';`;
const specifier = /^((?:import|export)\b[^\n']*|\} from )'([^'\n]+)\.ts';$/;

/**
 * Validators as files. Node runs them as they are, with declarations beside them; where the compiler writes what runs,
 * it would leave such a file behind, so there they are TypeScript that nobody checks.
 */
export function validatorFiles(
  name: string,
  module: ValidatorModule,
  { importExtension }: Project,
): [string, string][] {
  if (importExtension !== '.js')
    return [
      [`validators/${name}.js`, module.code],
      [`validators/${name}.d.ts`, `${module.declarations.trim()}\n`],
    ];
  const [imports = '', ...declarations] = module.declarations.trim().split('\n');
  const isEmpty = declarations.join('').trim() === 'export {};';
  const code = module.code.replace(/^export const ([^\s=]+) = /gm, 'export const $1: Check = ');
  return [[`validators/${name}.ts`, `// @ts-nocheck\n${isEmpty ? '' : `${imports}\n`}${code}`]];
}
