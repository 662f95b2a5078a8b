import { readFileSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import * as z from 'zod';
import type { Software } from '../model/event.ts';
import { hash } from '../model/values.ts';
import { openAirGapProbe } from './airgap.ts';
import type { Host } from './host.ts';

const buildRecord = z.object({
  version: z.string(),
  appHash: hash.nullable(),
  verifierSha256: hash.nullable(),
});

/** What the build wrote of itself (`dist/app.json`); a run from sources has no hash to show. */
const readBuild = (path: string): z.infer<typeof buildRecord> => {
  try {
    return buildRecord.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { version: 'development', appHash: null, verifierSha256: null };
  }
};

export const softwareOf = (
  buildPath: string,
  runtime: Pick<Software, 'electron' | 'runtime'> = { electron: null, runtime: 'none' },
): Software => ({
  ...readBuild(buildPath),
  ...runtime,
  node: process.version,
  platform: `${platform()} ${release()} ${arch()}`,
});

/** The host of a ceremony without a screen. */
export const nodeHost = (software: Software): Host => {
  const lookAround = openAirGapProbe();
  return {
    software,
    now: () => new Date(),
    airGap: () => Promise.resolve(lookAround()),
    language: () => 'en',
    printSheet: null,
    renderPdf: null,
  };
};
