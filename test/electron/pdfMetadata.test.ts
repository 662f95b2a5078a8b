import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { withMetadata } from '../../electron/pdfMetadata.ts';

/** A file as Chromium writes it: plain objects, one table, the trailer in this order. */
const pdf = (creator = '(Mozilla/5.0 \\(X11\\))'): Uint8Array => {
  const objects = [
    `<</Title (Aruanne)\n/Creator ${creator}\n/Producer (Skia/PDF m130)>>`,
    '<</Type /Catalog\n/Pages 3 0 R\n/Lang (et)>>',
    '<</Type /Pages\n/Count 1\n/Kids [4 0 R]>>',
    '<</Type /Page\n/Parent 3 0 R\n/MediaBox [0 0 595 842]>>',
  ];
  let text = '%PDF-1.4\n';
  const table = objects.map((body, index) => {
    const offset = String(text.length).padStart(10, '0');
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return `${offset} 00000 n \n`;
  });
  const start = text.length;
  return Buffer.from(
    `${text}xref\n0 5\n0000000000 65535 f \n${table.join('')}trailer\n<</Size 5\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
};

const metadata = { title: 'Aruanne <šž> & "co"', language: 'et', creator: 'Võtmetseremoonia 1.0' };

const asFile = <T>(content: Uint8Array, use: (path: string) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-'));
  try {
    const path = join(folder, 'a.pdf');
    writeFileSync(path, content);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('metadata of a PDF', () => {
  test('names the program, and has title and language where others look for them', () => {
    for (const creator of ['(Mozilla/5.0 \\(X11\\))', '<feff0041>']) {
      asFile(withMetadata(pdf(creator), metadata), (path) => {
        const facts = run('pdfinfo', path);
        assert.match(facts, /^Title:\s+Aruanne$/m);
        assert.match(facts, /^Creator:\s+Võtmetseremoonia 1\.0$/m);
        assert.match(facts, /^Producer:\s+Skia\/PDF m130$/m);
        assert.match(facts, /^Pages:\s+1$/m);
        const stream = run('pdfinfo', '-meta', path);
        assert.match(stream, /Aruanne &lt;šž&gt; &amp; &quot;co&quot;<\/rdf:li>/);
        assert.match(stream, /<dc:language><rdf:Bag><rdf:li>et</);
      });
    }
  });

  test('is added behind the file, of which no byte changes', () => {
    const before = pdf();
    const after = withMetadata(before, metadata);
    assert.deepEqual(after.subarray(0, before.length), new Uint8Array(before));
    assert.match(Buffer.from(after).toString('latin1'), /\/Lang \(et\)\n\/Metadata 5 0 R/);
  });

  test('leaves a file alone that is built in another way', () => {
    const other = Buffer.from('%PDF-1.7\n1 0 obj\n<</Type /XRef>>\nendobj\nstartxref\n9\n%%EOF\n');
    assert.equal(withMetadata(other, metadata), other);
    const cut = pdf().subarray(100);
    assert.equal(withMetadata(cut, metadata), cut);
  });
});
