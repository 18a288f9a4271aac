/** Tarjan's strongly connected components: nodes that lead to each other. Linear, and without recursion. */

interface Visit<Node> {
  readonly node: Node;
  readonly targets: Iterator<Node>;
  readonly index: number;
  /** The smallest index that is reached from here and belongs to no component yet. */
  lowest: number;
}

/**
 * Calls `found` for each component that can be reached from `root`, those that it leads to before it.
 * @param isKnown nodes whose component was found in an earlier call
 */
export function findComponents<Node>(
  root: Node,
  targetsOf: (node: Node) => Iterable<Node>,
  isKnown: (node: Node) => boolean,
  found: (component: readonly Node[]) => void,
): void {
  const visits = new Map<Node, Visit<Node>>();
  const path: Visit<Node>[] = [];
  const pending: Node[] = [];

  const enter = (node: Node): void => {
    const index = visits.size;
    const visit = { node, targets: targetsOf(node)[Symbol.iterator](), index, lowest: index };
    visits.set(node, visit);
    path.push(visit);
    pending.push(node);
  };

  enter(root);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const { value: target, done } = visit.targets.next();
    if (done !== true) {
      if (isKnown(target)) continue;
      const before = visits.get(target);
      if (before === undefined) enter(target);
      else visit.lowest = Math.min(visit.lowest, before.index);
      continue;
    }
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) parent.lowest = Math.min(parent.lowest, visit.lowest);
    if (visit.lowest === visit.index) found(pending.splice(pending.lastIndexOf(visit.node)));
  }
}
