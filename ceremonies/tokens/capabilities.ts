import pkcs11js from 'pkcs11js';
import type { Result } from '../model/error.ts';
import type { KeyAlgorithm } from '../model/keyAlgorithm.ts';
import { CKM_AES_KEY_WRAP_KWP } from './constants.ts';
import { attempt } from './errors.ts';
import type { KeyPairAlgorithm } from './keyTypes.ts';
import { slotOf, type Pkcs11Module } from './module.ts';
import type { TokenAddress } from './token.ts';

/** A mechanism as a token describes it: its number, what it can do with it, and the key sizes it takes. */
export type Mechanism = {
  readonly number: number;
  readonly flags: number;
  readonly minKeySize: number;
  readonly maxKeySize: number;
};

export type Capability = {
  readonly usable: boolean;
  /** Names of mechanisms that the token would need and lacks (`CKM_…`), or `C_GenerateRandom`. */
  readonly missing: readonly string[];
};

export type Capabilities = {
  /** Whether the token can hold embassy keys of each algorithm through every ceremony. */
  readonly asHsm: Readonly<Record<KeyAlgorithm, Capability>>;
  readonly asCard: {
    /** With a key and certificate that it has. */
    readonly signing: Capability;
    readonly sealing: Capability;
    /** Making its own keys, when it is a fresh card. */
    readonly enrolment: Capability;
    /** The kinds of key that a fresh card makes for each use, the best first. */
    readonly makes: CardKeys;
  };
};

export type CardKeys = Readonly<Record<'signing' | 'sealing', readonly KeyPairAlgorithm[]>>;

/** A mechanism that does all of `flags`, and takes keys of `keyBits` where its sizes are in bits. */
type Need = {
  readonly name: string;
  readonly number: number;
  readonly flags: number;
  readonly keyBits?: number;
};

/** Any of the alternatives will do; the first is the one to name when none is there. */
type Needs = readonly (readonly Need[])[];

const need = (name: string, number: number, flags: number, keyBits?: number): Need => ({
  name,
  number,
  flags,
  ...(keyBits === undefined ? {} : { keyBits }),
});

const { CKF_GENERATE, CKF_GENERATE_KEY_PAIR, CKF_SIGN, CKF_DERIVE, CKF_DECRYPT, CKF_WRAP, CKF_UNWRAP } =
  pkcs11js;

const makeEc = (bits: number) =>
  need('CKM_EC_KEY_PAIR_GEN', pkcs11js.CKM_EC_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR, bits);
const makeRsa = (bits: number) =>
  need('CKM_RSA_PKCS_KEY_PAIR_GEN', pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR, bits);
const makeAes = need('CKM_AES_KEY_GEN', pkcs11js.CKM_AES_KEY_GEN, CKF_GENERATE);
const ecdsa = need('CKM_ECDSA', pkcs11js.CKM_ECDSA, CKF_SIGN);
const rsaPkcs = need('CKM_RSA_PKCS', pkcs11js.CKM_RSA_PKCS, CKF_SIGN);
const ecdh = need('CKM_ECDH1_DERIVE', pkcs11js.CKM_ECDH1_DERIVE, CKF_DERIVE);
const oaep = need('CKM_RSA_PKCS_OAEP', pkcs11js.CKM_RSA_PKCS_OAEP, CKF_DECRYPT);
const cmac = need('CKM_AES_CMAC', pkcs11js.CKM_AES_CMAC, CKF_SIGN);
const keyWrap: readonly Need[] = [
  need('CKM_AES_KEY_WRAP_KWP', CKM_AES_KEY_WRAP_KWP, CKF_WRAP | CKF_UNWRAP),
  need('CKM_AES_KEY_WRAP_PAD', pkcs11js.CKM_AES_KEY_WRAP_PAD, CKF_WRAP | CKF_UNWRAP),
];

/** Every HSM wraps keys out and back in (with a throwaway AES key to try the mechanism), and signs transcripts. */
const everyHsm: Needs = [keyWrap, [makeAes], [makeEc(384)], [ecdsa]];

const hsmNeeds: Readonly<Record<KeyAlgorithm, Needs>> = {
  ecp384: [...everyHsm, [ecdh]],
  rsa3072: [...everyHsm, [makeRsa(3072)], [oaep]],
  rsa4096: [...everyHsm, [makeRsa(4096)], [oaep]],
  aes256: [...everyHsm, [cmac]],
};

const cardNeeds = {
  signing: [[ecdsa, rsaPkcs]],
  sealing: [[ecdh, oaep]],
} as const satisfies Readonly<Record<keyof CardKeys, Needs>>;

