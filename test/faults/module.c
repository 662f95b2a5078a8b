/*
 * A PKCS#11 module for tests. It forwards to the real one, whose path is in CEREMONY_TEST_MODULE, and does two things besides:
 *
 * - It refuses what CEREMONY_TEST_REFUSES names at the time of the call, as some tokens do: data-objects, unwrap-private.
 * - It counts its calls on a board, a file in shared memory (CEREMONY_TEST_BOARD), and there finds which of them go wrong, and how.
 *
 * The board is laid out in board.ts, too.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CK_PTR *
#define CK_DECLARE_FUNCTION(returnType, name) returnType name
#define CK_DECLARE_FUNCTION_POINTER(returnType, name) returnType(*name)
#define CK_CALLBACK_FUNCTION(returnType, name) returnType(*name)
#define NULL_PTR NULL
#include "pkcs11.h"

/* What goes wrong with a call: before the real module hears of it, or after it did its work. */
enum {
  REFUSED = 1,        /* the call is not made; it returns the value */
  REFUSED_AFTER = 2,  /* the call is made; it returns the value all the same */
  SESSIONS_LOST = 3,  /* every session to the token is closed; it returns the value */
  TAKEN_OUT = 4,      /* the token is gone until the board says that it is back */
  DARK = 5,           /* the power fails: nothing is done any more until the board says so */
  DARK_AFTER = 6,
  CRASH = 7,
  CRASH_AFTER = 8,
  HANG = 9,
  SHORT = 10, /* the lengths that it gives are half of the right ones */
  LONG = 11   /* the lengths that it gives are beyond everything */
};

#define TRACE_MAX (1 << 20)
#define PLANS_MAX 16

typedef struct {
  uint32_t call; /* the one that goes wrong, or 0; where there is a function, how many calls of it are left until then */
  uint32_t kind;
  uint32_t value;
  uint32_t function;
  uint32_t struck;
} Plan;

typedef struct {
  uint32_t calls;
  uint32_t dark;
  uint32_t takenOut; /* the slot's number plus one, or 0 */
  uint32_t hanging;
  uint32_t struck;
  Plan plans[PLANS_MAX];
  uint8_t trace[TRACE_MAX]; /* the function of each call */
} Board;

static Board unshared;
static Board *board = &unshared;
static CK_FUNCTION_LIST functions;
static CK_FUNCTION_LIST_PTR real;

static void openBoard(void) {
  const char *path = getenv("CEREMONY_TEST_BOARD");
  int file = path == NULL ? -1 : open(path, O_RDWR);
  if (file < 0) return;
  void *shared = mmap(NULL, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared != MAP_FAILED) board = shared;
  close(file);
}

typedef struct {
  uint32_t kind;
  CK_RV value;
  Plan *plan;
} Fault;

static Fault countCall(uint8_t function) {
  uint32_t call = __sync_add_and_fetch(&board->calls, 1);
  if (call <= TRACE_MAX) board->trace[call - 1] = function;
  for (int i = 0; i < PLANS_MAX; i++) {
    Plan *plan = &board->plans[i];
    int isIt = plan->function == 0 ? plan->call == call
                                   : plan->function == function && plan->call > 0 && __sync_sub_and_fetch(&plan->call, 1) == 0;
    if (isIt)
      return (Fault){plan->kind, plan->value, plan};
  }
  return (Fault){0, CKR_OK, NULL};
}

static void strikes(Fault fault) {
  __sync_add_and_fetch(&board->struck, 1);
  fault.plan->struck = 1;
}

static int isOut(CK_SLOT_ID slot) { return board->takenOut == slot + 1; }

#define NO_SLOT ((CK_SLOT_ID)-1)

static CK_SLOT_ID slotOf(CK_SESSION_HANDLE session) {
  CK_SESSION_INFO info;
  return real->C_GetSessionInfo(session, &info) == CKR_OK ? info.slotID : NO_SLOT;
}

