import type { StepKind } from '../../model/script.ts';

/**
 * `sign` and `export` follow the script: signing the bundle, and writing it. `replace-card` and `vouch-card` come between its lines,
 * where somebody's card is lost.
 */
export type ShownStep = StepKind | 'sign' | 'export' | 'replace-card' | 'vouch-card';

/** `say`: read aloud by the administrator. `do`: what those who must act do. */
export type StepText = { readonly title: string; readonly say: string; readonly do: string };

/** Values: name, embassy, place, and those of `stepNumbers`: keyLabel, algorithm, threshold, custodians. */
export const steps: Record<ShownStep, StepText> = {
  'confirm-software': {
    title: 'Confirm the program',
    say: 'This is the key ceremony of {{embassy}}, held at {{place}}. We confirm that this is the program we were given.',
    do: 'Compare the version and the program’s hash with the paper that came with the program. Each of you confirms.',
  },
  'check-air-gap': {
    title: 'Check the air gap',
    say: 'This machine must be cut off from every network until the end of the ceremony.',
    do: 'Look at the machine: no cable, no Wi-Fi, no Bluetooth, no modem. Compare with what the program found. Each of you confirms.',
  },
  'confirm-bundle': {
    title: 'Confirm the bundle',
    say: 'The program has checked this bundle. Now we make sure that it is the right one: the last bundle of {{embassy}}.',
    do: 'Compare the place, the date and the bundle’s digest with your papers. If there is a newer bundle, stop and take that one. Each of you confirms.',
  },
  'identify-hsm': {
    title: 'Identify the HSM',
    say: 'We confirm the hardware security module in which the key will live.',
    do: 'Compare the serial number with the one printed on the device. Choose it and type its PIN.',
  },
  'compare-clock': {
    title: 'Compare the clock',
    say: 'Two people read a clock that this machine does not set.',
    do: 'Each of you types what the wall clock or your own watch shows, independently of the other.',
  },
  'record-bags-in': {
    title: 'Record incoming bags',
    say: 'We read aloud the number of every tamper-evident bag before it is opened.',
    do: 'Check each seal, read its number aloud and type it. Then open the bag.',
  },
  'enrol-card': {
    title: 'Enrol a card',
    say: 'The card of {{name}} joins the ceremony.',
    do: 'Put your card into the reader. Nobody else looks while you type the PIN.',
  },
  'make-ceremony-key': {
    title: 'Make the ceremony key',
    say: 'The HSM makes the key that signs for it in this ceremony.',
    do: 'The program does this by itself. Watch the screen, and leave the HSM where it is.',
  },
  'generate-embassy-key': {
    title: 'Generate the embassy key',
    say: 'The HSM now generates the embassy key {{keyLabel}}.',
    do: 'Look at the label and the algorithm once more: they cannot be changed afterwards. Each of you confirms.',
  },
  'seal-canary': {
    title: 'Seal a test message',
    say: 'A test message is sealed to the key {{keyLabel}}. Whoever rebuilds the key opens it, and so knows that the key works.',
    do: 'The program does this by itself. Watch the screen, and leave the HSM where it is.',
  },
  'make-recovery-key': {
    title: 'Make the recovery key',
    say: 'A new recovery key is made: it protects the backup of {{keyLabel}}. It is mixed from several sources of chance, and exists whole only during this act.',
    do: 'From here to the end of the act nobody leaves the room. Each of you confirms.',
  },
  'wrap-key': {
    title: 'Wrap the embassy key for backup',
    say: 'The HSM wraps the embassy key {{keyLabel}} under the recovery key.',
    do: 'The program does this by itself. Watch the screen, and leave the HSM where it is.',
  },
  'make-working-copy': {
    title: 'Make the working copy',
    say: 'The HSM makes the working copy of the embassy key {{keyLabel}}. This copy can never leave the HSM.',
    do: 'The program does this by itself. Watch the screen, and leave the HSM where it is.',
  },
  'split-recovery-key': {
    title: 'Split the recovery key',
    say: 'The recovery key is split into {{custodians}} shares. Any {{threshold}} of them rebuild it; fewer reveal nothing.',
    do: 'Compare both numbers with the script. The program does the rest by itself.',
  },
  'store-share': {
    title: 'Store a share',
    say: '{{name}} receives a share. It is sealed to the card, read back, and receipted with the card’s signature.',
    do: 'Put your card into the reader and type its PIN. Leave the card in until the screen says otherwise.',
  },
  'print-sheet': {
    title: 'Print a share',
    say: 'The share of {{name}} is printed on one sheet of paper, which goes into a bag at once.',
    do: 'Nobody else looks at your sheet. Type the control words at its foot and the number of your bag. Fold the sheet, put it into the bag, seal the bag.',
  },
  'prove-quorums': {
    title: 'Prove every quorum',
    say: 'We prove that any {{threshold}} of the {{custodians}} shares rebuild the key, before anybody leaves.',
    do: 'The program does this by itself. Nobody leaves until it is done.',
  },
  'wipe-recovery-key': {
    title: 'Wipe the recovery key',
    say: 'The whole recovery key is wiped from memory. From now on it exists only as shares.',
    do: 'The program does this by itself.',
  },
  'destroy-original': {
    title: 'Destroy the extractable original',
    say: 'The HSM destroys the original of the embassy key {{keyLabel}}, which could leave it. This cannot be undone; the working copy and the backup remain.',
    do: 'Compare the check value. Each of you confirms.',
  },
  'collect-shares': {
    title: 'Bring the shares',
    say: '{{threshold}} of the {{custodians}} custodians are needed. Come one after the other, in any order. There is no hurry.',
    do: 'Choose your name. Put in your card and type its PIN. If your card is lost or broken, take a new card and your sheet of paper.',
  },
  'rebuild-recovery-key': {
    title: 'Rebuild the recovery key',
    say: 'The shares are together. The program rebuilds the recovery key, in its memory only, and checks that it is the right one.',
    do: 'Compare the names and the HSM. Until the recovery key is wiped nobody leaves the room. Each of you confirms.',
  },
  'restore-key': {
    title: 'Restore a key',
    say: 'The key {{keyLabel}} goes into the HSM. The program checks that it is the right one, and that it works.',
    do: 'The program does this by itself. Watch the screen, and leave the HSM where it is.',
  },
  'wipe-rebuilt-key': {
    title: 'Wipe the recovery key',
    say: 'The keys are in the HSM. The recovery key is no longer needed and is wiped from memory.',
    do: 'The program does this by itself.',
  },
  'show-shares': {
    title: 'Show the shares',
    say: 'Each custodian shows that the share is whole. Nothing is rebuilt, and no share appears on the screen.',
    do: 'Choose your name. Put in your card and type its PIN. Or show your sheet of paper.',
  },
  'hand-in-shares': {
    title: 'Hand in the old shares',
    say: 'The old shares are dead. They are destroyed on cards and on paper, so that nobody uses them with an older bundle. Those bundles hold each share too, sealed to its card: only destroying the card ends that.',
    do: 'Choose your name. Destroy your sheet of paper before everybody’s eyes. Put in your card and type its PIN: the share on it is destroyed.',
  },
  'read-inventory': {
    title: 'Read the inventory',
    say: 'We read what still lies under older versions of the key {{keyLabel}}: data keys and sealed backups. Nothing is changed yet.',
    do: 'Put in the medium. Choose the inventory, the folder of backups, or both, and a folder for what is moved. Compare the counts with your papers.',
  },
  rewrap: {
    title: 'Move the data to the new key',
    say: 'What lies under older versions is moved to the key {{keyLabel}}: data keys are wrapped again, and backups get a new header. The data itself is not touched, and the old files stay as they are.',
    do: 'The program does this by itself. It may take long, and can be paused. Leave the HSM and the medium where they are.',
  },
  'prove-rewrap': {
    title: 'Prove that nothing got lost',
    say: 'We prove that nothing got lost: each data key of the old inventory is moved exactly once and opens with the new version, or is listed with the reason why not.',
    do: 'The program does this by itself. Then compare the counts, and read what could not be moved: it stays under the older version, which must be kept for it.',
  },
  'give-up-data': {
    title: 'Give up what lies under the key',
    say: 'Something still lies under the key {{keyLabel}} that was not moved. Once the key is destroyed nobody opens it any more. {{name}} confirms with the card that it is given up.',
    do: 'Compare each data set, its count, the digest of its list and the reason with the written order. If they are the same, put in your card and type its PIN.',
  },
  'confirm-destruction': {
    title: 'Confirm the destruction',
    say: 'The key {{keyLabel}} is still active. Once it is destroyed nothing more can be sealed to it, and this HSM opens nothing that was. {{name}} confirms this once more, with the card.',
    do: 'Compare the label, the version and the check value with the written order. If they are the same, put your card into the reader and type its PIN.',
  },
  'destroy-key': {
    title: 'Destroy the key',
    say: 'This HSM now destroys the key {{keyLabel}}. This cannot be undone. If no other HSM has it, the new bundle holds no copy of it; with an older bundle, enough of its shares can still rebuild it until they are destroyed too.',
    do: 'Compare the label, the version, the check value and the HSMs with the written order. Each of you confirms.',
  },
  'destroy-card': {
    title: 'Destroy a card',
    say: 'This card is destroyed with everything on it: its keys and its shares. This cannot be undone.',
    do: 'Compare the name and the serial number. Put the card into the reader and type its PIN: it is erased. If that cannot be, it is cut up.',
  },
  'record-bags-out': {
    title: 'Record outgoing bags',
    say: 'Each custodian takes a new tamper-evident bag for the card, and we read its number aloud.',
    do: 'Type the number printed on each bag. The card goes into it, and the bag is sealed, after the card has signed the bundle.',
  },
  declare: {
    title: 'Declare',
    say: 'I, {{name}}, was present throughout. What I saw followed the script, and the exceptions recorded are all that I know of.',
    do: 'Read the declaration aloud. Agree, or do not agree and say why: both are recorded. Your card signs your answer.',
  },
  'complete-act': {
    title: 'Sign this act',
    say: 'The administrator reads the check words from the screen; the witness compares them and says whether they are the same.',
    do: 'When the words are the same, put your card into the reader and type its PIN.',
  },
  'close-transcript': {
    title: 'Close the transcript',
    say: 'After this nothing can be added to the transcript.',
    do: 'See that nothing is left to be recorded. Each of you confirms.',
  },
  'replace-card': {
    title: 'Take another card',
    say: 'The card of {{name}} is of no use any more. Another one takes its place, and everybody here vouches for it.',
    do: 'Put a card into the reader that nobody has used here. Nobody else looks while you type its PIN.',
  },
  'vouch-card': {
    title: 'Vouch for the new card',
    say: '{{holder}} has another card. Everybody else who is here vouches for it.',
    do: 'Have you seen {{holder}} put this card into the reader, and type its PIN? Then put in your own card and type your own PIN. If not, type nothing, and say so.',
  },
  sign: {
    title: 'Sign the bundle',
    say: 'Everybody present signs the closed transcript, one after the other.',
    do: 'Put your card into the reader and type its PIN.',
  },
  export: {
    title: 'Export the bundle',
    say: 'The bundle is written to a medium, read back and verified before anybody leaves.',
    do: 'Put in the medium and choose a folder on it.',
  },
};