type CardKey = { readonly algorithm: KeyPairAlgorithm; readonly made: Need } & Readonly<
  Record<keyof CardKeys, Need>
>;

/** Kinds of key that a fresh card could make, the best first: of two that are as strong, the one that small chips make quickly. */
const cardKeys: readonly [CardKey, ...CardKey[]] = [
  { algorithm: 'ecp384', made: makeEc(384), signing: ecdsa, sealing: ecdh },
  { algorithm: 'ecp256', made: makeEc(256), signing: ecdsa, sealing: ecdh },
  { algorithm: 'rsa3072', made: makeRsa(3072), signing: rsaPkcs, sealing: oaep },
  { algorithm: 'rsa2048', made: makeRsa(2048), signing: rsaPkcs, sealing: oaep },
];

const meets = (offered: readonly Mechanism[], { number, flags, keyBits }: Need): boolean =>
  offered.some(
    (one) =>
      one.number === number &&
      (one.flags & flags) === flags &&
      (keyBits === undefined || (one.minKeySize <= keyBits && keyBits <= one.maxKeySize)),
  );

const missingOf = (offered: readonly Mechanism[], needs: Needs): readonly string[] =>
  needs.flatMap((alternatives) => {
    if (alternatives.some((one) => meets(offered, one))) return [];
    const [preferred] = alternatives;
    return preferred === undefined ? [] : [preferred.name];
  });

const capability = (missing: readonly string[]): Capability => ({ usable: missing.length === 0, missing });

const makesFor = (offered: readonly Mechanism[], use: keyof CardKeys): readonly KeyPairAlgorithm[] =>
  cardKeys.flatMap((key) => (meets(offered, key.made) && meets(offered, key[use]) ? [key.algorithm] : []));

/** Of what a fresh card can make no key for, what the best kind of key would need. */
const missingToMake = (offered: readonly Mechanism[], makes: CardKeys): readonly string[] => {
  const [best] = cardKeys;
  const wanting = (['signing', 'sealing'] as const).filter((use) => makes[use].length === 0);
  return [...new Set(wanting.flatMap((use) => missingOf(offered, [[best.made], [best[use]]])))];
};

/** What a token with these mechanisms can be used for. Pure. */
export const capabilitiesOf = (offered: readonly Mechanism[], hasRandom: boolean): Capabilities => {
  const hsm = (algorithm: KeyAlgorithm) =>
    capability([...missingOf(offered, hsmNeeds[algorithm]), ...(hasRandom ? [] : ['C_GenerateRandom'])]);
  const card = (use: keyof CardKeys) => capability(missingOf(offered, cardNeeds[use]));
  const makes: CardKeys = { signing: makesFor(offered, 'signing'), sealing: makesFor(offered, 'sealing') };
  return {
    asHsm: { ecp384: hsm('ecp384'), rsa3072: hsm('rsa3072'), rsa4096: hsm('rsa4096'), aes256: hsm('aes256') },
    asCard: {
      signing: card('signing'),
      sealing: card('sealing'),
      enrolment: capability(missingToMake(offered, makes)),
      makes,
    },
  };
};

const mechanismNames: ReadonlyMap<number, string> = new Map<number, string>([
  ...Object.entries(pkcs11js).flatMap(([name, value]: [string, unknown]): [number, string][] =>
    name.startsWith('CKM_') && typeof value === 'number' ? [[value, name]] : [],
  ),
  [CKM_AES_KEY_WRAP_KWP, 'CKM_AES_KEY_WRAP_KWP'],
]);

/** `CKM_…`, or the number in hex for what neither pkcs11js nor we have a name for. */
export const mechanismName = (number: number): string =>
  mechanismNames.get(number) ?? `0x${number.toString(16).padStart(8, '0')}`;

/** Every mechanism of a token. Problems: `token-absent`, `token-ambiguous`, `token-removed`. */
export const readMechanisms = (module: Pkcs11Module, address: TokenAddress): Result<readonly Mechanism[]> =>
  attempt(() => {
    const { slot } = slotOf(module, address);
    return module.cryptoki
      .C_GetMechanismList(slot)
      .map((number) => ({ number, ...module.cryptoki.C_GetMechanismInfo(slot, number) }));
  });

/** What a token can be used for, and which mechanisms it lacks for the rest. Problems as for `readMechanisms`. */
export const capabilities = (module: Pkcs11Module, address: TokenAddress): Result<Capabilities> => {
  const offered = readMechanisms(module, address);
  if (!offered.ok) return offered;
  return attempt(() => capabilitiesOf(offered.value, slotOf(module, address).token.hasRandom));
};
