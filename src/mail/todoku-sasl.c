/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-sasl.h"

#include <string.h>

static const char *const names[] = {
  "", "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "LOGIN command"
};

/**
 * todoku_mechanism_to_string:
 * @mechanism: a mechanism
 *
 * Returns: (transfer none): its SASL name
 */
const char *
todoku_mechanism_to_string (TodokuMechanism mechanism)
{
  return names[mechanism];
}

/* A growing message in secure memory: the parts are known, so it is measured
 * first. */
typedef struct {
  const char *bytes;
  gsize length;
} Part;

static char *
join (const Part *parts, gsize n, gsize *ret_length)
{
  gsize length = 0;
  char *message, *end;

  for (gsize i = 0; i < n; i++)
    length += parts[i].length;
  message = end = todoku_secure_alloc (length + 1);
  for (gsize i = 0; i < n; i++)
    end = (char *) memcpy (end, parts[i].bytes, parts[i].length) +
          parts[i].length;
  *ret_length = length;
  return message;
}

/* g_base64_encode() would leave a copy of the secret in ordinary memory. */
static char *
encode (char *message, gsize length)
{
  char *encoded = todoku_secure_alloc (length * 4 / 3 + 8);
  int state = 0, save = 0;
  gsize n = g_base64_encode_step ((const guchar *) message,
                                  length,
                                  FALSE,
                                  encoded,
                                  &state,
                                  &save);

  n += g_base64_encode_close (FALSE, encoded + n, &state, &save);
  encoded[n] = '\0';
  todoku_secure_free (message);
  return encoded;
}

/* RFC 4616 §2: no authorisation identity, the user, the password. */
static char *
make_plain (const Part *user, const Part *secret, gsize *ret_length)
{
  const Part parts[] = { { "\0", 1 }, *user, { "\0", 1 }, *secret };

  return join (parts, G_N_ELEMENTS (parts), ret_length);
}

static char *
make_xoauth2 (const Part *user, const Part *secret, gsize *ret_length)
{
  const Part parts[] = { { "user=", 5 },
                         *user,
                         { "\1auth=Bearer ", 13 },
                         *secret,
                         { "\1\1", 2 } };

  return join (parts, G_N_ELEMENTS (parts), ret_length);
}

/* RFC 7628 §3.1.  In the user "=" and "," are written =3D and =2C (RFC 5801
 * §4). */
static char *
make_oauthbearer (const Part *user,
                  const Part *secret,
                  const char *host,
                  guint16 port,
                  gsize *ret_length)
{
  g_autoptr (GString) name =
      g_string_new_len (user->bytes, (gssize) user->length);
  g_autofree char *middle = NULL;

  g_string_replace (name, "=", "=3D", 0);
  g_string_replace (name, ",", "=2C", 0);
  middle = g_strdup_printf ("n,a=%s,\001host=%s\001port=%u\001auth=Bearer ",
                            name->str,
                            host,
                            port);
  {
    const Part parts[] = { { middle, strlen (middle) },
                           *secret,
                           { "\1\1", 2 } };

    return join (parts, G_N_ELEMENTS (parts), ret_length);
  }
}

/**
 * todoku_sasl_get_steps:
 * @mechanism: a mechanism
 *
 * Returns: how many of our messages a sign-in takes
 */
guint
todoku_sasl_get_steps (TodokuMechanism mechanism)
{
  return mechanism == TODOKU_MECHANISM_LOGIN ? 2 : 1;
}

/**
 * todoku_sasl_respond:
 * @mechanism: a SASL mechanism
 * @step: which of our messages, from 0
 * @user: user name
 * @secret: password or token
 * @host: of the server, for OAUTHBEARER
 * @port: of the server, for OAUTHBEARER
 *
 * Returns: (transfer full): base64 of the message in secure memory; free with
 * todoku_secure_free()
 */
char *
todoku_sasl_respond (TodokuMechanism mechanism,
                     guint step,
                     const char *user,
                     TodokuSecret *secret,
                     const char *host,
                     guint16 port)
{
  Part name = { user, strlen (user) };
  Part password;
  gsize length;

  password.bytes = todoku_secret_peek (secret, &password.length);
  switch (mechanism) {
  case TODOKU_MECHANISM_PLAIN: {
    char *message = make_plain (&name, &password, &length);

    return encode (message, length);
  }
  case TODOKU_MECHANISM_LOGIN: {
    char *message = join (step == 0 ? &name : &password, 1, &length);

    return encode (message, length);
  }
  case TODOKU_MECHANISM_XOAUTH2: {
    char *message = make_xoauth2 (&name, &password, &length);

    return encode (message, length);
  }
  case TODOKU_MECHANISM_OAUTHBEARER: {
    char *message = make_oauthbearer (&name, &password, host, port, &length);

    return encode (message, length);
  }
  case TODOKU_MECHANISM_NONE:
  case TODOKU_MECHANISM_COMMAND:
  default:
    g_return_val_if_reached (NULL);
  }
}

/**
 * todoku_sasl_after_failure:
 * @mechanism: a SASL mechanism
 *
 * A refused token is explained in a challenge; the client answers it once and
 * the refusal follows: ^A for OAUTHBEARER (RFC 7628 §3.2.3), an empty line for
 * XOAUTH2;
 * "*" cancels everything else (RFC 4954 §4, RFC 9051 §6.2.2).
 *
 * Returns: (transfer none): the line to send
 */
const char *
todoku_sasl_after_failure (TodokuMechanism mechanism)
{
  if (mechanism == TODOKU_MECHANISM_OAUTHBEARER)
    return "AQ==";
  return mechanism == TODOKU_MECHANISM_XOAUTH2 ? "" : "*";
}