/* Whether the call ends here, and with what. */
static int strikesFirst(Fault fault, CK_SLOT_ID slot, CK_RV *result) {
  if (fault.kind != 0 && fault.kind < SHORT) strikes(fault);
  *result = fault.value;
  switch (fault.kind) {
    case REFUSED:
      return 1;
    case SESSIONS_LOST:
    case TAKEN_OUT:
      if (slot == NO_SLOT) return 1;
      real->C_CloseAllSessions(slot);
      if (fault.kind == TAKEN_OUT) board->takenOut = slot + 1;
      return 1;
    case DARK:
      board->dark = 1;
      *result = CKR_GENERAL_ERROR;
      return 1;
    case CRASH:
      _exit(139);
    case HANG:
      board->hanging = 1;
      for (;;) pause();
    default:
      return 0;
  }
}

static CK_RV strikesLast(Fault fault, CK_RV result) {
  switch (fault.kind) {
    case REFUSED_AFTER:
      return fault.value;
    case DARK_AFTER:
      board->dark = 1;
      return CKR_GENERAL_ERROR;
    case CRASH_AFTER:
      _exit(139);
    default:
      return result;
  }
}

#define BYTES_BEYOND 0x7ffffff0
/* Whoever believes it makes room for so many handles: enough to be wrong, and not all of a machine's memory. */
#define HANDLES_BEYOND (1 << 20)

static CK_ULONG garbled(Fault fault, CK_ULONG length, CK_ULONG beyond) {
  if (fault.kind != SHORT && fault.kind != LONG) return length;
  if (length > 1) strikes(fault);
  return fault.kind == SHORT ? length / 2 : beyond;
}

/* A function of this name and number: `slot` says which token a call is for, `call` makes it, `ends` is done to what it gave. */
#define FORWARD(name, number, slot, call, ends, ...)         \
  static CK_RV name##_(__VA_ARGS__) {                        \
    if (board->dark) return CKR_GENERAL_ERROR;               \
    Fault fault = countCall(number);                         \
    CK_RV result;                                            \
    if (strikesFirst(fault, (slot), &result)) return result; \
    result = (call);                                         \
    if (result == CKR_OK) {                                  \
      ends;                                                  \
    }                                                        \
    return strikesLast(fault, result);                       \
  }
#define NOTHING
#define GARBLE(length) *(length) = garbled(fault, *(length), BYTES_BEYOND)
#define GARBLE_COUNT(count) *(count) = garbled(fault, *(count), HANDLES_BEYOND)

static void garbleAttributes(Fault fault, CK_ATTRIBUTE_PTR attributes, CK_ULONG count) {
  for (CK_ULONG i = 0; i < count; i++) 
    attributes[i].ulValueLen = garbled(fault, attributes[i].ulValueLen, BYTES_BEYOND);
}

static int refuses(const char *what) {
  const char *refused = getenv("CEREMONY_TEST_REFUSES");
  return refused != NULL && strstr(refused, what) != NULL;
}

static CK_OBJECT_CLASS classIn(CK_ATTRIBUTE_PTR attributes, CK_ULONG count) {
  for (CK_ULONG i = 0; i < count; i++)
    if (attributes[i].type == CKA_CLASS) return *(CK_OBJECT_CLASS *)attributes[i].pValue;
  return CKO_VENDOR_DEFINED;
}

/* A slot whose token was taken out has none. */
static CK_RV slotList(CK_BBOOL present, CK_SLOT_ID_PTR slots, CK_ULONG_PTR count) {
  if (!present || board->takenOut == 0) return real->C_GetSlotList(present, slots, count);
  CK_SLOT_ID all[1024];
  CK_ULONG found = 1024;
  CK_RV result = real->C_GetSlotList(present, all, &found);
  if (result != CKR_OK) return result;
  CK_ULONG left = 0;
  for (CK_ULONG i = 0; i < found; i++)
    if (!isOut(all[i])) all[left++] = all[i];
  if (slots != NULL && *count < left) result = CKR_BUFFER_TOO_SMALL;
  else if (slots != NULL) memcpy(slots, all, left * sizeof(CK_SLOT_ID));
  *count = left;
  return result;
}

