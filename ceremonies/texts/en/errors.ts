import type { ErrorCode } from '../../model/error.ts';

/**
 * What happened, and what to do now: one text a code, so that a new code without a sentence does not compile. A screen shows the
 * code and its details beside the sentence, so a sentence names a detail only where every occurrence of the code has it.
 */
export const errors: Record<ErrorCode, string> = {
  // parameters
  'threshold-too-small':
    'The threshold must be at least 2, so that no person can rebuild the key alone. Raise the threshold.',
  'threshold-above-custodians':
    'The threshold is higher than the number of custodians, so the key could never be rebuilt. Lower the threshold or add custodians.',
  'too-many-custodians':
    'There are more custodians than a key can be split among: 255 at the most. Remove custodians.',
  'participant-twice':
    'One person is named twice. Each person holds one role only: give the second role to somebody else.',
  'role-missing':
    'A role has nobody to fill it. A ceremony needs an administrator, a witness and custodians: add the missing person.',
  'label-invalid':
    'The key label may hold lower-case letters a–z, digits and hyphens, 40 characters at the most, and may not begin or end with a hyphen. Change the label.',
  'parameters-invalid': 'A field is empty or holds what it cannot hold. Correct the field that is marked.',
  'no-spare-share':
    'Every custodian would be needed: one lost card loses the key for good. Lower the threshold, or confirm that this is accepted.',
  // events and scripts
  'event-out-of-order':
    'This does not follow the script at this point. Nothing was recorded. Go on with the step that is shown.',
  'event-not-allowed':
    'The script does not allow this here. Nothing was recorded. Go on with the step that is shown.',
  'event-malformed':
    'A record does not have the form it must have. Nothing was recorded. Do not go on; ask for technical help.',
  'witness-missing':
    'Not everybody whom this step needs took part. Let each of the named people confirm for themselves.',
  'person-twice': 'The same person was counted twice. Another person must do the second part.',
  'card-twice':
    'This card, or a key on it, already belongs to somebody here. Take it out and put in a card that nobody uses yet.',
  'share-set-incomplete':
    'Shares are still missing: not all that are needed were stored, or brought. The missing ones come first.',
  'share-set-void':
    'These shares are void: a newer share set has taken their place. Use the shares of the newer set; in the middle of a ceremony the program makes one.',
  'ceremony-closed': 'The ceremony is closed; nothing can be added to it. Export it, or leave it.',
  'abandon-too-late':
    'Something that the last bundle still has was destroyed here, and only the bundle of this ceremony can tell of it; or everybody has signed that bundle, and it may lie somewhere. Bring the ceremony to its end; it can be paused, and gone on with later.',
  'abandon-begun':
    'Giving up was begun before, and the keys that this ceremony made are being destroyed. Nothing else can follow: choose “Abandon” again.',
  'ceremony-paused': 'The ceremony is paused. The administrator and the witness must continue it first.',
  'bag-twice':
    'A bag number was entered twice. Each bag has a number of its own: compare with the bags and correct the entry.',
  'bag-missing': 'A custodian has no bag. Enter the number of a tamper-evident bag for each custodian.',
  'recipient-needed':
    'This person is to receive a share, and nobody else can take it. They must stay until every quorum is proved. If they cannot, abandon the ceremony.',
  'vouchers-missing':
    'Nobody is here who could vouch for another card: besides those who lead, somebody else whose card was enrolled must be here. Pause until somebody is, or abandon the ceremony.',
  'exception-needed':
    'This may go on only as a recorded exception. Raise an exception: two people state why, and sign for it.',
  'statement-differs':
    'The card signed something else than what the ceremony asked for. Do not use this card; raise an exception.',
  'remark-missing':
    'Whoever does not agree says why: it is recorded with the answer. Type the remark and the PIN.',
  // lifetimes of keys, sets and cards
  'key-state-unlawful':
    'The key {{label}} v{{version}} cannot take this state: a key only goes forward, and what is destroyed stays destroyed. Nothing was recorded. Choose another version.',
  'key-absent':
    'The HSM does not hold {{label}} v{{version}}, which is needed here. Nothing is lost: connect the HSM that holds it, or rebuild the keys into this one first.',
  'data-remains':
    'Data still lies under {{label}} v{{version}}, by the last inventory: with the key it would be lost for good. Replace the key and move the data first, then destroy it.',
  'set-in-use':
    'These shares still protect {{label}} v{{version}}: without them nobody could rebuild it. Replace the shares first, then destroy the old ones.',
  'quorum-lost':
    'Without this card, the cards that are left hold fewer than the {{threshold}} shares that are needed. Replace the shares first, then destroy the card.',
  'custody-was-exceeded':
    '{{name}} had {{shares}} shares of one recovery key in hand at ceremonies that were given up, and {{threshold}} rebuild it: whoever had so many may know the keys. To go on with these shares all the same, raise an exception: two people say why. Replace the keys as soon as you can.',
  'custody-exceeded':
    '{{name}} would come to have had {{shares}} shares of one recovery key, and {{threshold}} rebuild it. Nobody may ever have so many, not even one after the other. Let somebody else take or bring this share.',
  // tokens
  'module-not-found':
    'The PKCS#11 module was not found where the settings say. Check the path, and that the driver is installed.',
  'module-not-pkcs11': 'The file is not a PKCS#11 module. Check the path in the settings.',
  'modules-malformed':
    'The settings that name the PKCS#11 modules cannot be read. Correct the file {{path}}: the manual shows what it looks like.',
  'token-write-failed':
    'The token could not carry out what was asked of it. Leave it in, try again; if it fails again, raise an exception.',
  'card-in-use':
    'This card holds a certificate of this program already: it belongs to another ceremony or person. Use another card.',
  'certificate-unfit':
    'The certificate on this card, or the one just made, is not fit for this: expired, or for another purpose. Use another card.',
  'clock-behind-bundle':
    'The machine’s clock shows {{now}}, but the last bundle was closed at {{closedAt}}. Set the clock right, then begin.',
  'clock-set-back':
    'The machine’s clock was set back behind the last event. Set it right, or raise an exception that says why the new time is the right one; then try again.',
  'clock-differs':
    'The machine’s clock and the wall clock differ too much. Read the wall clock again; if they still differ, set the machine’s clock.',
  'module-failed':
    'The driver of the token failed. Take the token out, put it in again and try again; if it fails again, raise an exception.',
  'token-absent': 'The token is not in a reader. Put it in, then look again.',
  'token-wrong': 'This is not the token that is needed now. Take it out and put in the one that is named.',
  'token-removed':
    'The token was removed while it was at work. Put the same token back; the program looks at what is on it before it goes on.',
  'token-ambiguous':
    'Two tokens look the same, so the program cannot tell them apart. Leave only one of them in a reader.',
  'token-full': 'There is no room left on the token. Use another token, or remove what it does not need.',
  'token-read-only': 'The token does not let anything be written to it. Use another token.',
  'token-not-initialised':
    'The token is blank: it was never initialised. Initialise it, or use another token.',
  'mechanism-missing':
    'The token cannot do everything this ceremony needs. Choose another token, or another algorithm.',
  'hsm-unfit':
    'A trial shows that this HSM cannot do what this ceremony will ask of it. Nothing stayed on it. Set the HSM up so that it can, or choose another HSM or another kind of key.',
  'initialise-refused':
    'This card cannot be made ready here. Make keys and a certificate on it with its maker’s tool and bring it as a card with its own certificate, or use another card.',
  'label-present':
    'A key with this label exists already, and the program never overwrites one. Choose another label, or another HSM.',
  'object-absent':
    'Something that should be on the token is not there. Check that it is the right token, then try again.',
  'pin-wrong': 'Wrong PIN. Look at the tries that are left, then type it again.',
  'pin-locked': 'PIN locked: too many wrong ones. It must be unblocked first.',
  'pin-invalid':
    'The token does not accept this as a PIN: too short, too long, or with characters it does not take. Choose another PIN.',
  'pin-required': 'The token asks for its PIN again. Type it.',
  'key-not-extractable':
    'The token will not let this key be wrapped for backup. Use a token that allows it, or raise an exception.',
  'ciphertext-invalid':
    'What was encrypted cannot be decrypted with this key: it is damaged, or meant for another key. Check that it is the right card.',
  'check-value-differs':
    'The check value differs: this is not the same key. Stop here and raise an exception.',
  // shares
  'share-altered':
    'A share was changed since it was made. Use its copy on paper, or another custodian’s share, and raise an exception.',
  'share-foreign':
    'This share belongs to another card, another share set or another embassy. Put in the card that is named, or bring the share of this set.',
  'share-twice': 'The same share was given twice. Another custodian’s share is needed.',
  'share-malformed':
    'A share is damaged or is not a share at all. Use its other copy, or another custodian’s share.',
  'quorum-differs':
    'The shares do not all give the same key. This share set is void; the program makes a fresh one.',
  'recovery-key-differs':
    'The shares together do not give the recovery key that was split. Nothing was restored. The shares are asked for again: let another custodian come in place of one.',
  'canary-differs':
    'The key does not open the test message that was sealed to it. Do not use this key. Try again; if it happens again, raise an exception.',
  'card-of-another': 'This card belongs to {{name}}. Take it out and put in your own.',
  'share-not-here':
    'No share of this person is here, neither on the card nor in the bundle. Use the sheet of paper, or let another custodian come.',
  'share-of-another':
    'This share was given to {{name}}, who should bring it. If that cannot be, whoever brings it and one more person record an exception that says why.',
  'share-sealed-elsewhere':
    'This share is sealed to another card. Put in the card on which it was given out, or use the sheet of paper.',
  'sheet-unproved':
    'These are not the control words of this sheet. Compare them with its foot, and type them again.',
  'entropy-poor':
    'These do not look like real dice rolls: always the same face, or too few. Roll again and type every roll.',
  // secrets and keys
  'secret-wiped':
    'A secret that was needed is already wiped from memory. The program goes back to the step where it is made.',
  'memory-not-locked':
    'The operating system does not lock memory for secrets. Raise the limit for locked memory and start the program again.',
  'unwrap-refused':
    'The HSM does not let a key of this kind be unwrapped into it. Nothing is lost. Set the HSM up so that it does, then try again; or begin anew with another HSM.',
  'unwrap-failed':
    'The wrapped key could not be opened: it is damaged, or the recovery key is not the right one. Try again.',
  // journal and files
  'journal-truncated':
    'The last line of the journal was not written to its end, as after a power cut. Only that line was dropped; everything before it stands.',
  'journal-changed':
    'The journal on disk was changed. The program will not go on from it: keep the machine as it is, and start a new ceremony.',
  'journal-locked':
    'This ceremony is already open in another window of the program. Go on there, or close it first.',
  'journal-absent': 'There is no journal of this ceremony on this machine. Choose another ceremony.',
  'disk-full': 'The disk is full. Make room, or choose another place, then try again.',
  'not-writable':
    'Nothing can be written there. Choose another folder, or check that the medium is not locked.',
  'file-exists':
    'A file of this name is there already, and the program never overwrites one. Choose another folder.',
  'file-absent': 'The file is not there. Choose the file again.',
  'file-unreadable':
    'The file could not be read. Check the medium, and whether you may read the file, then choose it again.',
  'not-a-file':
    'This is a folder, a link or a device, not an ordinary file. It was left alone. Put the file itself in its place.',
  // bundles
  'bundle-not-zip': 'The file is not a ceremony bundle. Choose a file whose name ends in .asice.',
  'bundle-entry-twice':
    'Two entries of the bundle have one name. Do not trust this bundle; ask for another copy.',
  'bundle-entry-missing':
    'An entry of the bundle is missing. Do not trust this bundle; ask for another copy.',
  'bundle-entry-extra':
    'The bundle holds an entry that nobody signed. Do not trust this bundle; ask for another copy.',
  'bundle-entry-path':
    'An entry of the bundle points outside the bundle. Do not trust this bundle; keep it as evidence.',
  'bundle-entry-changed':
    'An entry of the bundle was changed after it was signed. Do not trust this bundle; keep it as evidence.',
  'bundle-entry-damaged':
    'An entry of the bundle is not what the archive says of it: it was damaged on the way, or somebody changed it. These are not the bytes that were signed. Copy the file again from where it came; if that is no better, ask for another copy, and keep this one.',
  'bundle-too-large':
    'The bundle is larger than any ceremony makes. Do not open it with other programs; ask for another copy.',
  'bundle-malformed': 'The bundle does not have the form it must have. Ask for another copy.',
  'bundle-not-good':
    'The earlier bundle does not verify, so no ceremony may go on from it. Check it, and use another copy.',
  'format-newer': 'This was written by a later version of the program. Use that version, or a later one.',
  'certificate-malformed':
    'A certificate cannot be read. Do not trust it; ask for another copy or another card.',
  'signature-malformed': 'A signature cannot be read. Do not trust what it should vouch for.',
  'signature-invalid': 'A signature does not match what was signed. Do not trust what it should vouch for.',
  'signer-unknown': 'Something was signed by a key that belongs to nobody in this ceremony. Do not trust it.',
  'chain-broken':
    'The records do not follow from each other: one was changed, added or removed. Do not trust this transcript.',
  'chain-bundle-bad':
    'These bundles do not verify by themselves: {{files}}. Verify each alone to see why, and ask for another copy.',
  'chain-beginning-missing':
    'None of these bundles is the first one. Bring the bundles from before {{file}}.',
  'chain-beginning-twice':
    'More than one bundle says that it is the first one: {{files}}. Keep the bundles of each chain in a folder of their own, and find out which beginning counts.',
  'chain-gap':
    'A bundle is missing: {{files}} continues from one that is not here. Bring it; its SHA-256 is {{missing}}.',
  'chain-forked':
    'More than one ceremony continued from the same place: {{files}}. Only one of them can count. Find out which, before anybody goes on from either.',
  'chain-foreign':
    'These bundles are of another embassy, or of rehearsals among real ones, than {{first}}: {{files}}. Keep them apart.',
  'state-backwards':
    'What {{before}} says of a key or a share set, {{file}} takes back. Do not go on from {{file}}; ask those who held the ceremony.',
  'ceremony-too-early':
    'The ceremony of {{file}} was opened before that of {{before}} was closed. Ask those who were there which clock was wrong.',
  'ceremony-twice':
    'One ceremony has bundles of different content: {{files}}. Compare their digests with the paper of the ceremony, and keep the right one.',
  'previous-none': 'This is a first ceremony: it continues from no bundle. Verify it by itself.',
  'previous-other':
    'The bundle at hand is a sound one, perhaps, but not the one that this ceremony continued from. Bring the one whose SHA-256 is {{sha256}}.',
  'bundle-beside-unread':
    'Beside the bundle lie files that cannot be read: {{files}}. One of them may be newer. Look for a copy that can be read, or take out what is no bundle of this embassy. To go on all the same, two people record an exception that says why.',
  'bundle-not-newest':
    'A newer bundle continues from {{file}}: {{newer}}. Choose the newest bundle of the folder. If the other does not belong there, take it out.',
  'timestamp-malformed': 'The time-stamp cannot be read. Ask the authority for another one.',
  'timestamp-refused':
    'The authority gave no time-stamp. See what it said, and ask again or ask another one.',
  'timestamp-invalid':
    'The time-stamp does not hold for this bundle. It is no proof of time; ask for another one for this very file.',
  'timestamp-untrusted':
    'The time-stamp is not from an authority that you named. Find out whose it is, or name that authority.',
  'verifier-changed':
    'The copy of verifier.html beside this program is not the one that was built with it. Do not hand it on; take the page from the place you had the program from.',
  'people-malformed':
    'The list of people is not as it must be: a JSON list, each with name and certificateSha256 (64 hexadecimal digits in lower case), every certificate once.',
  'signer-listed-otherwise':
    'By your list this certificate belongs to somebody else than the one in whose name it signed. Find out from both who had the card.',
  // formats
  'encoding-malformed': 'Data does not have the encoding it must have. Ask for another copy.',
  'key-unsuitable': 'This key cannot be used for this purpose. Use another card, or another key.',
  'envelope-malformed': 'A sealed envelope cannot be read. Ask for another copy.',
  'envelope-invalid':
    'A sealed envelope does not open with this card: it is meant for another, or was changed.',
  // shares on paper
  'word-not-listed':
    'Row {{row}}, word {{position}}: no word of the list is written so. Compare it with the paper and type it again.',
  'word-wrong':
    'Row {{row}}, word {{position}} does not fit the others. Compare it with the paper and type it again; if it is right, compare the whole row.',
  'words-swapped':
    'Row {{row}}: words {{position}} and {{other}} seem to have changed places. Compare them with the paper.',
  'row-length': 'Row {{row}} has {{words}} words, not {{wanted}}. Compare it with the paper.',
  'row-wrong':
    'Row {{row}} has more than one mistake, or a word is missing or too many. Compare the whole row with the paper.',
  'row-misplaced':
    'This is row {{found}} of the sheet; row {{row}} is wanted. Follow the numbers on the paper.',
  'row-foreign': 'Row {{row}} is of another sheet than row 1. Put the other sheets away.',
  'rows-wrong':
    'Each row is right by itself, but together they are no share. Perhaps they are of more than one sheet: begin again with one sheet.',
  'no-code-found':
    'There is no readable code in this picture. Hold the sheet flat, evenly lit and in focus, the whole code with its white edge in the picture; or type the words.',
  'camera-unavailable':
    'The camera does not answer. Connect it, close other programs that use it, then try again; or choose a picture, or type the words.',
  // backups
  'backup-not-sealed': 'The file is not a sealed backup: it holds no CMS envelope. Choose the sealed file.',
  'backup-unsupported':
    'The file is sealed in a way that this program does not open. Ask for it sealed with AES-256-GCM or AES-256-CBC, by certificate.',
  'backup-malformed':
    'The sealed file is damaged, or something was added to it. Nothing was opened. Ask for another copy.',
  'backup-truncated':
    'The sealed file ends too soon: a part of it is missing. Nothing was opened. Copy it again, or ask for another copy.',
  'backup-altered':
    'The sealed file was changed since it was sealed, or this is not its key. Nothing of it was kept. Ask for another copy.',
  'backup-changed':
    'The file was changed while it was read. Nothing was kept. Let nobody write to it, then try again.',
  'backup-too-large': 'The file is larger than one key may protect: 64 GiB. Split it, and seal each part.',
  'backup-key-absent':
    'The token does not hold the key that this file is sealed to. Use the token with the key that is named.',
  'backup-key-unclear':
    'Several keys on the token could be the one that this file is sealed to. Name the key by its label.',
  'backup-already-moved':
    'This backup is sealed to the new version of the key already. Nothing is to be done.',
  'backup-unproved':
    'The moved copy of this backup does not open with the new version of the key as it should. Do not use the copy; the backup itself was left as it was. Try again.',
  'backup-unfinished':
    'By its name (.partial) this is what an interrupted run left behind, not a backup. It was not moved. Delete it, or give it its right name.',
  'seal-key-absent':
    'The bundle holds no active key of this name. Choose one that is active, or a later bundle.',
  'seal-key-unclear': 'The bundle holds several active keys. Name the one to seal to by its label.',
  'seal-key-symmetric':
    'An AES key has no certificate, so nothing can be sealed to it outside of its HSM. Choose a key pair.',
  'same-file': 'Input and output are the same file. Choose another name for the output.',
  'backups-too-many':
    'The folder has more files than one ceremony can list. Put them into several folders, and move one of these at a time.',
  'file-busy': 'Another run of the program is writing this file. Wait for it, or choose another name.',
  cancelled: 'It was stopped before it was done. Nothing was kept.',
  // inventories
  'inventory-malformed':
    'This file is no inventory of data keys: none of its lines describes one. Choose the inventory, with one data key a line.',
  'inventory-line-malformed':
    'This line of the inventory does not describe a data key. Its owner must correct the line.',
  'inventory-duplicate':
    'The inventory has another data key of this name before it. Its owner must say which of the two is right.',
  'inventory-key-unknown':
    'This data key lies under a key that is not being replaced here. Look for the ceremony, or the embassy, that its key belongs to.',
  'inventory-key-current':
    'This data key lies under the new version of the key already. Nothing is to be done.',
  'inventory-algorithm':
    'The algorithm that the inventory names does not fit the key that it names. Its owner must correct the line.',
  'inventory-key-size': 'This data key is not of 16 to 64 bytes, in steps of 8. Its owner must look at it.',
  'inventory-altered':
    'The key does not open this data key: its wrapped bytes were altered, or it was wrapped under another key. Look for another copy of it.',
  'inventory-differs':
    'The files are not those that this began with: the inventory was changed, or what came of it was. Bring the right files, or begin again from the inventory.',
  // the program
  'runtime-unofficial':
    'This copy of the program runs on a runtime that the Electron project did not release. It can rehearse, but not hold a real ceremony.',
  'program-damaged':
    'This copy of the program is damaged: its files are not those that it was made of. It can rehearse, but not hold a real ceremony. Use another copy.',
  'network-up':
    'The machine is not cut off from networks. Unplug cables, switch off Wi-Fi and Bluetooth, then look again.',
  'software-token':
    'This token is only software. A real ceremony needs hardware; software tokens are for rehearsals.',
  'print-failed': 'The print-out could not be made. Check the printer, then try again.',
  'printer-missing': 'No printer is set up on this machine. Connect one and set it up, then try again.',
  'print-cancelled': 'Nothing was printed: printing was cancelled. Try again.',
  usage: 'The command was not understood. “ceremony help” says what there is.',
  'message-malformed':
    'What was entered has a form that the program does not accept. Check each field and try again.',
  'room-in-use':
    'Something else is under way in this room: a ceremony, or a file that is sealed or opened. Finish it or stop it, then try again.',
  'engine-lost':
    'The part of the program that works with the tokens stopped, and was started again. Everything recorded is on disk.',
  internal:
    'The program made a mistake. What was recorded is safe on disk. Try again; if it happens again, start the program again.',
};
