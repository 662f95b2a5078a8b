import { readContainer } from '../formats/asic.ts';
import { fromUtf8 } from '../formats/bytes.ts';
import { parseCanonical } from '../formats/canonical.ts';
import { wholeOf, type Content } from '../formats/source.ts';
import { bad, good, type Result } from '../model/error.ts';
import { register, type Register } from '../model/register.ts';

/** The register among a bundle's files. Problems: bundle-entry-missing, event-malformed (no canonical JSON), bundle-malformed. */
export const registerIn = (files: ReadonlyMap<string, Content>): Result<Register> => {
  const file = 'register.json';
  const content = files.get(file);
  if (content === undefined) return bad('bundle-entry-missing', { file });
  const parsed = parseCanonical(fromUtf8(wholeOf(content)));
  if (!parsed.ok) return parsed;
  const found = register.safeParse(parsed.value);
  return found.success ? good(found.data) : bad('bundle-malformed', { file });
};

/** The register of a bundle that was verified before: nothing here looks at a signature. Problems: those of reading it. */
export const readRegister = async (bundle: Uint8Array): Promise<Result<Register>> => {
  const files = await readContainer(bundle);
  return files.ok ? registerIn(files.value) : files;
};
