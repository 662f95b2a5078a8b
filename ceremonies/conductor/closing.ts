import { open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '../formats/bytes.ts';
import { sha256Hex } from '../formats/digest.ts';
import { signDetached, type DocumentSigner } from '../formats/signedData.ts';
import { bad, good, type Result } from '../model/error.ts';
import type { Fact } from '../model/question.ts';
import { hasSigned, hsmSigner, hsmSigns, signersOf } from '../model/state.ts';
import { keyLabelsOf, subjectOfState } from '../model/subject.ts';
import { participantId } from '../model/participant.ts';
import { assemble, manifestsFor } from '../transcript/closing.ts';
import { bundleFiles, registerFile, type Reports } from '../transcript/bundleFiles.ts';
import type { Session } from '../tokens/session.ts';
import { ensureDirectory, fileError, syncDirectory } from '../transcript/appendFile.ts';
import { registerOf } from '../transcript/registerOf.ts';
import { printedReport, type Printed } from '../transcript/printed.ts';
import { report } from '../transcript/report.ts';
import { failedClaims } from '../verify/verdict.ts';
import { verifyBundle } from '../verify/verify.ts';
import { enrolledCard, presence, withCard } from './cardSession.ts';
import { findCeremonyKey } from './ceremonyKey.ts';
import { record, stateOf, tryAgain, type Desk, type Performer } from './desk.ts';
import { withHsm } from './hsm.ts';
import { confirm } from './opening.ts';
import { tokenSigner } from './signing.ts';

/** Closes the transcript over the register that the ceremony leaves behind. */
export const closeTranscript: Performer = async (desk, step) => {
  const { keys, sets, presentation } = stateOf(desk);
  const quorums = sets.at(-1)?.proof?.quorums;
  await confirm(desk, step, [
    ...keys.flatMap(({ label, checkValue }): readonly Fact[] => [
      { name: 'key-label', value: label },
      { name: 'check-value', value: checkValue },
    ]),
    ...(quorums === undefined ? [] : [{ name: 'quorums', value: quorums } as const]),
    ...(presentation.proven.length === 0
      ? []
      : [{ name: 'proven', value: String(presentation.proven.length) } as const]),
  ]);
  // One that cannot sign any more is found out now, while two people can still say so in the transcript.
  if (hsmSigns(stateOf(desk)))
    await withHsm(desk, step.id, (session) => Promise.resolve(ownCeremonyKey(desk, session)));
  const registerSha256 = await sha256Hex(registerFile(registerOf(stateOf(desk))));
  await record(desk, { type: 'transcript-closed', step: step.id, by: [...step.by], registerSha256 });
};

const eventsOf = (desk: Desk) => desk.sitting.entries().map((entry) => entry.event);

/** What happens to a closed transcript: reports, signatures, export, read-back. Goes on where it was left. */
export const seal = async (desk: Desk): Promise<void> => {
  const files = bundleFiles(stateOf(desk), eventsOf(desk), await makeReports(desk));
  const manifestOf = await manifestsFor(files);
  const signers = signersOf(stateOf(desk));
  for (const [index, signer] of signers.entries()) {
    if (hasSigned(stateOf(desk), signer)) continue;
    desk.working({ step: 'sign', done: index, total: signers.length });
    const manifest = manifestOf(index + 1);
    const signature =
      signer === hsmSigner ? await signWithHsm(desk, manifest) : await signWithCard(desk, signer, manifest);
    await record(desk, {
      type: 'bundle-signed',
      signer,
      manifestSha256: await sha256Hex(manifest),
      signature: toBase64(signature),
    });
  }
  desk.working(null);
  const signatures = signers.map((signer) => {
    const made = stateOf(desk).bundle.signatures.find((each) => each.signer === signer);
    return fromBase64(made?.signature ?? '');
  });
  await exportBundle(desk, await assemble(files, signatures));
};

/** The reports that the signatures cover; kept beside the journal, for a PDF never comes out the same twice. */
const makeReports = async (desk: Desk): Promise<Reports> => {
  const known = stateOf(desk).bundle.reports;
  const keep = async (
    name: 'report.html' | 'report.pdf',
    make: () => Promise<Uint8Array>,
  ): Promise<Uint8Array> => {
    const path = join(desk.sitting.directory, name);
    const made = known.find((each) => each.name === name);
    const found = made === undefined ? null : await readFile(path).catch(() => null);
    if (found !== null && (await sha256Hex(found)) === made?.sha256) return found;
    const content = await make();
    await keepBeside(desk, path, content);
    await record(desk, { type: 'report-made', name, sha256: await sha256Hex(content) });
    return content;
  };
  const language = desk.host.language();
  const html = report(stateOf(desk), eventsOf(desk), desk.sitting.head(), language);
  const reportHtml = await keep('report.html', () => Promise.resolve(toUtf8(html)));
  const { renderPdf } = desk.host;
  if (renderPdf === null) return { reportHtml };
  const page = await printedReport(fromUtf8(reportHtml), language);
  return { reportHtml, reportPdf: await keep('report.pdf', () => print(desk, renderPdf, page)) };
};

/** Writes beside the journal, however often people have to make room for it. */
const keepBeside = async (desk: Desk, path: string, content: Uint8Array): Promise<void> => {
  for (;;) {
    try {
      await writeFile(path, content, { mode: 0o600, flush: true });
      await syncDirectory(desk.sitting.directory);
      return;
    } catch (cause) {
      const { code, details } = fileError(cause, path);
      await tryAgain(desk, '', { code, details });
    }
  }
};

/** Laying a page out can fail; that is told, and tried again. */
const print = async (
  desk: Desk,
  renderPdf: NonNullable<Desk['host']['renderPdf']>,
  page: Printed,
): Promise<Uint8Array> => {
  for (;;) {
    const pdf = await renderPdf(page).catch(() => null);
    if (pdf !== null) return pdf;
    await tryAgain(desk, '', { code: 'print-failed', details: {} });
  }
};

const sign = (manifest: Uint8Array, signer: DocumentSigner, at: Date): Promise<Uint8Array> =>
  signDetached(manifest, signer, at);

const signWithHsm = (desk: Desk, manifest: Uint8Array): Promise<Uint8Array> =>
  withHsm(desk, '', async (session) => {
    const found = ownCeremonyKey(desk, session);
    if (!found.ok) return found;
    const { certificate, signer } = found.value;
    return good(await sign(manifest, { certificate, ...signer }, desk.host.now()));
  });

/** The ceremony key that the transcript names. Problems: object-absent, token-wrong. */
const ownCeremonyKey = (desk: Desk, session: Session): ReturnType<typeof findCeremonyKey> => {
  const found = findCeremonyKey(session);
  if (!found.ok) return found;
  const isIt = toBase64(found.value.certificate) === stateOf(desk).ceremonyKey?.certificate;
  return isIt ? found : bad('token-wrong');
};

const signWithCard = (desk: Desk, signer: string, manifest: Uint8Array): Promise<Uint8Array> => {
  const participant = participantId.parse(signer);
  const { token } = enrolledCard(desk, participant);
  return desk.people.ask(
    '',
    () => ({ kind: 'card-pin', participant, purpose: 'sign-bundle', ...presence(desk, token) }),
    ({ pin }) =>
      withCard(desk, participant, pin, async ({ session, signing }) =>
        good(
          await sign(
            manifest,
            {
              certificate: signing.certificate,
              ...tokenSigner(session, signing.key, signing.algorithm, pin),
            },
            desk.host.now(),
          ),
        ),
      ),
  );
};

const fileNameOf = (desk: Desk): string => {
  const { openedAt, script } = stateOf(desk);
  const [label, ...others] = keyLabelsOf(subjectOfState(stateOf(desk)));
  const name = label === undefined ? '' : `-${label}${others.length === 0 ? '' : `-and-${others.length}`}`;
  return `${openedAt.slice(0, 10)}${name}-${script.kind}.asice`;
};

/** Writes the bundle where people want it, then reads that very file back and verifies it before anyone leaves. */
const exportBundle = async (desk: Desk, bundle: Uint8Array): Promise<void> => {
  const fileName = fileNameOf(desk);
  const sha256 = await sha256Hex(bundle);
  for (;;) {
    const path = await desk.people.ask(
      '',
      () => ({ kind: 'export', fileName }),
      ({ directory }) => writeNew(join(directory, fileName), bundle),
    );
    await record(desk, {
      type: 'bundle-exported',
      fileName: basename(path),
      sizeBytes: bundle.length,
      sha256,
    });
    const verdict = await verifyBundle(await readFile(path).catch(() => new Uint8Array()));
    const outcome = verdict.outcome === 'good' && verdict.bundle.sha256 === sha256 ? 'good' : 'bad';
    await record(desk, { type: 'bundle-read-back', sha256, verdict: outcome });
    if (outcome === 'good') {
      desk.exported({ path, sha256 });
      return;
    }
    const [claim = ''] = failedClaims(verdict);
    await tryAgain(desk, '', { code: 'bundle-entry-changed', details: { path, claim } });
  }
};

/** Null where nothing of that name is. What is there and cannot be read counts as another file. */
const readIfPresent = async (path: string): Promise<Uint8Array | null> => {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere ? readFile(path).catch(() => new Uint8Array()) : null;
};

/**
 * Writes a new file whole or not at all: under another name first, durable, then renamed. A file that holds the very
 * same content already is taken for written.
 * Problems: file-exists, not-writable, disk-full, file-absent.
 */
export const writeNew = async (path: string, content: Uint8Array): Promise<Result<string>> => {
  const partial = `${path}.part`;
  try {
    await ensureDirectory(dirname(path));
    // What an export that was cut off left whole is that export: done, not in its own way.
    const there = await readIfPresent(path);
    if (there !== null)
      return Buffer.compare(there, content) === 0 ? good(path) : bad('file-exists', { path });
    const file = await open(partial, 'w', 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncDirectory(dirname(path));
    return good(path);
  } catch (cause) {
    await unlink(partial).catch(() => undefined);
    const error = fileError(cause, path);
    return bad(error.code, error.details);
  }
};
