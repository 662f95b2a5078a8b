import { texts } from '../texts/catalogue.ts';
import type { Claim } from '../verify/verdict.ts';
import { factsText, problemText } from './io.ts';

export const exitCodes = { good: 0, bad: 1, unreadable: 2 } as const;

const eventsShown = 12;

/** What is claimed, how it stands and on what: one line. */
export const claimLine = ({ id, status, details, events, problem }: Claim): string => {
  const { t } = texts('en');
  const facts = problem === null ? factsText(details) : problemText(problem);
  const where = events.length > eventsShown ? '' : events.map((seq) => ` #${seq}`).join('');
  const claim = `${t(`claims.status.${status}`).padEnd(10)} ${id}: ${t(`claims.${id}`)}`;
  return `${claim}${facts === '' ? '' : ` [${facts}]`}${where}`;
};
