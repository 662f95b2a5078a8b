/**
 * Which Electron this is, and whether it is the official one.
 *
 * What is proved when `isOfficial` is true: the file that holds Chromium and Node, as it lies on this disk now, is byte for byte
 * the file that Electron's own installer unpacked when this app was built, from an archive with the SHA-256 that the locked
 * `electron` npm package carries.
 *
 * What is not proved: that the libraries and data files beside it are untouched; that the process in memory is what the disk
 * says; or anything against somebody who can change this app's own files, since the record lies among them. The app hash,
 * compared with a value that came by another way, is for that. Nothing in the environment or on the command line can make an
 * unofficial runtime pass.
 */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';

export type RuntimeIdentity = {
  readonly electronVersion: string;
  readonly isOfficial: boolean;
  /** Lower-case hexadecimal SHA-256 of the file that holds Chromium and Node; null where nothing was recorded to compare it with. */
  readonly codeSha256: string | null;
};

const recordSchema = z.object({
  official: z.object({ version: z.string(), codeSha256: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
});

/**
 * @param recordPath `dist/runtime.json`, written by the build
 * @param execPath the running executable
 * @returns unofficial, too, when there is no record or it cannot be read
 */
export const identifyRuntime = async (
  recordPath: string,
  execPath: string = process.execPath,
  platform: string = process.platform,
  electronVersion: string = process.versions.electron,
): Promise<RuntimeIdentity> => {
  const record = readRecord(recordPath);
  // The file is long, and people wait for the first screen: no digest could make this one official.
  if (record?.version !== electronVersion) return { electronVersion, isOfficial: false, codeSha256: null };
  const codeSha256 = await sha256OfFile(codeFile(execPath, platform));
  return { electronVersion, isOfficial: record.codeSha256 === codeSha256, codeSha256 };
};

/** On macOS the executable only starts the framework beside it; helpers lie inside the first `.app` of the path. */
export const codeFile = (execPath: string, platform: string): string => {
  const end = execPath.indexOf('.app/Contents/');
  return platform === 'darwin' && end >= 0
    ? `${execPath.slice(0, end)}.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework`
    : execPath;
};

const readRecord = (path: string) => {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).official;
  } catch {
    return null;
  }
};

const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

/**
 * Switches that open the running program to others, or take its sandbox away; any of them rules out production. Chromium and Node
 * read `--x` and `-x` alike.
 */
const weakeningSwitch =
  /^--?(inspect(-brk|-wait|-port|-publish-uid)?|remote-debugging-(port|pipe|address)|js-flags|no-sandbox|disable-web-security|load-extension)(=|$)/;

/** @returns the weakening switches among the arguments of the main process */
export const weakeningSwitches = (argv: readonly string[]): readonly string[] =>
  argv.filter((arg) => weakeningSwitch.test(arg));
