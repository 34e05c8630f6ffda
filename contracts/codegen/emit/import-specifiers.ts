import type { Project } from '../config.ts';
import type { ValidatorModule } from './validators.ts';

/**
 * Generated code as a project can import it. Emitters write `.ts`; a package's modules have no extension, and a project
 * whose compiler does not take `.ts` gets `.js`.
 */
export function withImportSpecifiers(code: string, { importExtension }: Pick<Project, 'importExtension'>): string {
  return code.replace(
    /^((?:import|export)\b[^\n']*|\} from )'([^'\n]+)\.ts';$/gm,
    (_line, start: string, module: string) => {
      const extension = module.startsWith('.') ? (importExtension ?? '.ts') : '';
      return `${start}'${module}${extension}';`;
    },
  );
}

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
