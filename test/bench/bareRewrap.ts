import { readFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import type { EmbassyKeyVersion } from '../../ceremonies/keys/rewrap/versions.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { dataKeyRecord } from '../../ceremonies/model/inventory.ts';
import type { Session } from '../../ceremonies/tokens/session.ts';
import { softHsmLibrary } from '../tokens/softhsm.ts';

/** The wrapped bytes of an inventory, ready to be used. */
export const wrappedKeysOf = (path: string): readonly Buffer[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from(dataKeyRecord.parse(JSON.parse(line)).encrypted_key, 'base64url'));

const template: pkcs11js.Template = [
  { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
  { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_GENERIC_SECRET },
  { type: pkcs11js.CKA_TOKEN, value: false },
  { type: pkcs11js.CKA_PRIVATE, value: true },
  { type: pkcs11js.CKA_SENSITIVE, value: true },
  { type: pkcs11js.CKA_EXTRACTABLE, value: true },
];

/**
 * The PKCS#11 calls that a data key costs, by pkcs11js with nothing around it, in the same session and on the same keys as the program
 * itself. The library is loaded again, which gives the same one, started already.
 */
export const openBareLoop = (session: Session, old: EmbassyKeyVersion, to: EmbassyKeyVersion) => {
  const library = new pkcs11js.PKCS11();
  library.load(softHsmLibrary());
  const handle = session.handle();
  const mechanism = { mechanism: pkcs11js.CKM_AES_KEY_WRAP };
  const [first, second] = [Buffer.alloc(1024), Buffer.alloc(1024)];
  return (wrappedKeys: readonly Buffer[]): void => {
    for (const wrapped of wrappedKeys) {
      const dataKey = library.C_UnwrapKey(handle, mechanism, old.key.handle, wrapped, template);
      const rewrapped = library.C_WrapKey(handle, mechanism, to.key.handle, dataKey, first);
      const again = library.C_UnwrapKey(handle, mechanism, to.key.handle, rewrapped, template);
      const back = library.C_WrapKey(handle, mechanism, old.key.handle, again, second);
      if (!back.equals(wrapped)) throw new CeremonyError('check-value-differs');
      library.C_DestroyObject(handle, again);
      library.C_DestroyObject(handle, dataKey);
    }
  };
};
