/*
 * A PKCS#11 module for tests: the real one (its path is in CEREMONY_TEST_MODULE), whose tokens refuse what
 * CEREMONY_TEST_REFUSES names at the time of the call: data-objects (as a national ID card does), unwrap-private.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CK_PTR *
#define CK_DECLARE_FUNCTION(returnType, name) returnType name
#define CK_DECLARE_FUNCTION_POINTER(returnType, name) returnType(*name)
#define CK_CALLBACK_FUNCTION(returnType, name) returnType(*name)
#define NULL_PTR NULL
#include "pkcs11.h"

static CK_FUNCTION_LIST functions;
static CK_FUNCTION_LIST_PTR real;

static int refuses(const char *what) {
  const char *refused = getenv("CEREMONY_TEST_REFUSES");
  return refused != NULL && strstr(refused, what) != NULL;
}

static CK_OBJECT_CLASS classIn(CK_ATTRIBUTE_PTR attributes, CK_ULONG count) {
  for (CK_ULONG i = 0; i < count; i++)
    if (attributes[i].type == CKA_CLASS) return *(CK_OBJECT_CLASS *)attributes[i].pValue;
  return CKO_VENDOR_DEFINED;
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

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  if (real == NULL) {
    const char *path = getenv("CEREMONY_TEST_MODULE");
    void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW);
    CK_C_GetFunctionList getList = library == NULL ? NULL : (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList");
    CK_RV result = getList == NULL ? CKR_GENERAL_ERROR : getList(&real);
    if (result != CKR_OK) return result;
    functions = *real;
    functions.C_CreateObject = createObject;
    functions.C_UnwrapKey = unwrapKey;
  }
  *list = &functions;
  return CKR_OK;
}
