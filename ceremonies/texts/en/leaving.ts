/** Asked by the system's own dialogs: before the window of a ceremony closes, and before a sheet is printed. */
export const leaving = {
  message: 'Leave the ceremony?',
  detail:
    'It can be resumed from its journal. A share set that is not proved yet is void: its shares are made again with a fresh recovery key. Shares that were brought to rebuild keys must be brought again.',
  stay: 'Stay',
  leave: 'Leave',
  whichPrinter: 'Which printer prints the sheet?',
  whichPrinterMore: 'Choose one that stands in this room, is connected by cable, and keeps no copies.',
  noPrinter: 'None of these',
};
