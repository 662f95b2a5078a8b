import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  containerType,
  decodeManifest,
  encodeManifest,
  manifestPath,
  readContainer,
  signaturePath,
  writeContainer,
  type Manifest,
} from '../../ceremonies/formats/asic.ts';
import { concat, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { writeZip } from '../../ceremonies/formats/writeZip.ts';
import { zip, type Entry } from './oddZip.ts';
import { inFolder } from './openssl.ts';

const files = new Map([
  ['transcript.json', toUtf8('{"events":[]}')],
  ['keys/wrapped.bin', Uint8Array.from({ length: 300 }, (_, index) => index % 7)],
  ['Õigused.txt', new Uint8Array()],
  ['META-INF/signature001.p7s', toUtf8('signed, sealed')],
]);
const container = await writeContainer(files);

const codeOf = async (bytes: Uint8Array, limits?: Parameters<typeof readContainer>[1]): Promise<string> => {
  const read = await readContainer(bytes, limits);
  return read.ok ? 'read' : read.problem.code;
};

const type: Entry = { name: 'mimetype', content: toUtf8(containerType) };
const text: Entry = { name: 'a.txt', content: toUtf8('a text that is a text that is a text') };

describe('container', () => {
  it('gives back the files in their order', async () => {
    const read = await readContainer(container);
    assert.ok(read.ok);
    assert.deepEqual([...read.value], [...files]);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array()), {
          selector: ([name]) => name,
        }),
        async (entries) => {
          const reread = await readContainer(
            await writeContainer(new Map(entries.filter(([name]) => name !== 'mimetype'))),
          );
          assert.deepEqual(reread.ok ? [...reread.value] : reread, entries);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is the same bytes for the same files, whatever the time and the time zone', async () => {
    const [zone, now] = [process.env['TZ'], Date.now];
    try {
      for (const elsewhere of ['Pacific/Kiritimati', 'America/Adak']) {
        process.env['TZ'] = elsewhere;
        Date.now = () => now() + 3_600_000_000;
        assert.deepEqual(await writeContainer(new Map(files)), container);
      }
    } finally {
      Date.now = now;
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('has its media type at the place where the standard wants it', () => {
    assert.equal(
      Buffer.from(container.subarray(30, 38 + containerType.length)).toString(),
      `mimetype${containerType}`,
    );
    assert.deepEqual([container[8], container[28], container[29]], [0, 0, 0]);
  });

  it('is taken by unzip', () =>
    inFolder(({ write, read, run }) => {
      write('bundle.asice', container);
      assert.deepEqual(run('unzip -tq bundle.asice'), {
        ok: true,
        output: 'No errors detected in compressed data of bundle.asice.\n',
      });
      assert.ok(run('unzip -q bundle.asice').ok);
      for (const [path, content] of files) assert.deepEqual(read(path), content);
    }));

  it('is read, too, when another program packed it anew', async () => {
    assert.equal(await codeOf(zip([type, { ...text, method: 8 }, { ...text, name: 'b.txt' }])), 'read');
    const large = { name: 'large', content: new Uint8Array(5_000_000).fill(7), method: 8 };
    assert.equal(await codeOf(zip([type, large])), 'read');
  });

  const repackings: readonly (readonly [tool: string, claim: string, ...commands: readonly string[]])[] = [
    [
      'zip',
      'with times, owners and folders',
      'zip -q -X0 new mimetype',
      'zip -q -r new . -x mimetype -x *.asice',
    ],
    ['zip', 'as hard as it can', 'zip -q -X0 new mimetype', 'zip -q -9 -D -r new . -x mimetype -x *.asice'],
    ['zip', 'as a stream', 'zip -q -X0 -fd new mimetype', 'zip -q -fd -r new . -x mimetype -x *.asice'],
    ['zip', 'as a 64-bit archive', 'zip -q -X0 new mimetype', 'zip -q -fz -r new . -x mimetype -x *.asice'],
    ['python3', 'deflated', 'python3 again.py 8'],
    ['python3', 'stored', 'python3 again.py 0'],
  ];
  const python = [
    'import sys',
    'from zipfile import *',
    'old = ZipFile("bundle.asice")',
    'new = ZipFile("new.zip", "w", int(sys.argv[1]))',
    'for name in old.namelist():',
    '  new.writestr(name, old.read(name), ZIP_STORED if name == "mimetype" else None)',
    'new.close()',
  ].join('\n');
  for (const [tool, claim, ...commands] of repackings) {
    it(`is the same when ${tool} packed it anew, ${claim}`, () =>
      inFolder(async ({ write, read, run }) => {
        write('bundle.asice', container);
        assert.ok(run('unzip -q bundle.asice').ok);
        write('again.py', python);
        const scripts = ['again.py'];
        for (const command of commands) assert.deepEqual(run(command).ok, true, command);
        const again = await readContainer(read('new.zip'));
        assert.ok(again.ok, again.ok ? '' : JSON.stringify(again.problem));
        const sorted = (entries: Iterable<readonly [string, Uint8Array]>) =>
          [...entries].filter(([path]) => !scripts.includes(path)).sort(([a], [b]) => (a < b ? -1 : 1));
        assert.deepEqual(sorted(again.value), sorted(files));
      }));
  }

  it('is refused, with the reason, when 7z packed it anew: it sorts, and the media type must come first', () =>
    inFolder(async ({ write, read, run }) => {
      write('bundle.asice', container);
      assert.ok(run('unzip -q bundle.asice').ok);
      assert.ok(run('7z a -tzip new.zip -x!bundle.asice -x!new.zip *').ok);
      assert.equal(await codeOf(read('new.zip')), 'bundle-malformed');
    }));

  it('with any bit changed is refused, or holds the very same files', async () => {
    const content = toUtf8('some words');
    const small = await writeContainer(new Map([['a/b', content]]));
    const start = Buffer.from(small).indexOf(content);
    for (const [at, byte] of small.entries()) {
      // A letter's bits are alike; a header's are not.
      const isLetter = byte >= 0x41;
      for (const bit of isLetter ? [at % 8] : [0, 1, 2, 3, 4, 5, 6, 7]) {
        const read = await readContainer(small.with(at, byte ^ (1 << bit)));
        if (read.ok) assert.deepEqual([...read.value], [['a/b', content]], `byte ${at}, bit ${bit}`);
        if (at >= start && at < start + content.length)
          assert.equal(read.ok ? 'read' : read.problem.code, 'bundle-entry-damaged');
      }
    }
  });

  it('with any bit of a deflated entry changed is refused, or holds the very same files', async () => {
    const packed = zip([type, { ...text, method: 8 }]);
    for (const [at, byte] of packed.entries()) {
      for (let bit = 0; bit < 8; bit += 1) {
        const read = await readContainer(packed.with(at, byte ^ (1 << bit)));
        if (read.ok) assert.deepEqual([...read.value], [[text.name, text.content]], `byte ${at}, bit ${bit}`);
      }
    }
  });

  it('is refused when cut or lengthened anywhere', async () => {
    for (let length = 0; length < container.length; length += 1) {
      assert.match(
        await codeOf(container.subarray(0, length)),
        /^bundle-(not-zip|malformed)$/,
        String(length),
      );
    }
    const one = Uint8Array.of(0);
    assert.equal(await codeOf(concat(container, one)), 'bundle-malformed');
    assert.equal(await codeOf(concat(one, container)), 'bundle-malformed');
    assert.equal(await codeOf(concat(container, container)), 'bundle-malformed');
  });

  const refused: readonly (readonly [claim: string, code: string, bytes: Uint8Array])[] = [
    ['nothing', 'bundle-not-zip', new Uint8Array()],
    ['a text', 'bundle-not-zip', toUtf8('not a zip, however long this text may go on')],
    ['no entry', 'bundle-malformed', zip([])],
    ['no media type', 'bundle-malformed', zip([text])],
    ['a media type that is not first', 'bundle-malformed', zip([text, type])],
    [
      'another media type',
      'bundle-malformed',
      zip([{ name: 'mimetype', content: toUtf8('application/zip') }, text]),
    ],
    ['a deflated media type', 'bundle-malformed', zip([{ ...type, method: 8 }, text])],
    ['one name twice', 'bundle-entry-twice', zip([type, text, text])],
    ['two media types', 'bundle-entry-twice', zip([type, type])],
    [
      'two names that differ in case',
      'bundle-entry-twice',
      zip([type, { name: 'Õ.txt' }, { name: 'õ.TXT' }]),
    ],
    ['two spellings in Unicode', 'bundle-entry-twice', zip([type, { name: '\u00f5' }, { name: 'o\u0303' }])],
    ['a file that is also a folder', 'bundle-entry-path', zip([type, { name: 'a' }, { name: 'A/b' }])],
    ...[
      '/a',
      '../a',
      'a/../b',
      'a/./b',
      'a//b',
      'a\\b',
      'C:a',
      'a\0',
      'a\nb',
      'a\u202eb',
      'a.',
      ' a',
      'a/b ',
      '',
      '.',
      '..',
      '\u0085',
    ].map(
      (name) => [`the path ${JSON.stringify(name)}`, 'bundle-entry-path', zip([type, { name }])] as const,
    ),
    ['a symbolic link', 'bundle-entry-path', zip([type, { ...text, attributes: 0o120777 * 0x10000 }])],
    ['a folder by its attributes', 'bundle-entry-path', zip([type, { ...text, attributes: 0x10 }])],
    ['an encrypted entry', 'bundle-malformed', zip([type, { ...text, flags: 1 }])],
    ['a data descriptor that is missing', 'bundle-malformed', zip([type, { ...text, flags: 8 }])],
    ['a folder that holds something', 'bundle-malformed', zip([type, { ...text, name: 'a/' }])],
    ['a folder above it all', 'bundle-entry-path', zip([type, { name: '../a/' }])],
    ['a folder that is also a file', 'bundle-entry-path', zip([type, { name: 'a' }, { name: 'A/' }])],
    [
      'a file that only its attributes call a file',
      'bundle-entry-path',
      zip([type, { ...text, name: 'a/', content: new Uint8Array(), attributes: 0o100644 * 0x10000 }]),
    ],
    ['an unknown method', 'bundle-malformed', zip([type, { ...text, method: 12, packed: toUtf8('?') }])],
    ['a local header with another name', 'bundle-malformed', zip([type, { ...text, localName: 'b.txt' }])],
    ['entries that overlap', 'bundle-malformed', zip([type, { ...text, at: 0 }])],
    ['a wrong checksum', 'bundle-entry-damaged', zip([type, { ...text, crc: 1 }])],
    ['a stored entry of two sizes', 'bundle-entry-damaged', zip([type, { ...text, sizeBytes: 3 }])],
    [
      'a deflated entry larger than it says',
      'bundle-entry-damaged',
      zip([type, { ...text, method: 8, sizeBytes: 3 }]),
    ],
    [
      'a deflated entry smaller than it says',
      'bundle-entry-damaged',
      zip([type, { ...text, method: 8, sizeBytes: 99 }]),
    ],
    [
      'a broken deflate stream',
      'bundle-entry-damaged',
      zip([type, { ...text, method: 8, packed: Uint8Array.of(0xff, 0xff) }]),
    ],
    [
      'an empty deflate stream',
      'bundle-entry-damaged',
      zip([type, { name: 'e', method: 8, packed: new Uint8Array() }]),
    ],
    [
      'bytes hidden behind a deflate stream',
      'bundle-entry-damaged',
      zip([
        type,
        { ...text, method: 8, packed: concat(deflateRawSync(text.content ?? ''), Uint8Array.of(0)) },
      ]),
    ],
    [
      'an entry that says it is huge',
      'bundle-too-large',
      zip([type, { ...text, method: 8, sizeBytes: 0xfffffff0 }]),
    ],
    [
      'too many entries',
      'bundle-too-large',
      zip([type, ...Array.from({ length: 4096 }, (_, n) => ({ name: String(n) }))]),
    ],
  ];
  for (const [claim, code, bytes] of refused) {
    it(`is refused with ${claim}`, async () => assert.equal(await codeOf(bytes), code));
  }

  it('is refused with bytes between the last entry and the directory, or inside the directory', async () => {
    const whole = zip([type, text]);
    const end = whole.length - 22;
    const directory = Buffer.from(whole).readUInt32LE(end + 16);
    const junk = toUtf8('junk');
    const withEnd = (field: number, change: number, ...parts: readonly Uint8Array[]) => {
      const bytes = Buffer.from(concat(...parts));
      const at = bytes.length - 22 + field;
      bytes.writeUInt32LE(bytes.readUInt32LE(at) + change, at);
      return bytes;
    };
    const gap = withEnd(16, junk.length, whole.subarray(0, directory), junk, whole.subarray(directory));
    assert.equal(await codeOf(gap), 'bundle-malformed');
    const inside = withEnd(12, junk.length, whole.subarray(0, end), junk, whole.subarray(end));
    assert.equal(await codeOf(inside), 'bundle-malformed');
  });

  it('is refused beyond the limits that the caller sets', async () => {
    const limits = { entries: 5, entryBytes: 300, totalBytes: 400 };
    assert.equal(await codeOf(container, limits), 'read');
    assert.equal(await codeOf(container, { ...limits, entries: 4 }), 'bundle-too-large');
    assert.equal(await codeOf(container, { ...limits, entryBytes: 299 }), 'bundle-too-large');
    assert.equal(await codeOf(container, { ...limits, totalBytes: 340 }), 'bundle-too-large');
  });

  it('does not inflate a bomb that lies about its size', async () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(200_000_000)));
    const before = process.memoryUsage().arrayBuffers;
    assert.equal(
      await codeOf(zip([type, { name: 'bomb', method: 8, packed: bomb, sizeBytes: 10, crc: 0 }])),
      'bundle-entry-damaged',
    );
    assert.ok(process.memoryUsage().arrayBuffers - before < 50_000_000);
  });

  it('is never anything but read or refused, whatever the bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(container.length), async (noise, at) => {
        assert.match(await codeOf(noise), /^bundle-/);
        assert.match(
          await codeOf(concat(container.subarray(0, at), noise, container.subarray(at + noise.length))),
          /^(bundle-|read)/,
        );
      }),
    ));

  it('is not written with unsafe, doubled or reserved names', async () => {
    const write =
      (...names: readonly string[]) =>
      () =>
        writeContainer(new Map(names.map((name) => [name, new Uint8Array()])));
    await assert.rejects(write('../a'), { code: 'bundle-entry-path' });
    await assert.rejects(write('a', 'A'), { code: 'bundle-entry-twice' });
    await assert.rejects(write('mimetype'), { code: 'bundle-entry-twice' });
    await assert.rejects(() => writeZip(new Map([['', new Uint8Array()]])), { code: 'bundle-entry-path' });
  });
});

