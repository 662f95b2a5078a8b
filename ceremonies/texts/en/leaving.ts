/** Asked by the system's own dialogs: before a ceremony's window closes or a sheet is printed, and when a token does not answer. */
export const leaving = {
  message: 'Leave the ceremony?',
  detail:
    'It can be resumed from its journal. A share set that is not proved yet is void: its shares are made again with a fresh recovery key. Shares that were brought to rebuild keys must be brought again.',
  stay: 'Stay',
  leave: 'Leave',
  whichPrinter: 'Which printer prints the sheet?',
  whichPrinterMore: 'Choose one that stands in this room, is connected by cable, and keeps no copies.',
  noPrinter: 'None of these',
  hungMessage: 'The card or HSM does not answer.',
  hungDetail:
    'It may want a touch or a key press: look at it and at its reader, or take it out and put it in again. If that does not help, stop waiting: the ceremony goes on from its journal, and what was begun is settled first. A share set that is not proved yet is void: its shares are made again.',
  wait: 'Wait',
  restart: 'Stop waiting',
};