static CK_RV createObject(CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR attributes, CK_ULONG count,
                          CK_OBJECT_HANDLE_PTR object) {
  if (refuses("data-objects") && classIn(attributes, count) == CKO_DATA) return CKR_FUNCTION_NOT_SUPPORTED;
  return real->C_CreateObject(session, attributes, count, object);
}

static CK_RV unwrapKey(CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key,
                       CK_BYTE_PTR wrapped, CK_ULONG size, CK_ATTRIBUTE_PTR attributes, CK_ULONG count,
                       CK_OBJECT_HANDLE_PTR object) {
  if (refuses("unwrap-private") && classIn(attributes, count) == CKO_PRIVATE_KEY) return CKR_KEY_FUNCTION_NOT_PERMITTED;
  return real->C_UnwrapKey(session, mechanism, key, wrapped, size, attributes, count, object);
}

#define IN_SESSION slotOf(session)
#define UNLESS_OUT(call) (isOut(slot) ? CKR_TOKEN_NOT_PRESENT : (call))

/* The numbers are those of board.ts. */
FORWARD(C_Initialize, 1, NO_SLOT, real->C_Initialize(arguments), NOTHING, CK_VOID_PTR arguments)
FORWARD(C_Finalize, 2, NO_SLOT, real->C_Finalize(reserved), NOTHING, CK_VOID_PTR reserved)
FORWARD(C_GetInfo, 3, NO_SLOT, real->C_GetInfo(info), NOTHING, CK_INFO_PTR info)
FORWARD(C_GetSlotList, 4, NO_SLOT, slotList(present, slots, count), GARBLE_COUNT(count), CK_BBOOL present, CK_SLOT_ID_PTR
        slots, CK_ULONG_PTR count)
FORWARD(C_GetSlotInfo, 5, slot, real->C_GetSlotInfo(slot, info), NOTHING, CK_SLOT_ID slot, CK_SLOT_INFO_PTR info)
FORWARD(C_GetTokenInfo, 6, slot, UNLESS_OUT(real->C_GetTokenInfo(slot, info)), NOTHING, CK_SLOT_ID slot,
        CK_TOKEN_INFO_PTR info)
FORWARD(C_GetMechanismList, 7, slot, UNLESS_OUT(real->C_GetMechanismList(slot, list, count)), GARBLE_COUNT(count),
        CK_SLOT_ID slot, CK_MECHANISM_TYPE_PTR list, CK_ULONG_PTR count)
FORWARD(C_GetMechanismInfo, 8, slot, UNLESS_OUT(real->C_GetMechanismInfo(slot, type, info)), NOTHING, CK_SLOT_ID slot,
        CK_MECHANISM_TYPE type, CK_MECHANISM_INFO_PTR info)
FORWARD(C_InitToken, 9, slot, UNLESS_OUT(real->C_InitToken(slot, pin, size, label)), NOTHING, CK_SLOT_ID slot,
        CK_UTF8CHAR_PTR pin, CK_ULONG size, CK_UTF8CHAR_PTR label)
FORWARD(C_OpenSession, 10, slot, UNLESS_OUT(real->C_OpenSession(slot, flags, told, notify, session)), NOTHING,
        CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR told, CK_NOTIFY notify, CK_SESSION_HANDLE_PTR session)
FORWARD(C_CloseSession, 11, IN_SESSION, real->C_CloseSession(session), NOTHING, CK_SESSION_HANDLE session)
FORWARD(C_GetSessionInfo, 12, IN_SESSION, real->C_GetSessionInfo(session, info), NOTHING, CK_SESSION_HANDLE session,
        CK_SESSION_INFO_PTR info)
