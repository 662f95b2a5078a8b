import type { Job, Named, TrustFiles } from './job.ts';

/** What somebody wants checked. `folder`: its name, if it was a whole one; then it is checked as one chain, whatever it holds. */
export type Chosen = { readonly bundles: readonly Named[]; readonly folder: string | null };

const isBundleName = (name: string): boolean => name.toLowerCase().endsWith('.asice');

const named = (file: File): Named => ({ name: file.name, file });

export const chosenFiles = (files: FileList): Chosen => ({ bundles: [...files].map(named), folder: null });

/** The bundles that lie in the folder itself; folders within it are left alone, as the command line does. */
export const chosenFolder = (files: FileList): Chosen => {
  const [first] = files;
  const own = [...files].filter(
    ({ name, webkitRelativePath: path }) => isBundleName(name) && path.split('/').length === 2,
  );
  return { bundles: own.map(named), folder: first?.webkitRelativePath.split('/')[0] ?? '' };
};

/** What was dropped: files as they are, and of a folder its bundles. Several folders are told apart in the names. */
export const dropped = async (transfer: DataTransfer): Promise<Chosen> => {
  // The list is emptied as soon as anything is waited for.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return chosenFiles(transfer.files);
  const [first, ...others] = entries;
  if (first !== undefined && isFolder(first) && others.length === 0)
    return { bundles: await bundlesIn(first), folder: first.name };
  const bundles = await Promise.all(entries.map((entry) => (isFolder(entry) ? inside(entry) : alone(entry))));
  return { bundles: bundles.flat(), folder: null };
};

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const alone = async (entry: FileSystemEntry): Promise<readonly Named[]> =>
  isFile(entry) ? [named(await fileOf(entry))] : [];

const inside = async (folder: FileSystemDirectoryEntry): Promise<readonly Named[]> =>
  (await bundlesIn(folder)).map(({ name, file }) => ({ name: `${folder.name}/${name}`, file }));

const bundlesIn = async (folder: FileSystemDirectoryEntry): Promise<readonly Named[]> => {
  const files = (await entriesOf(folder)).filter(({ name }) => isBundleName(name));
  return (await Promise.all(files.map(alone))).flat();
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

/** Browsers give a folder's entries in batches; an empty one is the last. */
const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return entries;
    entries.push(...batch);
  }
};

/** One file by itself is verified by itself; anything more is a chain. */
export const jobOf = ({ bundles, folder }: Chosen, trusted: TrustFiles): Job => {
  const [bundle, another] = bundles;
  return bundle === undefined || another !== undefined || folder !== null
    ? { kind: 'chain', bundles, trusted }
    : { kind: 'bundle', bundle, trusted };
};
