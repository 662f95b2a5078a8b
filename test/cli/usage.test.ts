import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { helpText } from '../../ceremonies/cli/help.ts';
import { readOptions } from '../../ceremonies/cli/options.ts';
import { formOf, isCommand, signatures, type CommandName } from '../../ceremonies/cli/signatures.ts';
import { CeremonyError } from '../../ceremonies/model/error.ts';
import { sentenceOf } from '../../ceremonies/texts/sentence.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages } from '../../ceremonies/texts/languages.ts';
import { ceremonyCommand, start } from './command.ts';

const commands = Object.keys(signatures).filter(isCommand);
const optionsOf = (name: CommandName): readonly string[] =>
  Object.keys(signatures[name].options).map((option) => `--${option}`);

const ceremony = (...args: readonly string[]) => start(ceremonyCommand(args)).ended;

/** Why it was refused. */
const faultOf = (command: CommandName, args: readonly string[]) => {
  try {
    readOptions(command, args);
  } catch (error) {
    if (error instanceof CeremonyError) return error;
    throw error;
  }
  return assert.fail(`${command} ${args.join(' ')} was understood`);
};

describe('how the command is called', () => {
  test('help has every command, option and exit code, and is no failure', async () => {
    const { code, out, err } = await ceremony('help');
    assert.deepEqual([code, err], [0, '']);
    for (const name of commands) {
      assert.ok(out.includes(`ceremony ${formOf(name)}\n`), name);
      for (const option of optionsOf(name)) assert.ok(out.includes(`  ${option}`), option);
    }
    for (const exit of [0, 1, 2]) assert.match(out, new RegExp(`^exit ${exit}  \\S`, 'mu'));
  });

  test('help for one command has that one only, however it is asked for', async () => {
    const [, asked, short] = await Promise.all([
      ceremony('help'),
      ceremony('verify', 'some.asice', '--help'),
      ceremony('help', 'verify'),
    ]);
    assert.equal(asked.code, 0);
    assert.equal(asked.out, short.out);
    assert.equal(asked.out.trimEnd(), helpText('verify').join('\n'));
    assert.ok(!asked.out.includes('ceremony rehearse'));
  });

  test('nothing at all, or no command that there is, exits 2 with one line on stderr and nothing on stdout', async () => {
    for (const args of [[], ['nonsense'], ['help', 'nonsense'], ['constructor']]) {
      const { code, out, err } = await ceremony(...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^usage: [^\n]*\n$/u);
    }
  });

  const wrong: readonly (readonly [CommandName, readonly string[], string, RegExp])[] = [
    ['verify', [], 'operand-missing', /FILE/],
    ['verify', ['a', 'b'], 'operand-extra', /b/],
    ['verify', ['a', '--jason'], 'option-unknown', /--jason/],
    ['verify', ['a', '--out', 'b'], 'option-unknown', /--out/],
    ['verify', ['a', '-j'], 'option-unknown', /-j/],
    ['verify', ['a', '--previous'], 'option-valueless', /--previous/],
    ['verify', ['a', '--previous', '--json'], 'option-valueless', /--previous/],
    ['verify', ['a', '--previous='], 'option-valueless', /--previous/],
    ['verify', ['a', '--json=yes'], 'option-valued', /--json/],
    ['verify', ['a', '--previous', 'b', '--previous', 'c'], 'option-twice', /--previous/],
    ['diff', ['a'], 'operand-missing', /B/],
    ['tokens', ['a'], 'operand-extra', /a/],
    ['tokens', ['--parameters'], 'option-valueless', /--parameters/],
    ['rehearse', [], 'option-missing', /--out/],
    ['rehearse', ['bake', '--out', 'a'], 'operand-unknown', /bake/],
    ['seal', ['--in', 'a', '--out', 'b'], 'option-missing', /--bundle/],
    ['open', ['--in', 'a'], 'option-missing', /--out/],
    ['timestamp', ['a'], 'option-either', /--request.*--attach/],
    ['timestamp', ['a', '--request', 'b', '--attach', 'c'], 'option-either', /--request.*--attach/],
  ];
  for (const [command, args, reason, named] of wrong) {
    test(`${command} ${args.join(' ')}: ${reason}, and says so by name`, () => {
      const { code, details } = faultOf(command, args);
      assert.deepEqual([code, details['reason']], ['usage', reason]);
      for (const language of languages)
        assert.match(sentenceOf({ code, details }, texts(language)), named, language);
    });
  }

  test('what is right is read as it stands', () => {
    const { operands, options } = readOptions('verify', ['--previous', 'b', '--json', '--', '-a']);
    assert.deepEqual([operands, options.previous, options.json], [['-a'], 'b', true]);
    assert.equal(options.people, undefined);
  });

  test('README has every command with all its options', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    for (const name of commands) {
      const rows = readme.split('\n').filter((line) => line.startsWith(`| \`${name}`));
      assert.ok(rows.length > 0, name);
      for (const option of optionsOf(name)) assert.ok(rows.join('').includes(option), `${name} ${option}`);
    }
  });
});
