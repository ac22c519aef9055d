/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-sign-in.h"

#include <string.h>

typedef enum {
  MECHANISM_NONE,
  MECHANISM_PLAIN,
  MECHANISM_LOGIN,
  MECHANISM_BEARER,
} Mechanism;

struct _TodokuServerSignIn {
  Mechanism mechanism;
  const char *challenge;
  char *user;
  char *password;
  char *token;
};

/* "Username:" and "Password:", the challenges of LOGIN. */
#define ASK_USER "VXNlcm5hbWU6"
#define ASK_PASSWORD "UGFzc3dvcmQ6"

/*
 * todoku_server_sign_in_new:
 *
 * Returns: (transfer full): a sign-in that has not begun
 */
TodokuServerSignIn *
todoku_server_sign_in_new (void)
{
  return g_new0 (TodokuServerSignIn, 1);
}

/*
 * todoku_server_sign_in_free:
 * @self: (transfer full): a sign-in
 */
void
todoku_server_sign_in_free (TodokuServerSignIn *self)
{
  g_free (self->user);
  g_free (self->password);
  g_free (self->token);
  g_free (self);
}

static void
take (char **place, char *value)
{
  g_clear_pointer (place, g_free);
  *place = value;
}

/* Base64 to text; NUL is kept, after the end there is one more. */
static char *
decode (const char *line, gsize *ret_length)
{
  g_autofree guint8 *bytes = NULL;
  gsize length;
  char *text;

  if (g_str_equal (line, "="))
    line = "";
  bytes = g_base64_decode (line, &length);
  text = g_malloc0 (length + 1);
  memcpy (text, bytes, length);
  *ret_length = length;
  return text;
}

/* RFC 4616 §2: [authzid] NUL authcid NUL passwd */
static TodokuSignInStep
respond_plain (TodokuServerSignIn *self, const char *line)
{
  gsize length;
  g_autofree char *text = decode (line, &length);
  const char *user = memchr (text, '\0', length);
  const char *password;

  if (user == NULL)
    return TODOKU_SIGN_IN_STEP_MALFORMED;
  user++;
  password = memchr (user, '\0', length - (gsize) (user - text));
  if (password == NULL)
    return TODOKU_SIGN_IN_STEP_MALFORMED;
  take (&self->user, g_strdup (user));
  take (&self->password, g_strdup (password + 1));
  return TODOKU_SIGN_IN_STEP_COMPLETE;
}

static TodokuSignInStep
respond_login (TodokuServerSignIn *self, const char *line)
{
  gsize length;
  g_autofree char *text = decode (line, &length);

  if (self->user == NULL) {
    take (&self->user, g_steal_pointer (&text));
    self->challenge = ASK_PASSWORD;
    return TODOKU_SIGN_IN_STEP_ASK;
  }
  take (&self->password, g_steal_pointer (&text));
  return TODOKU_SIGN_IN_STEP_COMPLETE;
}

static char *
between (const char *text, const char *before, const char *stops)
{
  const char *found = strstr (text, before);

  if (found == NULL)
    return NULL;
  found += strlen (before);
  return g_strndup (found, strcspn (found, stops));
}

/* XOAUTH2: "user=…^Aauth=Bearer …^A^A"; OAUTHBEARER (RFC 7628 §3.1):
 * "n,a=…,^Ahost=…^Aauth=Bearer …^A^A". */
static TodokuSignInStep
respond_bearer (TodokuServerSignIn *self, const char *line)
{
  gsize length;
  g_autofree char *text = decode (line, &length);

  if (g_str_has_prefix (text, "user="))
    take (&self->user, between (text, "user=", "\001"));
  else
    take (&self->user, between (text, "a=", ",\001"));
  take (&self->token, between (text, "auth=Bearer ", "\001"));
  if (self->user == NULL || self->token == NULL)
    return TODOKU_SIGN_IN_STEP_MALFORMED;
  return TODOKU_SIGN_IN_STEP_COMPLETE;
}

/*
 * todoku_server_sign_in_respond:
 * @self: a sign-in that asked
 * @line: what the client answered, without its line end
 *
 * Returns: what comes next
 */
TodokuSignInStep
todoku_server_sign_in_respond (TodokuServerSignIn *self, const char *line)
{
  /* RFC 4954 §4, RFC 5034 §4, RFC 9051 §6.2.2: the client gives up. */
  if (g_str_equal (line, "*"))
    return TODOKU_SIGN_IN_STEP_MALFORMED;
  switch (self->mechanism) {
  case MECHANISM_PLAIN:
    return respond_plain (self, line);
  case MECHANISM_LOGIN:
    return respond_login (self, line);
  case MECHANISM_BEARER:
    return respond_bearer (self, line);
  case MECHANISM_NONE:
  default:
    return TODOKU_SIGN_IN_STEP_MALFORMED;
  }
}

