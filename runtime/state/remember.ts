/** Makes one thing per key, when it is first asked for. */
export function remember<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const created = make(key);
    made.set(key, created);
    return created;
  };
}