FORWARD(C_Login, 13, IN_SESSION, real->C_Login(session, user, pin, size), NOTHING, CK_SESSION_HANDLE session,
        CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG size)
FORWARD(C_Logout, 14, IN_SESSION, real->C_Logout(session), NOTHING, CK_SESSION_HANDLE session)
FORWARD(C_InitPIN, 15, IN_SESSION, real->C_InitPIN(session, pin, size), NOTHING, CK_SESSION_HANDLE session,
        CK_UTF8CHAR_PTR pin, CK_ULONG size)
FORWARD(C_SetPIN, 16, IN_SESSION, real->C_SetPIN(session, old, oldSize, pin, size), NOTHING, CK_SESSION_HANDLE
        session, CK_UTF8CHAR_PTR old, CK_ULONG oldSize, CK_UTF8CHAR_PTR pin, CK_ULONG size)
FORWARD(C_CreateObject, 17, IN_SESSION, createObject(session, attributes, count, object), NOTHING, CK_SESSION_HANDLE
        session, CK_ATTRIBUTE_PTR attributes, CK_ULONG count, CK_OBJECT_HANDLE_PTR object)
FORWARD(C_DestroyObject, 18, IN_SESSION, real->C_DestroyObject(session, object), NOTHING, CK_SESSION_HANDLE session,
        CK_OBJECT_HANDLE object)
FORWARD(C_GetAttributeValue, 19, IN_SESSION, real->C_GetAttributeValue(session, object, attributes, count),
        garbleAttributes(fault, attributes, count), CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
        CK_ATTRIBUTE_PTR attributes, CK_ULONG count)
FORWARD(C_SetAttributeValue, 20, IN_SESSION, real->C_SetAttributeValue(session, object, attributes, count), NOTHING,
        CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR attributes, CK_ULONG count)
FORWARD(C_FindObjectsInit, 21, IN_SESSION, real->C_FindObjectsInit(session, attributes, count), NOTHING,
        CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR attributes, CK_ULONG count)
FORWARD(C_FindObjects, 22, IN_SESSION, real->C_FindObjects(session, objects, max, found), GARBLE_COUNT(found),
        CK_SESSION_HANDLE session, CK_OBJECT_HANDLE_PTR objects, CK_ULONG max, CK_ULONG_PTR found)
FORWARD(C_FindObjectsFinal, 23, IN_SESSION, real->C_FindObjectsFinal(session), NOTHING, CK_SESSION_HANDLE session)
FORWARD(C_SignInit, 24, IN_SESSION, real->C_SignInit(session, mechanism, key), NOTHING, CK_SESSION_HANDLE session,
        CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key)
FORWARD(C_Sign, 25, IN_SESSION, real->C_Sign(session, data, size, signature, made), GARBLE(made), CK_SESSION_HANDLE
        session, CK_BYTE_PTR data, CK_ULONG size, CK_BYTE_PTR signature, CK_ULONG_PTR made)
FORWARD(C_DecryptInit, 26, IN_SESSION, real->C_DecryptInit(session, mechanism, key), NOTHING, CK_SESSION_HANDLE
        session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key)
FORWARD(C_Decrypt, 27, IN_SESSION, real->C_Decrypt(session, data, size, opened, made), GARBLE(made), CK_SESSION_HANDLE
        session, CK_BYTE_PTR data, CK_ULONG size, CK_BYTE_PTR opened, CK_ULONG_PTR made)
FORWARD(C_GenerateKey, 28, IN_SESSION, real->C_GenerateKey(session, mechanism, attributes, count, key), NOTHING,
        CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_ATTRIBUTE_PTR attributes, CK_ULONG count,
        CK_OBJECT_HANDLE_PTR key)