describe('manifest', () => {
  const manifest: Manifest = {
    signature: 'META-INF/signature001.p7s',
    files: [
      { uri: 'transcript.json', mimeType: 'application/json', sha256: 'ab'.repeat(32) },
      { uri: 'keys/wrapped.bin', mimeType: 'application/octet-stream', sha256: '00'.repeat(32) },
    ],
  };
  const written = encodeManifest(manifest);

  it('comes back as it was', () => {
    assert.deepEqual(decodeManifest(written), { ok: true, value: manifest });
  });

  it('is well-formed XML that names the digest of each file', async () => {
    const content = toUtf8('{}');
    const sha256 = await sha256Hex(content);
    const one = encodeManifest({
      ...manifest,
      files: [{ uri: 'a.json', mimeType: 'application/json', sha256 }],
    });
    await inFolder(({ write, run }) => {
      write('m.xml', one);
      write('a.json', content);
      const python =
        'import base64,hashlib,xml.etree.ElementTree as e\n' +
        'a="{http://uri.etsi.org/02918/v1.2.1#}";d="{http://www.w3.org/2000/09/xmldsig#}"\n' +
        'r=e.parse("m.xml").getroot();assert r.tag==a+"ASiCManifest"\n' +
        'assert r[0].tag==a+"SigReference" and r[0].attrib["URI"]=="META-INF/signature001.p7s"\n' +
        'o=r[1];assert o.tag==a+"DataObjectReference"\n' +
        'h=base64.b64encode(hashlib.sha256(open(o.attrib["URI"],"rb").read()).digest()).decode()\n' +
        'assert o.find(d+"DigestValue").text==h\n';
      write('m.py', python);
      assert.deepEqual(run('python3 m.py'), { ok: true, output: '' });
    });
  });

  it('is refused with any bit changed, or gives another manifest', () => {
    const bytes = Buffer.from(written);
    for (const [at, byte] of bytes.entries()) {
      for (let bit = 0; bit < 7; bit += 1) {
        bytes[at] = byte ^ (1 << bit);
        const read = decodeManifest(bytes.toString('latin1'));
        if (read.ok) assert.notDeepEqual(read.value, manifest);
      }
      bytes[at] = byte;
    }
  });

  it('is refused with anything that the layout does not have', () => {
    const wrong = [
      '',
      `${written} `,
      written.replace('?>', '?><!-- -->'),
      written.replace('\n', '\r\n'),
      written.replaceAll('"', "'"),
      written.replace('<asic:SigReference', '<!DOCTYPE a [<!ENTITY b "c">]><asic:SigReference'),
      written.replace('transcript', '&#116;ranscript'),
      written.replace('transcript.json', 'keys/wrapped.bin'),
      written.replace('xmlenc#sha256', 'xmlenc#sha512'),
      written.replace('AAAA', 'AAA'),
      written.replace('signature001', 'signature1'),
    ];
    for (const text of wrong) {
      const read = decodeManifest(text);
      assert.equal(read.ok ? text : read.problem.code, 'bundle-malformed');
    }
  });

  it('is not written with what it cannot carry', () => {
    const [file] = manifest.files;
    assert.ok(file);
    const wrong: readonly Manifest[] = [
      { ...manifest, files: [] },
      { ...manifest, files: [file, file] },
      { ...manifest, signature: 'signature001.p7s' },
      { ...manifest, files: [{ ...file, uri: 'a"b' }] },
      { ...manifest, files: [{ ...file, uri: '/a' }] },
      { ...manifest, files: [{ ...file, mimeType: 'text' }] },
      { ...manifest, files: [{ ...file, sha256: 'AB'.repeat(32) }] },
    ];
    for (const value of wrong) assert.throws(() => encodeManifest(value), { code: 'bundle-malformed' });
  });

  it('has its number in its name, as its signature does', () =>
    assert.deepEqual(
      [manifestPath(1), signaturePath(12)],
      ['META-INF/ASiCManifest001.xml', 'META-INF/signature012.p7s'],
    ));
});
