import { backups } from './backups.ts';
import { because } from './because.ts';
import { claims } from './claims.ts';
import { cli } from './cli.ts';
import { deeds } from './deeds.ts';
import { diff } from './diff.ts';
import { embassy } from './embassy.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { facts } from './facts.ts';
import { lists } from './lists.ts';
import { report } from './report.ts';
import { reportLife } from './reportLife.ts';
import { screen } from './screen.ts';
import { shareEntry } from './shareEntry.ts';
import { sheet } from './sheet.ts';
import { steps } from './steps.ts';
import { usage } from './usage.ts';
import { verifier } from './verifier.ts';

export const en = {
  backups,
  because,
  claims,
  cli,
  deeds,
  diff,
  embassy,
  errors,
  events,
  facts,
  lists,
  report,
  reportLife,
  screen,
  shareEntry,
  sheet,
  steps,
  usage,
  verifier,
};
