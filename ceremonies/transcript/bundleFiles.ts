import { fromBase64, toUtf8 } from '../formats/bytes.ts';
import { wordList } from '../formats/wordRows.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { CeremonyError } from '../model/error.ts';
import { transcriptOf, type CeremonyEvent } from '../model/event.ts';
import type { Register } from '../model/register.ts';
import type { State } from '../model/state.ts';
import { encodeLine } from './chain.ts';
import { certificatePem } from './pem.ts';
import { readme } from './readme.ts';
import { registerOf } from './registerOf.ts';

/** What a bundle holds that does not follow from the transcript: how it looks to people. */
export type Reports = {
  readonly reportHtml: Uint8Array;
  readonly reportPdf?: Uint8Array;
};

export const reportNames: readonly string[] = ['report.html', 'report.pdf'];

/**
 * Every file of a bundle outside META-INF, in order. All but the reports are a function of the transcript alone, so a
 * verifier makes them again and compares. docs/FORMAT.md, "Files".
 *
 * `events`: the whole journal or the transcript; what came after `transcript-closed` is not in the bundle.
 *
 * @throws CeremonyError event-not-allowed for a ceremony that is not closed
 */
export const bundleFiles = (
  state: State,
  events: readonly CeremonyEvent[],
  reports: Reports,
): ReadonlyMap<string, Uint8Array> => {
  const { reportHtml, reportPdf } = reports;
  return new Map([
    ...transcriptFiles(state, events),
    ['report.html', reportHtml],
    ...(reportPdf === undefined ? [] : [['report.pdf', reportPdf] as const]),
  ]);
};

/** The files that follow from the transcript: all but the reports. */
export const transcriptFiles = (
  state: State,
  events: readonly CeremonyEvent[],
): ReadonlyMap<string, Uint8Array> => {
  const transcript = transcriptOf(events).map(encodeLine);
  return new Map([['transcript.jsonl', toUtf8(transcript.join(''))], ...derivedFiles(state)]);
};

/** Those of them that show what the transcript amounts to. @throws CeremonyError event-not-allowed */
export const derivedFiles = (state: State): ReadonlyMap<string, Uint8Array> => {
  if (state.lifecycle !== 'closed')
    throw new CeremonyError('event-not-allowed', { lifecycle: state.lifecycle });
  const register = registerOf(state);
  return new Map([
    ['script.json', toUtf8(canonicalJson(state.script))],
    ['register.json', registerFile(register)],
    ...certificateFiles(state),
    ...keyFiles(register),
    ...shareFiles(register),
    // Whoever reads a share off paper without this program needs the list.
    ['words.txt', toUtf8(`${wordList.join('\n')}\n`)],
    ['README.txt', toUtf8(readme(state.script.parameters.domain))],
  ]);
};

/** register.json: the canonical form, without a line end. `transcript-closed` carries its SHA-256. */
export const registerFile = (register: Register): Uint8Array => toUtf8(canonicalJson(register));

type Files = readonly (readonly [path: string, content: Uint8Array])[];

const pemFile = (path: string, base64: string): Files[number] => [
  path,
  toUtf8(certificatePem(fromBase64(base64))),
];

const certificateFiles = (state: State): Files => [
  ...(state.ceremonyKey === null ? [] : [pemFile('certificates/hsm.pem', state.ceremonyKey.certificate)]),
  ...state.script.parameters.participants.flatMap(({ id }) => {
    const card = state.cards[id];
    return card === undefined ? [] : [pemFile(`certificates/${id}.pem`, card.certificate)];
  }),
  ...state.replaced.map(({ card, until }) =>
    pemFile(`certificates/${card.participant}.before-${until}.pem`, card.certificate),
  ),
];

/** Every key of the register, those of earlier ceremonies too: the last bundle is all that a rebuilding needs. */
const keyFiles = ({ keys }: Register): Files =>
  keys.flatMap(({ label, versions }) =>
    versions.flatMap((version): Files => {
      const path = `keys/${label}.v${version.version}`;
      const certificate = version.certificate === null ? [] : [pemFile(`${path}.pem`, version.certificate)];
      return [
        ...certificate,
        // Of a key that was destroyed nothing is left to unwrap.
        ...(version.wrapped === null ? [] : [[`${path}.kwp`, fromBase64(version.wrapped)] as const]),
        [`${path}.canary`, fromBase64(version.canary)],
      ];
    }),
  );

/** The live sets only: the shares of a void one would only lead astray. */
const shareFiles = ({ shareSets }: Register): Files =>
  shareSets
    .filter((set) => set.state === 'live')
    .flatMap(({ set, shares }) =>
      shares.flatMap(({ index, sealed }): Files =>
        sealed === null ? [] : [[`shares/${set}/${index}.p7m`, fromBase64(sealed)]],
      ),
    );
