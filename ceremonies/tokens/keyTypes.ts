import pkcs11js from 'pkcs11js';
import type { Lifetime } from './objects.ts';

/** Key pairs that the program makes or uses; embassy keys and the keys on cards alike. */
export const keyPairAlgorithms = ['ecp256', 'ecp384', 'rsa2048', 'rsa3072', 'rsa4096'] as const;
export type KeyPairAlgorithm = (typeof keyPairAlgorithms)[number];
export type Curve = Extract<KeyPairAlgorithm, `ecp${string}`>;

/** The curves: object identifier (RFC 5480, 2.1.1.1) as text and as DER (CKA_EC_PARAMS), size of a coordinate. */
export const curves: Readonly<
  Record<Curve, { readonly oid: string; readonly der: Buffer; readonly fieldBytes: number }>
> = {
  ecp256: { oid: '1.2.840.10045.3.1.7', der: Buffer.from('06082a8648ce3d030107', 'hex'), fieldBytes: 32 },
  ecp384: { oid: '1.3.132.0.34', der: Buffer.from('06052b81040022', 'hex'), fieldBytes: 48 },
};

export const curveNames: readonly Curve[] = ['ecp256', 'ecp384'];

export const curveOf = (ecParams: Uint8Array): Curve | null =>
  curveNames.find((name) => curves[name].der.equals(ecParams)) ?? null;

type PairRecipe = {
  readonly mechanism: number;
  readonly keyType: number;
  readonly parameters: pkcs11js.Template;
};

const rsa = (bits: number): PairRecipe => ({
  mechanism: pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN,
  keyType: pkcs11js.CKK_RSA,
  parameters: [
    { type: pkcs11js.CKA_MODULUS_BITS, value: bits },
    { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
  ],
});

const ec = (curve: Curve): PairRecipe => ({
  mechanism: pkcs11js.CKM_EC_KEY_PAIR_GEN,
  keyType: pkcs11js.CKK_EC,
  parameters: [{ type: pkcs11js.CKA_EC_PARAMS, value: curves[curve].der }],
});

export const pairRecipes: Readonly<Record<KeyPairAlgorithm, PairRecipe>> = {
  ecp256: ec('ecp256'),
  ecp384: ec('ecp384'),
  rsa2048: rsa(2048),
  rsa3072: rsa(3072),
  rsa4096: rsa(4096),
};

/**
 * What a key may be used for. `sign` on a secret key is AES-CMAC, which its check value needs; `wrap` goes both ways on a
 * secret key, `decrypt` too.
 */
export type KeyUse = 'sign' | 'derive' | 'decrypt' | 'wrap';

/** What opens that was sealed to a key of each kind. */
export const opensWith: Readonly<Record<KeyPairAlgorithm, KeyUse>> = {
  ecp256: 'derive',
  ecp384: 'derive',
  rsa2048: 'decrypt',
  rsa3072: 'decrypt',
  rsa4096: 'decrypt',
};

type UseTable = readonly (readonly [attribute: number, use: KeyUse])[];

const uses: Readonly<Record<'private-key' | 'public-key' | 'secret-key', UseTable>> = {
  'private-key': [
    [pkcs11js.CKA_SIGN, 'sign'],
    [pkcs11js.CKA_DERIVE, 'derive'],
    [pkcs11js.CKA_DECRYPT, 'decrypt'],
    [pkcs11js.CKA_UNWRAP, 'wrap'],
  ],
  'public-key': [
    [pkcs11js.CKA_VERIFY, 'sign'],
    [pkcs11js.CKA_ENCRYPT, 'decrypt'],
    [pkcs11js.CKA_WRAP, 'wrap'],
  ],
  'secret-key': [
    [pkcs11js.CKA_SIGN, 'sign'],
    [pkcs11js.CKA_VERIFY, 'sign'],
    [pkcs11js.CKA_DERIVE, 'derive'],
    [pkcs11js.CKA_ENCRYPT, 'decrypt'],
    [pkcs11js.CKA_DECRYPT, 'decrypt'],
    [pkcs11js.CKA_WRAP, 'wrap'],
    [pkcs11js.CKA_UNWRAP, 'wrap'],
  ],
};

/** Every usage attribute by name, granted or denied: what a template leaves out, tokens fill in as they like. */
export const usageAttributes = (
  kind: 'private-key' | 'public-key' | 'secret-key',
  granted: readonly KeyUse[],
): pkcs11js.Template => uses[kind].map(([type, use]) => ({ type, value: granted.includes(use) }));

/** How a key is named and kept. `id` ties key, public key and certificate together (CKA_ID). */
export type KeySpec = {
  readonly label: string;
  readonly id: Uint8Array;
  readonly uses: readonly KeyUse[];
  readonly lifetime: Lifetime;
  readonly extractable: boolean;
};

export const nameAttributes = ({
  label,
  id,
  lifetime,
}: Pick<KeySpec, 'label' | 'id' | 'lifetime'>): pkcs11js.Template => [
  { type: pkcs11js.CKA_TOKEN, value: lifetime === 'token' },
  { type: pkcs11js.CKA_LABEL, value: label },
  { type: pkcs11js.CKA_ID, value: Buffer.from(id) },
];

/** Of private and secret keys: never readable, and leaving the token only as `extractable` says, wrapped. */
export const guardAttributes = (extractable: boolean): pkcs11js.Template => [
  { type: pkcs11js.CKA_PRIVATE, value: true },
  { type: pkcs11js.CKA_SENSITIVE, value: true },
  { type: pkcs11js.CKA_EXTRACTABLE, value: extractable },
];
