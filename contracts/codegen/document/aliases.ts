import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq } from 'yaml';
import type { TextProblem } from './json-syntax.ts';

/** More values than any contract has; what aliases of aliases make of a few lines. */
const mostValues = 10_000_000;

/** Aliases that lead nowhere, or into themselves, or that would be too many values (YAML 1.2.2, section 7.1). */
export function aliasProblems(document: Document): TextProblem[] {
  const problems: TextProblem[] = [];
  const anchors = new Map<string, object>();
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const isMergeable = (node: unknown): boolean => {
    const target = isAlias(node) ? anchors.get(node.source) : node;
    return isMap(target) || (isSeq(target) && target.items.every(item => !isSeq(item) && isMergeable(item)));
  };
  const sizeOf = (node: unknown): number => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      const offset = offsetOf(node);
      if (!target) problems.push({ offset, message: `The anchor \`${node.source}\` is not set before this alias` });
      else if (open.has(target))
        problems.push({ offset, message: `The alias \`${node.source}\` leads to what it stands in` });
      else return sizes.get(target) ?? 1;
      return 1;
    }
    if (isPair(node)) {
      const size = sizeOf(node.key) + sizeOf(node.value);
      if (isMerge(node.key) && !isMergeable(node.value))
        problems.push({ offset: offsetOf(node.key), message: '`<<` merges maps, or a list of them' });
      return size;
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (!isMap(node) && !isSeq(node)) return 1;
    open.add(node);
    let size = 1;
    for (const item of node.items) size += sizeOf(item);
    open.delete(node);
    sizes.set(node, size);
    if (size > mostValues && problems.length === 0)
      problems.push({ offset: offsetOf(node), message: `Aliases make more than ${mostValues} values of this` });
    return size;
  };
  sizeOf(document.contents);
  return problems;
}

const isMerge = (key: unknown): boolean => isScalar(key) && key.value === '<<' && key.type === 'PLAIN';

const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);
