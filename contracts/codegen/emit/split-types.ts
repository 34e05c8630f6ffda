import { quote } from '../names.ts';
import { type Part, SCHEMAS } from './parts.ts';
import { importTypes } from './printer.ts';
import { declaredTypes, type TypePlan, typesFile } from './types.ts';

/** The types of a service in a file a part: `types.ts` passes all of them on. */
export function emitSplitTypes(plan: TypePlan, parts: readonly Part[]): Map<string, string> {
  const { components, own } = plan;
  const shared = new Set(components.map(({ name }) => name));
  const declared = declaredTypes(plan);
  const files = new Map([[SCHEMAS, typesFile(declared.components.code, [])]]);
  for (const { file, operations } of parts) {
    const types = operations.flatMap(({ id }) => own.get(id) ?? []);
    const declarations = operations.flatMap(({ id }) => declared.parts.get(id) ?? []);
    const used = new Set([...declarations, ...types].flatMap(part => [...part.used]));
    const code = declarations.map(part => part.code).join('\n');
    const imported = [...used].filter(name => shared.has(name)).sort();
    files.set(
      file,
      (imported.length === 0 ? '' : `${importTypes(imported, `./${SCHEMAS}.ts`)}\n`) +
        typesFile(
          code,
          types.map(({ responses }) => responses),
        ),
    );
  }
  const passed = [...files.keys()].map(file => `export * from ${quote(`./types/${file}.ts`)};\n`).join('');
  return new Map([['types.ts', passed], ...[...files].map(([file, code]) => [`types/${file}.ts`, code] as const)]);
}
