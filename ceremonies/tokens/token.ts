import pkcs11js from 'pkcs11js';
import type { sameToken, TokenFacts } from '../model/values.ts';

/** A token is known by what it says of itself, never by its slot: slot numbers change when a module starts again. */
export type TokenAddress = Parameters<typeof sameToken>[0];

/** How far a PIN is from being locked, as far as the token tells. */
export type PinState = 'ok' | 'count-low' | 'final-try' | 'locked';

export type TokenInfo = TokenAddress & {
  readonly manufacturer: string;
  readonly model: string;
  readonly hardwareVersion: string;
  readonly firmwareVersion: string;
  readonly initialised: boolean;
  readonly userPinSet: boolean;
  readonly writeProtected: boolean;
  readonly pinState: PinState;
  readonly soPinState: PinState;
  readonly pinLengthBytes: { readonly min: number; readonly max: number };
  readonly hasRandom: boolean;
  /** The slot's description: for a card, the name of its reader. */
  readonly reader: string;
  /** Known to be software, thus for rehearsal only. */
  readonly software: boolean;
  /** The token's own time, YYYYMMDDhhmmss in UTC, when it has a clock. */
  readonly clock?: string;
};

/** Tokens that are programs. What is not here counts as a device: a list can only ever prove software. */
const softwareTokens: readonly { readonly manufacturer: RegExp; readonly model: RegExp }[] = [
  { manufacturer: /^SoftHSM/i, model: /./ },
  { manufacturer: /./, model: /^SoftHSM/i },
  { manufacturer: /^Mozilla/i, model: /^NSS/i },
  { manufacturer: /^IBM/i, model: /^(IBM )?Soft/i },
  { manufacturer: /^Kryoptic/i, model: /./ },
  { manufacturer: /^PKCS#11 Kit|^p11-kit/i, model: /./ },
  { manufacturer: /^Gnome Keyring/i, model: /./ },
  // Behind tpm2-pkcs11, what libtpms emulates (swtpm, and the TPM of most virtual machines) calls itself this.
  { manufacturer: /./, model: /^SW\s+TPM/i },
];

export const isSoftwareToken = (manufacturer: string, model: string): boolean =>
  softwareTokens.some((known) => known.manufacturer.test(manufacturer) && known.model.test(model));

const pinState = (flags: number, low: number, final: number, locked: number): PinState => {
  if ((flags & locked) !== 0) return 'locked';
  if ((flags & final) !== 0) return 'final-try';
  return (flags & low) !== 0 ? 'count-low' : 'ok';
};

/** PKCS#11 pads its strings with spaces; some modules with zero bytes. */
export const trimmed = (text: string): string => text.replace(/[\s\0]+$/u, '').trimStart();

export const versionText = ({ major, minor }: pkcs11js.Version): string => `${major}.${minor}`;

export const describeToken = (slot: pkcs11js.SlotInfo, token: pkcs11js.TokenInfo): TokenInfo => {
  const has = (flag: number) => (token.flags & flag) !== 0;
  const manufacturer = trimmed(token.manufacturerID);
  const model = trimmed(token.model);
  return {
    label: trimmed(token.label),
    serial: trimmed(token.serialNumber),
    manufacturer,
    model,
    hardwareVersion: versionText(token.hardwareVersion),
    firmwareVersion: versionText(token.firmwareVersion),
    initialised: has(pkcs11js.CKF_TOKEN_INITIALIZED),
    userPinSet: has(pkcs11js.CKF_USER_PIN_INITIALIZED),
    writeProtected: has(pkcs11js.CKF_WRITE_PROTECTED),
    pinState: pinState(
      token.flags,
      pkcs11js.CKF_USER_PIN_COUNT_LOW,
      pkcs11js.CKF_USER_PIN_FINAL_TRY,
      pkcs11js.CKF_USER_PIN_LOCKED,
    ),
    soPinState: pinState(
      token.flags,
      pkcs11js.CKF_SO_PIN_COUNT_LOW,
      pkcs11js.CKF_SO_PIN_FINAL_TRY,
      pkcs11js.CKF_SO_PIN_LOCKED,
    ),
    pinLengthBytes: { min: token.minPinLen, max: token.maxPinLen },
    hasRandom: has(pkcs11js.CKF_RNG),
    reader: trimmed(slot.slotDescription),
    software: isSoftwareToken(manufacturer, model),
    // openCryptoki says that it has a clock, and shows the time in a form of its own.
    ...(has(pkcs11js.CKF_CLOCK_ON_TOKEN) && /^\d{14}/.test(token.utcTime)
      ? { clock: token.utcTime.slice(0, 14) }
      : {}),
  };
};

/** What goes into a transcript. */
export const tokenFactsOf = (token: TokenInfo): TokenFacts => ({
  label: token.label,
  serial: token.serial,
  manufacturer: token.manufacturer,
  model: token.model,
  hardwareVersion: token.hardwareVersion,
  firmwareVersion: token.firmwareVersion,
  software: token.software,
});
