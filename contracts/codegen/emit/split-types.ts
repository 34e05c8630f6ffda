import { quote } from '../names.ts';
import { type Part, SCHEMAS } from './parts.ts';
import { importTypes } from './printer.ts';
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
