import { claims } from './claims.ts';
import { cli } from './cli.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { facts } from './facts.ts';
import { report } from './report.ts';
import { screen } from './screen.ts';
import { steps } from './steps.ts';

export const en = { claims, cli, errors, events, facts, report, screen, steps };
