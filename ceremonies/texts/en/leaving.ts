/** Asked by the system's own dialog, before the window of a ceremony closes. */
export const leaving = {
  message: 'Leave the ceremony?',
  detail:
    'It can be resumed from its journal. A share set that is not proved yet is void: its shares are made again with a fresh recovery key.',
  stay: 'Stay',
  leave: 'Leave',
};
