/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-secret.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

G_DEFINE_QUARK (todoku_secret_error_quark, todoku_secret_error)
G_DEFINE_BOXED_TYPE (TodokuSecret,
                     todoku_secret,
                     todoku_secret_ref,
                     todoku_secret_unref)

/* What stands in place of a secret. */
#define MASK "•••"

/* Forms shorter than this would blot out innocent text. */
#define MIN_FORM 4

#define N_FORMS 8

/* A way to write the secret. */
typedef struct {
  char *text; /* secure memory */
  gsize length;
  gboolean any_case; /* base64 alone depends on it */
} Form;

struct _TodokuSecret {
  gatomicrefcount references;
  gsize length;
  char *bytes; /* secure memory */
  Form forms[N_FORMS];
  guint n_forms;
};

/* ---- forms in which a secret could be echoed ------------------------------
 */

/* The characters of a base64 text that depend on the secret alone, when @before
 * bytes of something else stand in front of it (RFC 4648 §4). */
static char *
make_base64 (const char *bytes, gsize length, gsize before)
{
  gsize total = before + length;
  char *plain = todoku_secure_alloc (total + 1);
  char *encoded = todoku_secure_alloc (total * 4 / 3 + 8);
  gsize start = (before * 8 + 5) / 6;
  gsize end = total * 8 / 6;
  gsize written;
  int state = 0, save = 0;

  memset (plain, 0, before);
  memcpy (plain + before, bytes, length);
  written = g_base64_encode_step ((const guchar *) plain,
                                  total,
                                  FALSE,
                                  encoded,
                                  &state,
                                  &save);
  written += g_base64_encode_close (FALSE, encoded + written, &state, &save);
  end = MIN (end, written);
  memmove (encoded, encoded + start, end > start ? end - start : 0);
  encoded[end > start ? end - start : 0] = '\0';
  todoku_secure_free (plain);
  return encoded;
}

static char *
make_hex (const char *bytes, gsize length)
{
  char *hex = todoku_secure_alloc (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", (guint8) bytes[i]);
  return hex;
}

static char *
make_url (const char *bytes, gsize length)
{
  char *url = todoku_secure_alloc (length * 3 + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalnum (bytes[i]) || strchr ("-._~", bytes[i]))
      url[n++] = bytes[i];
    else
      n += (gsize) g_snprintf (url + n, 4, "%%%02X", (guint8) bytes[i]);
  url[n] = '\0';
  return url;
}

/* Also how IMAP quotes (RFC 9051 §4.3): a backslash before " and \. */
static char *
make_quoted (const char *bytes, gsize length)
{
  char *quoted = todoku_secure_alloc (length * 2 + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++) {
    if (bytes[i] == '"' || bytes[i] == '\\')
      quoted[n++] = '\\';
    quoted[n++] = bytes[i];
  }
  quoted[n] = '\0';
  return quoted;
}

static char *
make_raw (const char *bytes, gsize length)
{
  char *raw = todoku_secure_alloc (length + 1);

  memcpy (raw, bytes, length);
  raw[length] = '\0';
  return raw;
}

/* As JSON writes what is not ASCII when it keeps to it: UTF-16 units as \\uXXXX
 * (RFC 8259 §7). */
static char *
make_json (const char *bytes, gsize length)
{
  char *json = todoku_secure_alloc (length * 6 + 1);
  gsize n = 0;

  for (const char *p = bytes; p < bytes + length; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '"' || c == '\\' || c == '/')
      json[n++] = '\\';
    if (c < 0x80)
      json[n++] = (char) c;
    else if (c < 0x10000)
      n += (gsize) g_snprintf (json + n, 7, "\\u%04x", c);
    else
      n += (gsize) g_snprintf (json + n,
                               13,
                               "\\u%04x\\u%04x",
                               0xd7c0 + (c >> 10),
                               0xdc00 + (c & 0x3ff));
  }
  json[n] = '\0';
  return json;
}

static void
add_form (TodokuSecret *self, char *text, gboolean any_case)
{
  Form form = { text, strlen (text), any_case };

  self->forms[self->n_forms++] = form;
}

/* Longer forms stand before those that may be a part of them. */
static void
make_forms (TodokuSecret *self)
{
  if (g_utf8_validate (self->bytes, (gssize) self->length, NULL))
    add_form (self, make_json (self->bytes, self->length), TRUE);
  add_form (self, make_quoted (self->bytes, self->length), TRUE);
  add_form (self, make_url (self->bytes, self->length), TRUE);
  add_form (self, make_raw (self->bytes, self->length), TRUE);
  add_form (self, make_hex (self->bytes, self->length), TRUE);
  for (gsize before = 0; before < 3; before++)
    add_form (self, make_base64 (self->bytes, self->length, before), FALSE);
}

/* ---- making -------------------------------------------------------------- */

static TodokuSecret *
secret_new_take (char *secure, gsize length)
{
  TodokuSecret *self = g_new0 (TodokuSecret, 1);

  g_atomic_ref_count_init (&self->references);
  self->bytes = secure;
  self->length = length;
  make_forms (self);
  return self;
}

static gboolean
check_bytes (const char *bytes, gsize length, GError **error)
{
  const char *sentence = NULL;

  if (length == 0)
    sentence = _ ("the password is empty");
  else if (length > TODOKU_SECRET_MAX_LENGTH)
    sentence = _ ("the password is too long: more than 16384 bytes");
  else if (memchr (bytes, '\r', length) || memchr (bytes, '\n', length) ||
           memchr (bytes, '\0', length))
    /* It would end the line of a command, and begin another. */
    sentence = _ ("the password holds a line break or a NUL character, which "
                  "no mail server takes");
  if (sentence)
    g_set_error_literal (error,
                         TODOKU_SECRET_ERROR,
                         TODOKU_SECRET_ERROR_VALUE,
                         sentence);
  return sentence == NULL;
}

