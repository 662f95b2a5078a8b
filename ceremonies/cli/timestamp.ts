import { unlink, writeFile } from 'node:fs/promises';
import { toHex } from '../formats/bytes.ts';
import { must } from '../model/error.ts';
import { texts } from '../texts/catalogue.ts';
import { fileError } from '../transcript/appendFile.ts';
import { attachTimestamp, timestampQuery } from '../verify/stamping.ts';
import { printable, readBundle, type Command } from './io.ts';
import { misused, readOptions } from './options.ts';

/** All of it on disk under a name that nobody had before, or nothing. @throws CeremonyError file-exists, disk-full, not-writable, file-absent */
const writeNew = async (path: string, content: Uint8Array): Promise<void> => {
  try {
    await writeFile(path, content, { flag: 'wx', flush: true });
  } catch (cause) {
    const failure = fileError(cause, path);
    if (failure.code === 'disk-full') await unlink(path).catch(() => undefined);
    throw failure;
  }
};

/** Beside the bundle: 01-generate.asice becomes 01-generate.stamp1.asice, and that 01-generate.stamp2.asice. */
const stampedPath = (path: string, number: number): string => {
  const [, name = path, ending = ''] = /^(.*?)(?:\.stamp\d+)?(\.[^./\\]+)?$/su.exec(path) ?? [];
  return `${name}.stamp${number}${ending}`;
};

/**
 * `timestamp FILE --request QUERY`: writes the query that an authority (RFC 3161) is to answer.
 * `timestamp FILE --attach ANSWER [--out NEW]`: checks the answer and writes the bundle with the time-stamp. Nothing is
 * overwritten, and nothing is sent: the files are carried to where there is a network. Exit 1 for a bundle or an answer that is no good.
 */
export const timestamp: Command = async (args, io) => {
  const { options, operands } = readOptions('timestamp', args);
  const [file] = operands;
  const { request, attach, out } = options;
  if (out !== undefined && attach === undefined)
    throw misused('option-needs', { command: 'timestamp', option: '--out', needs: '--attach' });
  const { t } = texts('en');
  const bundle = await readBundle(io, file);
  if (request !== undefined) {
    const { query, imprint, number } = must(await timestampQuery(bundle));
    await writeNew(request, query);
    io.out(printable(t('cli.timestamp.request', { path: request, number, sha256: toHex(imprint) })));
  }
  if (attach !== undefined) {
    const stamped = must(await attachTimestamp(bundle, await readBundle(io, attach)));
    const path = out ?? stampedPath(file, stamped.number);
    await writeNew(path, stamped.bundle);
    const { at, certificate } = stamped.timestamp;
    const facts = { number: stamped.number, at: at.toISOString(), authority: certificate.subject.commonName };
    io.out(printable(t('cli.timestamp.attached', { path, ...facts })));
  }
  return 0;
};
