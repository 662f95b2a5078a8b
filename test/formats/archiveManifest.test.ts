import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  archiveManifestPath,
  decodeManifest,
  encodeManifest,
  signaturePath,
  timestampPath,
  type Manifest,
} from '../../ceremonies/formats/asic.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';

const sha256 = 'ab'.repeat(32);
const archive: Manifest = {
  signature: timestampPath(2),
  files: [
    { uri: archiveManifestPath(1, 2), mimeType: 'text/xml', sha256, rootfile: true },
    { uri: 'transcript.jsonl', mimeType: 'application/jsonl', sha256 },
  ],
};

describe('an archive manifest', () => {
  test('is read as it was written, with the mark on the one before', () => {
    const read = decodeManifest(encodeManifest(archive));
    assert.deepEqual(read.ok ? read.value : read.problem, archive);
  });

  test('names a time-stamp with its own media type', () => {
    assert.match(
      encodeManifest(archive),
      /SigReference URI="META-INF\/timestamp002\.tst" MimeType="application\/vnd\.etsi\.timestamp-token"/u,
    );
  });

  test('is not read in any other spelling', () => {
    const text = encodeManifest(archive);
    for (const other of [
      text.replace('Rootfile="true"', 'Rootfile="false"'),
      text.replace('Rootfile="true"', 'Rootfile="1"'),
      text.replace(' Rootfile="true"', '  Rootfile="true"'),
      text.replace('vnd.etsi.timestamp-token', 'pkcs7-signature'),
      text.replace('timestamp002.tst', 'timestamp2.tst'),
    ]) {
      assert.notEqual(other, text);
      assert.equal(decodeManifest(other).ok, false);
    }
  });

  test('alone has such a mark: a signer’s manifest has none', () => {
    assert.throws(
      () => encodeManifest({ ...archive, signature: signaturePath(1) }),
      (error) => error instanceof CeremonyError && error.code === 'bundle-malformed',
    );
    const text = encodeManifest(archive)
      .replace('timestamp002.tst', 'signature001.p7s')
      .replace('vnd.etsi.timestamp-token', 'pkcs7-signature');
    assert.equal(decodeManifest(text).ok, false);
  });
});

describe('the last archive manifest', () => {
  test('has the name that the standard fixes, and those before it a number', () => {
    assert.deepEqual(
      [archiveManifestPath(1, 1), archiveManifestPath(1, 2), archiveManifestPath(2, 2)],
      [
        'META-INF/ASiCArchiveManifest.xml',
        'META-INF/ASiCArchiveManifest001.xml',
        'META-INF/ASiCArchiveManifest.xml',
      ],
    );
  });
});
