/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* SE-01: after a sign-in that is over, no copy of the password is left in the
 * memory of this process.  The servers, who hear it, are another process. */
#define TIMEOUT_MS (3000 * NET_SLOW)
#define FLIP 0x55
#define LENGTH 24

static const char *const scripts[][20] = {
  { "TLS",
    "S:* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi",
    "C:",
    "R:NO [AUTHENTICATIONFAILED] no",
    "HOLD" },
  { "TLS",
    "S:* OK [CAPABILITY IMAP4rev1 LITERAL+] hi",
    "C:",
    "R:OK in",
    "HOLD" },
  { "TLS",
    "S:+OK hi",
    "C:",
    "S:+OK",
    "S:USER",
    "S:.",
    "C:",
    "S:+OK",
    "C:",
    "S:+OK in",
    "HOLD" },
  { "TLS",
    "S:220 hi",
    "C:",
    "S:250-hi",
    "S:250 AUTH LOGIN",
    "C:",
    "S:334 VXNlcm5hbWU6",
    "C:",
    "S:334 UGFzc3dvcmQ6",
    "C:",
    "S:535 5.7.8 no",
    "HOLD" },
};
static const char *const schemes[] = { "imaps", "imaps", "pop3s", "smtps" };
static const char *const names[] = { "imap-plain",
                                     "imap-login",
                                     "pop3-user",
                                     "smtp-login" };
static guint16 ports[G_N_ELEMENTS (scripts)];

/* ---- the servers' process --------------------------------------------------
 */

static void
serve (int out)
{
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    ports[i] =
        net_server_get_port (net_server_new (scripts[i], NULL, certificate));
  if (write (out, ports, sizeof ports) != sizeof ports)
    _exit (1);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* Before this process has threads. */
static pid_t
start_servers (void)
{
  int ends[2];
  pid_t child;

  if (pipe (ends) != 0)
    abort ();
  child = fork ();
  if (child == 0)
    serve (ends[1]);
  close (ends[1]);
  if (read (ends[0], ports, sizeof ports) != sizeof ports)
    abort ();
  close (ends[0]);
  return child;
}

/* ---- looking ---------------------------------------------------------------
 */

/* What is looked for is held in another form, or it would be found here. */
typedef struct {
  guint8 bytes[32];
  gsize length;
} Pattern;

static void
flip (const char *text, gsize length, Pattern *pattern)
{
  g_assert_cmpuint (length, <=, sizeof pattern->bytes);
  for (gsize i = 0; i < length; i++)
    pattern->bytes[i] = (guint8) text[i] ^ FLIP;
  pattern->length = length;
}

/* Letters that nothing else has; from nowhere but the kernel.  Behind
 * "\0taro@example.com\0" the encoded form stands at the beginning of a triple,
 * as it does alone. */
static void
make_password (char *text, Pattern *raw, Pattern *encoded)
{
  char *base64 = todoku_secure_alloc (2 * LENGTH);
  int state = 0, save = 0;
  gsize length;

  g_assert_cmpint (getentropy (text, LENGTH), ==, 0);
  for (gsize i = 0; i < LENGTH; i++)
    text[i] = (char) ('a' + (guint8) text[i] % 26);
  flip (text, LENGTH, raw);
  length = g_base64_encode_step ((const guchar *) text,
                                 LENGTH,
                                 FALSE,
                                 base64,
                                 &state,
                                 &save);
  /* The last triple may wait. */
  flip (base64, length, encoded);
  todoku_secure_free (base64);
}

static guint
count_in (const guint8 *start, const guint8 *end, const Pattern *pattern)
{
  guint found = 0;

  for (const guint8 *p = start; p + pattern->length <= end; p++) {
    gsize i = 0;

    while (i < pattern->length && (p[i] ^ FLIP) == pattern->bytes[i])
      i++;
    found += i == pattern->length;
  }
  return found;
}

static gboolean
can_read (int memory, guint64 address)
{
  char byte;

  return pread (memory, &byte, 1, (off_t) address) == 1;
}

/* Without the pages that guard a stack, which glibc 2.42 leaves in its part. */
static guint
count_readable (int memory, guint64 start, guint64 end, const Pattern *pattern)
{
  const guint64 size = (guint64) sysconf (_SC_PAGESIZE);
  guint found = 0;

  while (start < end) {
    guint64 page = start;

    while (page < end && can_read (memory, page))
      page += size;
    found += count_in ((const guint8 *) (gsize) start,
                       (const guint8 *) (gsize) page,
                       pattern);
    start = page + size;
  }
  return found;
}

/* Every part of our memory that can be written (proc_pid_maps(5)). */
static guint
count_copies (const Pattern *pattern)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  guint found = 0;
  int memory = open ("/proc/self/mem", O_RDONLY);

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (char **line = lines; *line; line++) {
    char *next;
    guint64 start = g_ascii_strtoull (*line, &next, 16);
    guint64 end = *next == '-' ? g_ascii_strtoull (next + 1, &next, 16) : 0;

    if (g_str_has_prefix (next, " rw") && !strstr (*line, "[v"))
      found += count_readable (memory, start, end, pattern);
  }
  close (memory);
  return found;
}

/* ---- the tests -------------------------------------------------------------
 */

static TodokuProbe *
make_probe (TodokuNetwork *network, guint way, Pattern *raw, Pattern *encoded)
{
  g_autofree char *url =
      g_strdup_printf ("%s://" NET_HOST ":%u", schemes[way], ports[way]);
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (url, NULL);
  g_autoptr (TodokuSecret) secret = NULL;
  TodokuConversationOptions options = { .endpoint = endpoint,
                                        .sign_in = TODOKU_SIGN_IN_PASSWORD,
                                        .user = "taro@example.com" };
  char *typed = todoku_secure_alloc (LENGTH);

  make_password (typed, raw, encoded);
  secret = todoku_secret_new (typed, LENGTH, NULL);
  todoku_secure_free (typed);
  options.secret = secret;
  return todoku_probe_new (network,
                           TODOKU_ROLE_CONFIGURED,
                           G_SOCKET_FAMILY_IPV4,
                           &options,
                           TIMEOUT_MS,
                           NULL);
}

static void
test_gone (gconstpointer data)
{
  guint way = GPOINTER_TO_UINT (data);
  g_autoptr (TodokuNetwork) network = net_network_new (ports[way]);
  Pattern raw = { 0 }, encoded = { 0 };
  TodokuProbe *probe = make_probe (network, way, &raw, &encoded);

  /* It is there, and as what is looked for in texts to be shown. */
  g_assert_cmpuint (count_copies (&raw), >=, 1);
  net_probe_run (probe, TIMEOUT_MS);
  g_assert_true (
      todoku_observation_get_dialogue (todoku_probe_get_observation (probe))
          ->sent_credential);
  for (int i = 0; i < 500 && G_OBJECT (probe)->ref_count > 1; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_finalize_object (probe);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_copies (&raw), ==, 0);
  g_assert_cmpuint (count_copies (&encoded), ==, 0);
}

int
main (int argc, char *argv[])
{
  gboolean lists = argc > 1 && g_str_equal (argv[1], "-l");
  pid_t child = lists ? 0 : start_servers ();
  int status;

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autofree char *path = g_strconcat ("/net/memory/SE-01/", names[i], NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_gone);
  }
  status = g_test_run ();
  if (child > 0)
    kill (child, SIGKILL);
  return status;
}
