/** What an embassy key can be: an exchange key pair (EC, RSA) or a key-encryption key (AES). DESIGN section 2. */
export const keyAlgorithms = ['ecp384', 'rsa3072', 'rsa4096', 'aes256'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];
