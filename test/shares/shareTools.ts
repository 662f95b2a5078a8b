import { Secret } from '../../ceremonies/secrets/secret.ts';

/** Every way to pick `size` of `items`, in order. */
export const subsets = <T>(items: readonly T[], size: number): readonly (readonly T[])[] => {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
};

/** A copy with one byte changed. */
export const altered = (secret: Secret, place: number, xor: number): Secret =>
  Secret.build(secret.sizeBytes, (target) =>
    secret.use((bytes) => {
      target.set(bytes);
      target[place] = (bytes[place] ?? 0) ^ xor;
    }),
  );

export const bytesOf = (secret: Secret): Buffer => secret.use((bytes) => Buffer.from(bytes));

export const wipeAll = (secrets: readonly Secret[]): void => secrets.forEach((secret) => secret.wipe());
