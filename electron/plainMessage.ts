/** Characters and values: no message of people comes near it, though it name 255 of them and all their data. */
export const messageSizeMax = 1_000_000;

/**
 * Whether a message is made of nothing but texts, numbers, yes and no, lists and plain objects, and is small enough to be looked at.
 * Schemas bound most of what they take, but not how often, and one that wants an empty object takes whatever seems to have nothing
 * in it. A name that stands for an object's ancestor is refused: nobody is to come near it with a copy.
 */
export const isPlainMessage = (message: unknown, sizeMax = messageSizeMax): boolean => {
  const waiting: unknown[] = [message];
  // What holds itself has no end.
  const seen = new Set<object>();
  let size = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    size += 1 + (typeof value === 'string' ? value.length : 0);
    if (size > sizeMax || !isPlain(value)) return false;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    // An array's length is known before its places are looked at, and it may have more of them than memory.
    if (Array.isArray(value) && size + waiting.length + value.length > sizeMax) return false;
    const held: readonly unknown[] = Array.isArray(value) ? value : Object.entries(value).flat();
    if (size + waiting.length + held.length > sizeMax) return false;
    for (const one of held) waiting.push(one);
  }
  return true;
};

const isPlain = (value: unknown): boolean => {
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, '__proto__');
};
