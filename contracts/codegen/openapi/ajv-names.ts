import { CodeGen } from 'ajv/dist/compile/codegen/index.js';

/** A statement of the code that ajv writes: leaves say which names they use, and how often. */
interface Statement {
  nodes?: readonly Statement[];
  names?: Readonly<Record<string, number>>;
  condition?: unknown;
  else?: Statement;
  iteration?: unknown;
  from?: unknown;
  to?: unknown;
  iterable?: unknown;
  catch?: Statement;
  finally?: Statement;
}

/** The root of the code of a function. */
interface Root extends Statement {
  optimizeNodes(): unknown;
  optimizeNames(names: Record<string, number>, constants: unknown): unknown;
}

let patched = false;

/**
 * ajv 8 removes what no code uses. To count the uses it merges the names of each statement into those of the statement
 * around it, level by level, which takes half the time of large schemas. This patch counts all in one pass; what is
 * removed stays the same.
 */
export function patchNames(): void {
  if (patched) return;
  patched = true;
  CodeGen.prototype.optimize = function (this: CodeGen, passes = 1) {
    const root: Root = Reflect.get(this, '_root');
    for (let pass = 0; pass < passes; pass += 1) {
      root.optimizeNodes();
      const names: Record<string, number> = {};
      count(root, names);
      root.optimizeNames(names, Reflect.get(this, '_constants'));
    }
  };
}

function count(statement: Statement, names: Record<string, number>): void {
  const { nodes } = statement;
  if (nodes === undefined) {
    add(statement, names);
    return;
  }
  for (const inner of nodes) count(inner, names);
  for (const part of [statement.condition, statement.iteration, statement.from, statement.to, statement.iterable])
    add(part, names);
  for (const block of [statement.else, statement.catch, statement.finally]) if (block) count(block, names);
}

/** Code has names; `true` and numbers have none. */
function add(code: unknown, names: Record<string, number>): void {
  if (typeof code !== 'object' || code === null || !('names' in code)) return;
  const found: Readonly<Record<string, number>> = Object(code.names);
  for (const name in found) names[name] = (names[name] ?? 0) + (found[name] ?? 0);
}