/**
 * todoku_secret_new:
 * @bytes: the password or token; the caller wipes its own copy
 * @length: of @bytes
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL with one sentence
 * in @error
 */
TodokuSecret *
todoku_secret_new (const char *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (bytes, NULL);

  if (!check_bytes (bytes, length, error))
    return NULL;
  return secret_new_take (make_raw (bytes, length), length);
}

static gssize
read_all (int fd, char *buffer, gsize size)
{
  gsize length = 0;

  while (length < size) {
    gssize n = read (fd, buffer + length, size - length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    length += (gsize) n;
  }
  return (gssize) length;
}

/**
 * todoku_secret_new_from_fd:
 * @fd: a descriptor; it stays open
 * @error: return location
 *
 * Reads to the end straight into locked memory.  One line end at the end is not
 * part of the secret.
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL with one sentence
 * in @error
 */
TodokuSecret *
todoku_secret_new_from_fd (int fd, GError **error)
{
  gsize size = TODOKU_SECRET_MAX_LENGTH + 3;
  char *buffer = todoku_secure_alloc (size);
  gssize length = read_all (fd, buffer, size);
  TodokuSecret *self = NULL;

  if (length > 0 && buffer[length - 1] == '\n')
    length--;
  if (length > 0 && buffer[length - 1] == '\r')
    length--;
  if (length < 0)
    g_set_error_literal (error,
                         TODOKU_SECRET_ERROR,
                         TODOKU_SECRET_ERROR_READ,
                         _ ("the password cannot be read from where it was "
                            "said to be"));
  else
    self = todoku_secret_new (buffer, (gsize) length, error);
  todoku_secure_free (buffer);
  return self;
}

/**
 * todoku_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
TodokuSecret *
todoku_secret_ref (TodokuSecret *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * todoku_secret_unref:
 * @self: (nullable): a secret; its memory is wiped with the last reference
 */
void
todoku_secret_unref (TodokuSecret *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < self->n_forms; i++)
    todoku_secure_free (self->forms[i].text);
  todoku_secure_free (self->bytes);
  g_free (self);
}

/**
 * todoku_secret_peek:
 * @self: a secret
 * @ret_length: (out): its length
 *
 * Returns: (transfer none): the bytes, in secure memory; never copy them
 * elsewhere
 */
const char *
todoku_secret_peek (TodokuSecret *self, gsize *ret_length)
{
  g_return_val_if_fail (self && ret_length, NULL);

  *ret_length = self->length;
  return self->bytes;
}

/* U+FF01–FF5E are the full-width forms of "!"–"~"; a Japanese input method
 * makes them where letters were meant. */
static gunichar
make_half_width (gunichar c)
{
  return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c;
}

/**
 * todoku_secret_normalise_app_password:
 * @self: an app password as pasted
 *
 * App passwords are shown in groups, "abcd efgh ijkl mnop", and the spaces are
 * not part of them.
 *
 * Returns: (transfer full): the secret without white space and with full-width
 *   letters made ASCII; @self when nothing changes
 */
TodokuSecret *
todoku_secret_normalise_app_password (TodokuSecret *self)
{
  char *normal;
  gsize length = 0;

  g_return_val_if_fail (self, NULL);

  if (!g_utf8_validate (self->bytes, (gssize) self->length, NULL))
    return todoku_secret_ref (self);
  normal = todoku_secure_alloc (self->length + 1);
  for (const char *p = self->bytes; p < self->bytes + self->length;
       p = g_utf8_next_char (p)) {
    gunichar c = make_half_width (g_utf8_get_char (p));

    if (!g_unichar_isspace (c))
      length += (gsize) g_unichar_to_utf8 (c, normal + length);
  }
  if (length == 0 ||
      (length == self->length && memcmp (normal, self->bytes, length) == 0)) {
    todoku_secure_free (normal);
    return todoku_secret_ref (self);
  }
  normal[length] = '\0';
  return secret_new_take (normal, length);
}

/* ---- redaction ------------------------------------------------------------
 */

static gboolean
is_form (const Form *form, const char *text)
{
  return form->any_case
             ? g_ascii_strncasecmp (text, form->text, form->length) == 0
             : memcmp (text, form->text, form->length) == 0;
}

/* The length of the form that @text begins with, 0 when with none. */
static gsize
find_form (TodokuSecret *self, const char *text, gsize length)
{
  for (guint i = 0; i < self->n_forms; i++) {
    const Form *form = &self->forms[i];

    if (form->length >= MIN (MIN_FORM, self->length) && form->length > 0 &&
        form->length <= length && is_form (form, text))
      return form->length;
  }
  return 0;
}

/**
 * todoku_secret_redact:
 * @self: a secret
 * @text: bytes that may hold it
 * @length: of @text
 *
 * Returns: (transfer full): @text with every form of the secret replaced by
 * "•••"; NUL-terminated, NUL bytes in @text become "?"
 */
char *
todoku_secret_redact (TodokuSecret *self, const char *text, gsize length)
{
  GString *clean;

  g_return_val_if_fail (self && text, NULL);

  clean = g_string_sized_new (length);
  for (gsize i = 0; i < length;) {
    gsize n = find_form (self, text + i, length - i);

    if (n > 0) {
      g_string_append (clean, MASK);
      i += n;
      continue;
    }
    g_string_append_c (clean, text[i] ? text[i] : '?');
    i++;
  }
  return g_string_free (clean, FALSE);
}

/**
 * todoku_secret_harden_process:
 *
 * No core file and no debugger may read this process.  Called first in main().
 */
void
todoku_secret_harden_process (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
