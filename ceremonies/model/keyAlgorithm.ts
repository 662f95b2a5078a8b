/** What an embassy key can be: an exchange key pair (EC, RSA) or a key-encryption key (AES). DESIGN section 2. */
export const keyAlgorithms = ['ecp384', 'rsa3072', 'rsa4096', 'aes256'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

export type KeyKind = 'exchange-key-pair' | 'key-encryption-key';

export const keyKind = (algorithm: KeyAlgorithm): KeyKind =>
  algorithm === 'aes256' ? 'key-encryption-key' : 'exchange-key-pair';
