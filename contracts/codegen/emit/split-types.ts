import { quote } from '../names.ts';
import { type Part, SCHEMAS } from './parts.ts';
import { declareTypesAmong } from './schema-types.ts';
import { type TypePlan, typesFile } from './types.ts';

/** The types of a service in a file a part: `types.ts` passes all of them on. */
export function emitSplitTypes({ components, own }: TypePlan, parts: readonly Part[]): Map<string, string> {
  const all = [...components, ...[...own.values()].flatMap(({ named }) => named)];
  const shared = new Set(components.map(({ name }) => name));
  const files = new Map([[SCHEMAS, typesFile(declareTypesAmong(components, all).code, [])]]);
  for (const { file, operations } of parts) {
    const types = operations.flatMap(({ id }) => own.get(id) ?? []);
    const { code, used } = declareTypesAmong(
      types.flatMap(({ named }) => named),
      all,
    );
    for (const { used: names } of types) for (const name of names) used.add(name);
    const imported = [...used].filter(name => shared.has(name)).sort();
    files.set(
      file,
      importTypes(imported, `./${SCHEMAS}.ts`) +
        typesFile(
          code,
          types.map(({ responses }) => responses),
        ),
    );
  }
  const passed = [...files.keys()].map(file => `export * from ${quote(`./types/${file}.ts`)};\n`).join('');
  return new Map([['types.ts', passed], ...[...files].map(([file, code]) => [`types/${file}.ts`, code] as const)]);
}

/** An import of types, one a line; nothing where there is none. */
export function importTypes(names: readonly string[], from: string): string {
  return names.length === 0
    ? ''
    : `import type {\n${names.map(name => `  ${name},\n`).join('')}} from ${quote(from)};\n\n`;
}
