/** PKCS#11 constants that pkcs11js does not carry; numbers from pkcs11t.h of PKCS#11 3.0 (OASIS). */

/** AES key wrap with padding, RFC 5649, under its own number. */
export const CKM_AES_KEY_WRAP_KWP = 0x210b;

/** Where an OAEP label comes from: the parameter block itself. */
export const CKZ_DATA_SPECIFIED = 1;

/** NSS's own: of a private key on a curve, its public point. NSS unwraps none without it (softoken, sftk_unwrapPrivateKey). */
export const CKA_NSS_DB = 0xd5a0db00;
