import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromUtf8, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import type { ErrorCode } from '../../ceremonies/model/error.ts';
import { registerOf } from '../../ceremonies/transcript/registerOf.ts';
import { readRegister, registerIn } from '../../ceremonies/verify/registerFile.ts';
import { parametersFor } from '../model/straightRun.ts';
import { entriesOf, makeBundle, withEntries } from './fixture.ts';

const bundle = await makeBundle(parametersFor(2, 3));
const entries = await entriesOf(bundle.bytes);
const register = fromUtf8(entries.get('register.json') ?? new Uint8Array());

const codeOf = (text: string): ErrorCode | undefined => {
  const read = registerIn(new Map([['register.json', toUtf8(text)]]));
  return read.ok ? undefined : read.problem.code;
};

describe('the register of a bundle', () => {
  test('is read as the ceremony left it', async () => {
    assert.deepEqual(await readRegister(bundle.bytes), { ok: true, value: registerOf(bundle.state) });
  });

  test('is missed where it is not there', async () => {
    const without = await withEntries(bundle.bytes, (each) => {
      each.delete('register.json');
    });
    const read = await readRegister(without);
    assert.equal(read.ok ? undefined : read.problem.code, 'bundle-entry-missing');
  });

  test('is one text only: another spelling of it is refused', () => {
    assert.equal(codeOf(register), undefined);
    assert.equal(codeOf(register.replace('{', '{ ')), 'event-malformed');
  });

  test('holds nothing that the format does not know', () => {
    assert.equal(codeOf('{}'), 'bundle-malformed');
    assert.equal(codeOf(register.replace('"active"', '"asleep"')), 'bundle-malformed');
  });
});
