// @ts-check
/**
 * Every npm script of this repository comes here: `node build/run.mjs start | rehearse | ceremony | test | test:long | bench | package | set-up`.
 * It needs nothing but Node: the machine may be fresh. First it brings the machine to where the command can run, then it
 * builds what changed, then it runs the command. What it has to say goes to stderr.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './bundle.mjs';
import { hasDisplay } from './display.mjs';
import { alone } from './lock.mjs';
import { dist, root } from './paths.mjs';
import { installedRuntime, obtainRuntime, warnIfUnofficial } from './runtime.mjs';
import { setUp } from './setup.mjs';
import { SetupError, foreground, say } from './shell.mjs';
import { longStages, runBenchmarks, runStages, stages } from './stages.mjs';

/**
 * @typedef {object} Command
 * @property {(args: readonly string[]) => readonly import('./setup.mjs').Need[]} needs
 * @property {(args: readonly string[]) => Promise<number | undefined>} run its exit code, or undefined when it sets its own
 */

const cli = join(dist, 'cli.js');

const requireCli = () => {
  if (!existsSync(cli)) throw new SetupError('The command line is not part of this build.');
};

/** @param {readonly string[]} args */
const runCli = (args) => {
  requireCli();
  return foreground(process.execPath, [cli, ...args]);
};

/** @param {readonly string[]} args */
const optionOut = (args) => args[args.indexOf('--out') + 1];

/**
 * Plays ceremonies without people, then verifies every bundle they made.
 *
 * @param {readonly string[]} args
 */
const rehearse = async (args) => {
  const fresh = join(root, 'out', `rehearsal-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  const folder = args.includes('--out') ? optionOut(args) : fresh;
  if (folder === undefined) throw new SetupError('--out needs a folder.');
  const played = await runCli(['rehearse', ...args, ...(args.includes('--out') ? [] : ['--out', fresh])]);
  if (played !== 0) return played;

  const bundles = readdirSync(folder)
    .filter((name) => name.endsWith('.asice'))
    .sort();
  for (const name of bundles) {
    const path = join(folder, name);
    const verified = await runCli(['verify', path]);
    if (verified !== 0) return verified;
    say(`The bundle verifies. It is here: ${relative(process.cwd(), path) || path}`);
  }
  return bundles.length > 0 ? 0 : 1;
};

/** @param {readonly string[]} args */
const start = async (args) => {
  if (!hasDisplay()) {
    say(
      'There is no display, so the app cannot be shown. A whole ceremony is rehearsed without a screen instead.',
    );
    return rehearse(args);
  }
  const runtime = installedRuntime();
  if (!runtime) throw new SetupError('There is no Electron runtime.');
  warnIfUnofficial(runtime);
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) {
    say(
      "WARNING: started as root, the window runs without Chromium's sandbox. Use an ordinary account for real keys.",
    );
  }
  return foreground(runtime.executable, [...(asRoot ? ['--no-sandbox'] : []), root, ...args]);
};

/** Runs in this very process: a second Node would cost more than most commands do. @param {readonly string[]} args */
const ceremony = async (args) => {
  requireCli();
  process.argv = [process.execPath, cli, ...args];
  await import(pathToFileURL(cli).href);
  return undefined;
};

/**
 * @param {readonly import('./stages.mjs').Stage[]} all
 * @param {readonly string[]} args
 */
const test = (all, args) => {
  const unknown = args.find((arg) => !all.some(({ name }) => name === arg));
  if (unknown !== undefined) {
    throw new SetupError(
      `No stage is named ${unknown}; there are: ${all.map(({ name }) => name).join(', ')}.`,
    );
  }
  return runStages(args.length === 0 ? all : all.filter(({ name }) => args.includes(name)));
};

/** @type {readonly import('./setup.mjs').Need[]} */
const everything = ['packages', 'tokens', 'runtime', 'app', 'screenless', 'tests'];

/** @type {Readonly<Record<string, Command>>} */
const commands = {
  start: {
    needs: () =>
      hasDisplay()
        ? ['packages', 'tokens', 'runtime', 'app']
        : ['packages', 'tokens', 'runtime', 'app', 'screenless'],
    run: start,
  },
  rehearse: { needs: () => ['packages', 'tokens'], run: rehearse },
  // An auditor who only verifies needs no tokens.
  ceremony: {
    needs: ([what = '']) =>
      ['rehearse', 'open', 'tokens'].includes(what) ? ['packages', 'tokens'] : ['packages'],
    run: ceremony,
  },
  test: { needs: () => everything, run: (args) => test(stages, args) },
  'test:long': { needs: () => [...everything, 'modules', 'printing'], run: (args) => test(longStages, args) },
  bench: { needs: () => everything, run: () => runBenchmarks() },
  package: {
    needs: () => ['packages', 'tokens', 'runtime', 'app'],
    // Loaded late: it needs npm packages.
    run: async (args) => (await import('./package.mjs')).packageCommand(args),
  },
  // Asks again for the official runtime, which the others do only when there is none at all.
  'set-up': {
    needs: () => everything.filter((need) => need !== 'runtime'),
    run: async () => {
      warnIfUnofficial(await obtainRuntime());
      return 0;
    },
  },
};

const requireNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node ${process.versions.node} is too old; 20.19 or newer is needed.`);
  }
};

try {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new SetupError(`usage: node build/run.mjs ${Object.keys(commands).join(' | ')}`);
  requireNode();
  await setUp(command.needs(args), alone);
  await build(alone);
  process.exitCode = (await command.run(args)) ?? process.exitCode;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
