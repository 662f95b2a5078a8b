// @ts-check
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './paths.mjs';

const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
const uid = process.getuid?.() ?? 'user';
const folder = join(tmpdir(), `embassy-key-ceremony-${uid}`);

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/**
 * Lets one process at a time set up or build this checkout: two commands started together in a fresh clone must not
 * both run `npm ci`. A lock whose owner died is taken over.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const alone = async (work) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, `${name}.lock`);
  const mine = join(folder, `${name}.${process.pid}`);
  writeFileSync(mine, String(process.pid));
  try {
    for (;;) {
      try {
        // A link appears whole or not at all, so nobody can read a lock without its owner's number.
        linkSync(mine, lock);
        break;
      } catch {
        const owner = Number(readIfThere(lock) ?? 0);
        if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
        else await pause(200);
      }
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
};

/** @param {string} path */
const readIfThere = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};
