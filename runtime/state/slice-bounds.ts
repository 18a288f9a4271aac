/**
 * Where `slice(start, end)` of something this long begins and ends: negative positions count from its end, as an array's.
 * A slice that ends before it begins is empty.
 */
export function sliceBounds(start: number, end: number, length: number): readonly [from: number, to: number] {
  const place = (position: number): number => {
    const whole = Math.trunc(position) || 0;
    return Math.min(length, Math.max(0, whole < 0 ? length + whole : whole));
  };
  return [place(start), place(end)];
}