FORWARD(C_GenerateKeyPair, 29, IN_SESSION, real->C_GenerateKeyPair(session, mechanism, ofPublic, countPublic,
        ofPrivate, countPrivate, publicKey, privateKey), NOTHING, CK_SESSION_HANDLE session, CK_MECHANISM_PTR
        mechanism, CK_ATTRIBUTE_PTR ofPublic, CK_ULONG countPublic, CK_ATTRIBUTE_PTR ofPrivate, CK_ULONG countPrivate,
        CK_OBJECT_HANDLE_PTR publicKey, CK_OBJECT_HANDLE_PTR privateKey)
FORWARD(C_WrapKey, 30, IN_SESSION, real->C_WrapKey(session, mechanism, by, key, wrapped, made), GARBLE(made),
        CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE by, CK_OBJECT_HANDLE key, CK_BYTE_PTR
        wrapped, CK_ULONG_PTR made)
FORWARD(C_UnwrapKey, 31, IN_SESSION, unwrapKey(session, mechanism, by, wrapped, size, attributes, count, key),
        NOTHING, CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE by, CK_BYTE_PTR wrapped,
        CK_ULONG size, CK_ATTRIBUTE_PTR attributes, CK_ULONG count, CK_OBJECT_HANDLE_PTR key)
FORWARD(C_DeriveKey, 32, IN_SESSION, real->C_DeriveKey(session, mechanism, base, attributes, count, key), NOTHING,
        CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE base, CK_ATTRIBUTE_PTR attributes,
        CK_ULONG count, CK_OBJECT_HANDLE_PTR key)
FORWARD(C_GenerateRandom, 33, IN_SESSION, real->C_GenerateRandom(session, bytes, size), NOTHING, CK_SESSION_HANDLE
        session, CK_BYTE_PTR bytes, CK_ULONG size)

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  if (real == NULL) {
    const char *path = getenv("CEREMONY_TEST_MODULE");
    void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW);
    CK_C_GetFunctionList getList = library == NULL ? NULL : (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList");
    CK_RV result = getList == NULL ? CKR_GENERAL_ERROR : getList(&real);
    if (result != CKR_OK) return result;
    openBoard();
    functions = *real;
    functions.C_Initialize = C_Initialize_;
    functions.C_Finalize = C_Finalize_;
    functions.C_GetInfo = C_GetInfo_;
    functions.C_GetSlotList = C_GetSlotList_;
    functions.C_GetSlotInfo = C_GetSlotInfo_;
    functions.C_GetTokenInfo = C_GetTokenInfo_;
    functions.C_GetMechanismList = C_GetMechanismList_;
    functions.C_GetMechanismInfo = C_GetMechanismInfo_;
    functions.C_InitToken = C_InitToken_;
    functions.C_OpenSession = C_OpenSession_;
    functions.C_CloseSession = C_CloseSession_;
    functions.C_GetSessionInfo = C_GetSessionInfo_;
    functions.C_Login = C_Login_;
    functions.C_Logout = C_Logout_;
    functions.C_InitPIN = C_InitPIN_;
    functions.C_SetPIN = C_SetPIN_;
    functions.C_CreateObject = C_CreateObject_;
    functions.C_DestroyObject = C_DestroyObject_;
    functions.C_GetAttributeValue = C_GetAttributeValue_;
    functions.C_SetAttributeValue = C_SetAttributeValue_;
    functions.C_FindObjectsInit = C_FindObjectsInit_;
    functions.C_FindObjects = C_FindObjects_;
    functions.C_FindObjectsFinal = C_FindObjectsFinal_;
    functions.C_SignInit = C_SignInit_;
    functions.C_Sign = C_Sign_;
    functions.C_DecryptInit = C_DecryptInit_;
    functions.C_Decrypt = C_Decrypt_;
    functions.C_GenerateKey = C_GenerateKey_;
    functions.C_GenerateKeyPair = C_GenerateKeyPair_;
    functions.C_WrapKey = C_WrapKey_;
    functions.C_UnwrapKey = C_UnwrapKey_;
    functions.C_DeriveKey = C_DeriveKey_;
    functions.C_GenerateRandom = C_GenerateRandom_;
  }
  *list = &functions;
  return CKR_OK;
}
