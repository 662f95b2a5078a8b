import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromHex, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { bytesToWords, wordLists } from '../../ceremonies/formats/words.ts';

const [even, odd] = wordLists;

describe('words for bytes', () => {
  it('are those of the known example', () => {
    assert.equal(
      bytesToWords(fromHex('e58294f2e9a227486e8b061b31cc528fd7fa3f19')).join(' '),
      'topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa ' +
        'afflict bravado chatter revolver Dupont midsummer stopwatch whimsical cowbell bottomless',
    );
  });

  it('are 256 and 256, all different', () => {
    assert.deepEqual([even.length, odd.length], [256, 256]);
    assert.equal(new Set([...even, ...odd].map((word) => word.toLowerCase())).size, 512);
  });

  it('are the published list, letter for letter', async () => {
    assert.equal(
      await sha256Hex(toUtf8([...even, ...odd].join(' '))),
      '3e090850023f09a3bff58dbc9926ee0840dd829fa8198af8ceffd1b2280a7096',
    );
  });

  it('are one a byte, from the list of its position', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const back = bytesToWords(bytes).map((word, position) =>
          (position % 2 === 0 ? even : odd).indexOf(word),
        );
        assert.deepEqual(back, [...bytes]);
      }),
    );
  });
});
