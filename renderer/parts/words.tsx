import { bytesToWords } from '../../ceremonies/formats/words.ts';
import { useTexts } from './texts.ts';

/** A digest as PGP words: a word a byte, in pairs, so that two people can read and compare line by line. */
export const wordsOf = (hash: string): readonly string[] =>
  bytesToWords(Uint8Array.from(hash.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));

export const CheckWords = ({
  words,
  size,
}: {
  readonly words: readonly string[];
  readonly size: 'aside' | 'aloud';
}) => {
  const { t } = useTexts();
  const lines = Array.from({ length: Math.ceil(words.length / 4) }, (_, line) =>
    words.slice(line * 4, line * 4 + 4),
  );
  return (
    <ol className="words" data-size={size} aria-label={t('screen.words.label')}>
      {lines.map((line, index) => (
        <li key={index}>
          {line.map((word, place) => (
            <span key={place} lang="en">
              {word}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
};