static Mechanism
mechanism_from (const char *name)
{
  if (g_ascii_strcasecmp (name, "PLAIN") == 0)
    return MECHANISM_PLAIN;
  if (g_ascii_strcasecmp (name, "LOGIN") == 0)
    return MECHANISM_LOGIN;
  if (g_ascii_strcasecmp (name, "XOAUTH2") == 0 ||
      g_ascii_strcasecmp (name, "OAUTHBEARER") == 0)
    return MECHANISM_BEARER;
  return MECHANISM_NONE;
}

static TodokuSignInStep
begin_sasl (TodokuServerSignIn *self, const char *arguments)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", 2);

  self->mechanism =
      words[0] == NULL ? MECHANISM_NONE : mechanism_from (words[0]);
  if (self->mechanism == MECHANISM_NONE)
    return TODOKU_SIGN_IN_STEP_MALFORMED;
  take (&self->user, NULL);
  if (words[1] != NULL)
    return todoku_server_sign_in_respond (self, words[1]);
  self->challenge = self->mechanism == MECHANISM_LOGIN ? ASK_USER : "";
  return TODOKU_SIGN_IN_STEP_ASK;
}

/* One atom or quoted string (RFC 9051 §9); a literal was made a quoted string
 * when it was read. */
static char *
next_argument (const char **text)
{
  GString *argument = g_string_new (NULL);
  const char *at = *text + strspn (*text, " ");

  if (*at != '"') {
    gsize length = strcspn (at, " ");

    g_string_append_len (argument, at, (gssize) length);
    *text = at + length;
    return g_string_free (argument, FALSE);
  }
  for (at++; *at != '\0' && *at != '"'; at++) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    g_string_append_c (argument, *at);
  }
  *text = *at == '"' ? at + 1 : at;
  return g_string_free (argument, FALSE);
}

static TodokuSignInStep
begin_login (TodokuServerSignIn *self, const char *arguments)
{
  take (&self->user, next_argument (&arguments));
  take (&self->password, next_argument (&arguments));
  return TODOKU_SIGN_IN_STEP_COMPLETE;
}

static const char *
arguments_of (const char *command, const char *verb)
{
  gsize length = strlen (verb);

  return g_ascii_strncasecmp (command, verb, length) == 0 ? command + length
                                                          : NULL;
}

/*
 * todoku_server_sign_in_begin:
 * @self: a sign-in
 * @command: without an IMAP tag: AUTHENTICATE, AUTH, LOGIN, USER, PASS
 *
 * Returns: what comes next
 */
TodokuSignInStep
todoku_server_sign_in_begin (TodokuServerSignIn *self, const char *command)
{
  const char *arguments;

  if ((arguments = arguments_of (command, "AUTHENTICATE ")) != NULL ||
      (arguments = arguments_of (command, "AUTH ")) != NULL)
    return begin_sasl (self, arguments);
  if ((arguments = arguments_of (command, "LOGIN ")) != NULL)
    return begin_login (self, arguments);
  if ((arguments = arguments_of (command, "USER ")) != NULL) {
    take (&self->user, g_strdup (arguments));
    return TODOKU_SIGN_IN_STEP_CONTINUE;
  }
  if ((arguments = arguments_of (command, "PASS ")) != NULL &&
      self->user != NULL) {
    take (&self->password, g_strdup (arguments));
    return TODOKU_SIGN_IN_STEP_COMPLETE;
  }
  return TODOKU_SIGN_IN_STEP_MALFORMED;
}

/*
 * todoku_server_sign_in_get_challenge:
 * @self: a sign-in that asks
 *
 * Returns: base64, maybe empty
 */
const char *
todoku_server_sign_in_get_challenge (TodokuServerSignIn *self)
{
  return self->challenge;
}

/*
 * todoku_server_sign_in_get_user:
 * @self: a sign-in
 *
 * Returns: (nullable): who signs in
 */
const char *
todoku_server_sign_in_get_user (TodokuServerSignIn *self)
{
  return self->user;
}

/*
 * todoku_server_sign_in_get_password:
 * @self: a sign-in
 *
 * Returns: (nullable): with a password
 */
const char *
todoku_server_sign_in_get_password (TodokuServerSignIn *self)
{
  return self->password;
}

/*
 * todoku_server_sign_in_get_token:
 * @self: a sign-in
 *
 * Returns: (nullable): with an access token
 */
const char *
todoku_server_sign_in_get_token (TodokuServerSignIn *self)
{
  return self->token;
}
