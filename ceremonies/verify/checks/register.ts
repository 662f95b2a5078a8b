import { equal } from '../../formats/bytes.ts';
import { canonicalJson } from '../../formats/canonical.ts';
import { contentSha256Hex, wholeOf } from '../../formats/source.ts';
import { must } from '../../model/error.ts';
import { transcriptOf } from '../../model/event.ts';
import { demand } from '../../model/demand.ts';
import { derivedFiles, reportNames } from '../../transcript/bundleFiles.ts';
import { registerOf } from '../../transcript/registerOf.ts';
import { type Record } from '../evidence.ts';
import { attested, proved, type Finding } from '../finding.ts';
import { registerIn } from '../registerFile.ts';

/** The register is the one before and what these events added, no more; and the closing event fixed its digest. */
export const registerConsistent = async ({ files, state }: Record): Promise<Finding> => {
  const content = files.get('register.json');
  demand(content !== undefined, 'bundle-entry-missing', { file: 'register.json' });
  const expected = registerOf(state);
  demand(canonicalJson(must(registerIn(files))) === canonicalJson(expected), 'bundle-entry-changed', {
    file: 'register.json',
  });
  demand((await contentSha256Hex(content)) === state.registerSha256, 'bundle-entry-changed', {
    file: 'register.json',
    reason: 'closing',
  });
  return proved({ keys: expected.keys.length, shareSets: expected.shareSets.length });
};

/**
 * All files but the reports are made again from the transcript and compared byte for byte; there are no others. That each line of the
 * transcript is its event, written again, was seen when it was read.
 */
export const filesRegenerated = ({ files, events, state }: Record): Finding => {
  const transcript = 'transcript.jsonl';
  const expected = derivedFiles(state);
  demand(transcriptOf(events).length === events.length, 'bundle-entry-changed', { file: transcript });
  for (const [path, content] of expected) {
    const found = files.get(path);
    demand(found !== undefined, 'bundle-entry-missing', { file: path });
    demand(equal(wholeOf(found), content), 'bundle-entry-changed', { file: path });
  }
  for (const path of files.keys()) {
    const known =
      path === transcript || expected.has(path) || reportNames.includes(path) || path.startsWith('META-INF/');
    demand(known, 'bundle-entry-extra', { file: path });
  }
  return proved({ files: 1 + expected.size });
};

/** The reports are words for people: signed by everyone, but nothing here can tell that they say what the transcript says. */
export const reportsSigned = ({ files }: Record): Finding => {
  demand(files.has('report.html'), 'bundle-entry-missing', { file: 'report.html' });
  return attested({ reports: reportNames.filter((name) => files.has(name)).join(', ') });
};
