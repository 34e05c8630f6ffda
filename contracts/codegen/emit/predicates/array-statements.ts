import { arrayIn, type JsonObject } from '../../document/json.ts';
import { below, block, inHolder, read, type SchemaPlace, type Value, type Writer } from './writer.ts';

/** What list keywords ask of a list: sizes come first. */
export function arrayStatements(writer: Writer, schema: JsonObject, { v }: Value, place: SchemaPlace): string[] {
  const { maxItems, minItems, items, contains, uniqueItems } = schema;
  const lines: string[] = [];
  const prefix = arrayIn(schema, 'prefixItems');
  if (typeof maxItems === 'number') lines.push(`if (${v}.length > ${maxItems}) return false;`);
  if (typeof minItems === 'number' && minItems > 0) lines.push(`if (${v}.length < ${minItems}) return false;`);
  if (items === false) lines.push(`if (${v}.length > ${prefix.length}) return false;`);
  prefix.forEach((inner, index) => {
    const item = inHolder(writer, writer.variable(), v, String(index));
    const statements = writer.statements(inner, item, below(place, 'prefixItems', index));
    if (statements.length > 0)
      lines.push(`if (${v}.length > ${index}) {`, read(writer, item, `${v}[${index}]`), ...statements, '}');
  });
  if (items !== undefined && items !== false) {
    const at = writer.variable();
    const item = inHolder(writer, writer.variable(), v, at);
    const statements = writer.statements(items, item, below(place, 'items'));
    const head = `for (let ${at} = ${prefix.length}; ${at} < ${v}.length; ${at} += 1) {`;
    if (statements.length > 0) lines.push(head, read(writer, item, `${v}[${at}]`), ...statements, '}');
  }
  if (contains !== undefined) lines.push(...containsStatements(writer, schema, v, place));
  if (uniqueItems === true) lines.push(`if (${writer.hoisted.use('hasDuplicates')}(${v})) return false;`);
  return lines;
}

function containsStatements(writer: Writer, schema: JsonObject, v: string, place: SchemaPlace): string[] {
  const min = typeof schema.minContains === 'number' ? schema.minContains : 1;
  const max = typeof schema.maxContains === 'number' ? schema.maxContains : undefined;
  const count = writer.variable();
  const at = writer.variable();
  const item = inHolder(writer, writer.variable(), v, at);
  const { is } = writer.condition(schema.contains ?? true, item, below(place, 'contains'));
  return [
    `let ${count} = 0;`,
    `for (let ${at} = 0; ${at} < ${v}.length; ${at} += 1) {`,
    read(writer, item, `${v}[${at}]`),
    ...block(`if (${is})`, [`${count} += 1;`]),
    '}',
    `if (${count} < ${min}${max === undefined ? '' : ` || ${count} > ${max}`}) return false;`,
  ];
}
