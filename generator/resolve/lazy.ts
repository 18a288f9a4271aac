/** Work that is done when first asked for, once, so that declarations may refer to each other in any order. */

/** A function that computes on its first call. When the computation asks for its own result, `onLoop` answers. */
export function lazy<T>(compute: () => T, onLoop: () => T): () => T {
  let state:
    { readonly kind: "waiting" } | { readonly kind: "running" } | { readonly kind: "done"; readonly value: T } = {
    kind: "waiting",
  };
  return () => {
    if (state.kind === "done") return state.value;
    if (state.kind === "running") return onLoop();
    state = { kind: "running" };
    const value = compute();
    state = { kind: "done", value };
    return value;
  };
}
